// A node in a process of its own: serves a desk over TLS, writes its port, and
// ends with its standard input.
#include <iostream>
#include <string>

#include "status/actors.hpp"
#include "status/net/config.hpp"
#include "status/net/serve.hpp"

namespace {

using desk_actor
  = status::shim::typed_actor<caf::result<std::string>(status::atom::report)>;

struct desk {
  static constexpr const char* name = "peer.desk";

  explicit desk(desk_actor::pointer) {}

  desk_actor::behavior_type make_behavior() {
    return {[](status::atom::report) { return std::string{"here"}; }};
  }
};

int run(status::net::config<>& cfg) {
  caf::actor_system sys{cfg};
  auto published = status::shim::spawn<desk>(sys);
  auto port = status::net::serve(sys, published, {"127.0.0.1", 0});
  if (port) {
    std::cout << *port << std::endl;
    for (std::string line; std::getline(std::cin, line);)
      ; // until whoever started us closes it, or ends
  } else {
    std::cerr << status::to_text(port.error()) << '\n';
  }
  caf::anon_send_exit(published, caf::exit_reason::kill);
  return port ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: net_peer CERTIFICATE KEY AUTHORITY\n";
    return 2;
  }
  status::net::config<> cfg;
  cfg.share_work(1);
  if (auto err
      = cfg.secure({argv[1], argv[2], argv[3]}, status::net::tls_use::serve)) {
    std::cerr << status::to_text(err) << '\n';
    return 1;
  }
  return run(cfg);
}
