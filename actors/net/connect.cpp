#include "status/net/connect.hpp"

#include <caf/atom.hpp>
#include <caf/io/middleman.hpp>
#include <caf/io/network/multiplexer.hpp>
#include <caf/node_id.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/sec.hpp>

#include <utility>

#include "actors/net/dial.hpp"
#include "actors/net/middleman.hpp"
#include "actors/net/tls_scribe.hpp"
#include "status/messages/error.hpp"
#include "status/net/probe.hpp"

namespace status::net {

namespace {

using broker_answer = caf::expected<caf::strong_actor_ptr>;

caf::error cannot_connect(const endpoint& where, ec code,
                          const std::string& why) {
  return make_error(code, "cannot connect to " + to_string(where) + ": " + why);
}

// Connects up to where CAF begins. Fails with what is for people.
probe_report open(caf::actor_system& sys, transport how, const endpoint& where,
                  const std::atomic<bool>* given_up,
                  caf::io::scribe_ptr& result) {
  line over{line::clock::now() + probe_deadline, given_up};
  if (how == transport::plain) {
    auto seen = dial(over, where);
    if (seen.result == probe_result::ok)
      result = sys.middleman().backend().new_scribe(over.release());
    return seen;
  }
  handshake tls{over};
  auto seen = dial(over, tls, where, settings_of(sys).copies());
  if (seen.result == probe_result::ok)
    result = make_tls_scribe(sys, over.release(), tls.release());
  return seen;
}

// Has CAF find out whom there is. Fails with CAF's own errors, or ours.
broker_answer ask(caf::actor_system& sys, caf::io::scribe_ptr over,
                  const std::set<std::string>& interface,
                  const endpoint& where) {
  broker_answer result{caf::error{}};
  caf::scoped_actor self{sys};
  self
    ->request(broker_of(sys), broker_deadline, caf::connect_atom_v,
              std::move(over), where.port)
    .receive(
      [&](caf::node_id&, caf::strong_actor_ptr& actor,
          std::set<std::string>& theirs) {
        if (!actor)
          result = cannot_connect(where, ec::unavailable,
                                  "nothing is served there any more");
        else if (!sys.assignable(theirs, interface))
          result = cannot_connect(where, ec::bad_argument,
                                  "what is served there understands other "
                                  "messages; is it another service, or "
                                  "another version?");
        else
          result = std::move(actor);
      },
      [&result](caf::error& err) { result = std::move(err); });
  return result;
}

// CAF 0.17 takes a connection that waits for its first answer for one that has
// been silent since the beginning of time, and closes it at its next heartbeat.
// After that there is a whole heartbeat of time, so a second try helps.
bool may_help_again(const caf::error& err) {
  return err == caf::sec::connection_timeout;
}

// Turns CAF's error into one for people: who is refused after the handshake, or
// hears nothing, is told so by another look.
caf::error explain(caf::actor_system& sys, transport how, const endpoint& where,
                   const std::atomic<bool>* given_up, const caf::error& err) {
  if (code_of(err) != ec::none)
    return err;
  line over{line::clock::now() + probe_deadline, given_up};
  auto seen = how == transport::tls
                ? probe(over, where, settings_of(sys).copies())
                : probe_plain(over, where);
  if (auto found = to_error(seen))
    return found;
  return cannot_connect(where, ec::unavailable,
                        may_help_again(err)
                          ? "the line is too slow for its heartbeats; set "
                            "longer ones on both sides"
                          : to_text(err));
}

} // namespace

caf::error check_to_connect(caf::actor_system& sys, transport how,
                            const endpoint& where) {
  if (how == transport::plain && !is_loopback(where))
    return cannot_connect(where, ec::bad_argument,
                          "plain connections do not leave this host; use TLS");
  if (where.port == 0)
    return cannot_connect(where, ec::bad_argument, "0 is no port");
  return check(sys, how, tls_use::connect);
}

broker_answer connect_unless(caf::actor_system& sys, transport how,
                             const std::set<std::string>& interface,
                             const endpoint& where,
                             const std::atomic<bool>* given_up) {
  if (auto err = check_to_connect(sys, how, where))
    return err;
  settings_of(sys).warn_of_expiry(caf::make_timestamp());
  broker_answer result{caf::error{}};
  for (int tries = 0; tries < 3; ++tries) {
    caf::io::scribe_ptr over;
    if (auto err = to_error(open(sys, how, where, given_up, over)))
      return err;
    result = ask(sys, std::move(over), interface, where);
    if (result || !may_help_again(result.error()))
      break;
  }
  if (result)
    return result;
  return explain(sys, how, where, given_up, result.error());
}

caf::expected<caf::strong_actor_ptr> connect(caf::actor_system& sys,
                                             std::set<std::string> interface,
                                             const endpoint& where) {
  return connect_unless(sys, transport::tls, interface, where, nullptr);
}

caf::expected<caf::strong_actor_ptr> connect_plain_on_loopback(
  caf::actor_system& sys, std::set<std::string> interface,
  const endpoint& where) {
  return connect_unless(sys, transport::plain, interface, where, nullptr);
}

} // namespace status::net
