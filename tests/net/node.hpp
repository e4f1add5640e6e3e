// Nodes that talk to each other over loopback.
#pragma once

#include "places.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <string>

#include "status/actors.hpp"
#include "status/net/config.hpp"
#include "status/net/connect.hpp"
#include "status/net/serve.hpp"

namespace status::net::test {

/// What the tests publish: answers where it is.
using desk_actor
  = shim::typed_actor<caf::result<std::string>(status::atom::report)>;

desk_actor spawn_desk(caf::actor_system& sys);

/// A configuration that must be fine; without a certificate if none is named.
struct node_config : config<> {
  explicit node_config(const tls_files& files = {},
                       tls_use use = tls_use::serve,
                       const line_options& line = {});
};

/// An actor system with a desk.
class node {
public:
  explicit node(const tls_files& files = {}, tls_use use = tls_use::serve,
                const line_options& line = {})
    : cfg_(files, use, line) {}
  node(const node&) = delete;
  node& operator=(const node&) = delete;
  ~node();

  /// Publishes the desk over TLS at a free port.
  endpoint serve();

  /// Connects to a desk, over TLS. Fails the test if that cannot be done.
  desk_actor connect(const endpoint& where);

  /// Why a desk cannot be connected to; fails the test if it can.
  std::string why_not(const endpoint& where);

  caf::actor_system& system() {
    return sys_;
  }

  const desk_actor& desk() const {
    return desk_;
  }

private:
  node_config cfg_;
  caf::actor_system sys_{cfg_};
  desk_actor desk_ = spawn_desk(sys_);
};

/// Checks that a desk answers.
void check_answers(caf::actor_system& sys, const desk_actor& desk);

/// Checks that a server takes a new client with a good certificate.
void check_serves(const endpoint& where);

} // namespace status::net::test
