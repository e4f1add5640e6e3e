#include "status/net/serve.hpp"

#include <caf/abstract_actor.hpp>
#include <caf/actor_registry.hpp>
#include <caf/atom.hpp>
#include <caf/io/middleman.hpp>
#include <caf/io/network/multiplexer.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <memory>
#include <system_error>
#include <utility>

#include "actors/net/doors.hpp"
#include "actors/net/gatekeeper.hpp"
#include "actors/net/listen.hpp"
#include "actors/net/middleman.hpp"
#include "actors/net/refusals.hpp"
#include "actors/net/tls.hpp"
#include "actors/net/tls_scribe.hpp"
#include "status/messages/error.hpp"

namespace status::net {

namespace {

caf::error check_request(caf::actor_system& sys, transport how,
                         const caf::strong_actor_ptr& whom,
                         const endpoint& where) {
  if (!whom)
    return make_error(ec::bad_argument, "there is no actor to serve");
  if (where.host.empty())
    return make_error(ec::bad_argument, "name the address to serve at");
  return check(sys, how, tls_use::serve);
}

} // namespace

caf::expected<uint16_t> serve(caf::actor_system& sys,
                              const caf::strong_actor_ptr& whom,
                              std::set<std::string> interface,
                              const endpoint& where) {
  if (auto err = check_request(sys, transport::tls, whom, where))
    return err;
  settings_of(sys).warn_of_expiry(caf::make_timestamp());
  auto context = make_context(settings_of(sys).copies(), tls_use::serve);
  if (!context)
    return make_error(ec::unavailable, "no TLS: " + last_openssl_error());
  auto there = where;
  auto listener = listen_at(there);
  if (!listener)
    return listener.error();
  // As CAF does with whatever others can reach.
  sys.registry().put(whom->id(), whom);
  // The broker is asked for now: the actor system may begin to end while its
  // last actor, which is what is served, still waits for the gatekeeper.
  auto let_in = [&sys, broker = broker_of(sys),
                 whom = caf::actor_cast<caf::weak_actor_ptr>(whom),
                 interface = std::move(interface),
                 port = there.port](int fd, ssl_ptr tls) {
    settings_of(sys).warn_of_expiry(caf::make_timestamp());
    auto guest = make_tls_scribe(sys, fd, std::move(tls));
    if (auto strong = whom.lock())
      caf::anon_send(broker, caf::publish_atom_v, std::move(guest), port,
                     strong, interface);
  };
  auto complain = [log = settings_of(sys).log_to(), at = to_string(there),
                   whom = refusals{}](const std::string& who,
                                      const std::string& why) mutable {
    auto line = whom.next(std::chrono::steady_clock::now(), who, why);
    if (!line.empty())
      status::log(log, {log_level::warning,
                        "status.net",
                        std::move(line),
                        {{"peer", who}, {"where", at}}});
  };
  std::shared_ptr<gatekeeper> door;
  try {
    door = std::make_shared<gatekeeper>(*listener, std::move(context),
                                        std::move(let_in), std::move(complain));
  } catch (const std::system_error& x) {
    return make_error(ec::unavailable,
                      "cannot serve at " + to_string(there) + ": " + x.what());
  }
  doors{settings_of(sys)}.add(there.port, door);
  // Nobody is let in after its end.
  whom->get()->attach_functor([door](const caf::error&) { door->stop(); });
  return there.port;
}

caf::expected<uint16_t> serve_plain_on_loopback(
  caf::actor_system& sys, const caf::strong_actor_ptr& whom,
  std::set<std::string> interface, const endpoint& where) {
  if (!is_loopback(where))
    return make_error(ec::bad_argument,
                      "a plain port at " + to_string(where)
                        + " could be reached, and brought down, by others: "
                          "serve at 127.0.0.1, or use TLS");
  if (auto err = check_request(sys, transport::plain, whom, where))
    return err;
  auto there = where;
  auto listener = listen_at(there);
  if (!listener)
    return listener.error();
  caf::anon_send(broker_of(sys), caf::publish_atom_v,
                 sys.middleman().backend().new_doorman(*listener), there.port,
                 whom, std::move(interface));
  return there.port;
}

caf::error unserve(caf::actor_system& sys, uint16_t port) {
  if (auto err = check(sys, transport::plain, tls_use::serve))
    return err;
  auto broker = broker_of(sys);
  auto closed = doors{settings_of(sys)}.take(port);
  for (const auto& door : closed)
    door->stop();
  if (!closed.empty()) {
    caf::anon_send(broker, caf::close_atom_v, port); // forgets whom it served
    return {};
  }
  caf::error result;
  caf::scoped_actor self{sys};
  self->request(broker, broker_deadline, caf::close_atom_v, port)
    .receive([] {}, [&result](caf::error& err) { result = std::move(err); });
  if (!result)
    return {};
  return make_error(ec::bad_argument,
                    "nobody is served at port " + std::to_string(port));
}

} // namespace status::net
