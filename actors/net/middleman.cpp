#include "actors/net/middleman.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/atom.hpp>
#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/io/network/default_multiplexer.hpp>

namespace status::net {

namespace {

line_options line_of(const caf::actor_system_config& cfg) {
  constexpr caf::timespan never{0};
  return {caf::get_or(cfg, "middleman.heartbeat-interval", never),
          caf::get_or(cfg, "middleman.connection-timeout", never)};
}

} // namespace

caf::error check(caf::actor_system& sys, transport how, tls_use use) {
  const auto* set = dynamic_cast<const settings*>(&sys.config());
  if (!set || !sys.has_middleman())
    return make_error(ec::bad_argument,
                      "this actor system was not made with a "
                      "status::net::config, which others need to reach it");
  auto* loop = &sys.middleman().backend();
  if (!dynamic_cast<caf::io::network::default_multiplexer*>(loop))
    return make_error(ec::bad_argument,
                      "middleman.network-backend must be the default one");
  if (check(line_of(sys.config())))
    return make_error(ec::bad_argument,
                      "middleman.heartbeat-interval and connection-timeout are "
                      "off or make no sense: without them a frozen peer is "
                      "never noticed; leave them as they are");
  if (how == transport::plain)
    return {};
  if (set->files().certificate.empty())
    return make_error(ec::bad_argument,
                      "no certificate was named: tell the configuration with "
                      "`secure`; `statusctl certs DIR` makes a first set");
  // What was fine at the start may have expired.
  if (auto err = check(set->copies(), use))
    return wrap(ec::bad_argument,
                "copied from " + set->files().certificate + " at the start",
                err);
  return {};
}

const settings& settings_of(const caf::actor_system& sys) {
  return dynamic_cast<const settings&>(sys.config());
}

caf::actor broker_of(caf::actor_system& sys) {
  return sys.middleman().named_broker<caf::io::basp_broker>(caf::atom("BASP"));
}

} // namespace status::net
