// A node in a process of its own: serves over TLS, writes its port, does what
// the lines of its standard input say, and ends with that.
//
//   net_peer CERTIFICATE KEY AUTHORITY echo|fleet|runner [PORT [FLEET_PORT
//   [HOST]]]
//
// A runner takes `add TASK EPOCH` and `advance TASK STATE`, states by number,
// and answers each with a line.
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "peer_jobs.hpp"
#include "status/actors/desk.hpp"
#include "status/actors/fleet.hpp"
#include "status/net/announce.hpp"
#include "status/net/config.hpp"
#include "status/net/serve.hpp"

namespace status {

namespace {

using echo_actor = shim::typed_actor<caf::result<std::string>(atom::report)>;

struct echo {
  static constexpr const char* name = "peer.echo";

  explicit echo(echo_actor::pointer) {}

  echo_actor::behavior_type make_behavior() {
    return {[](atom::report) { return std::string{"here"}; }};
  }
};

// Writes what happens, so that a test that fails shows it.
struct shown_log : log_sink {
  void write(const log_record& x) override {
    std::cerr << x.component << ": " + x.text + "\n";
  }
};

struct wanted {
  std::string role;
  uint16_t port = 0;
  uint16_t fleet = 0;
  std::string host = "127.0.0.1";
};

// Serves until the standard input ends.
template <class Handle, class Obey>
int serve_until_told(caf::actor_system& sys, const Handle& whom,
                     const wanted& how, Obey obey) {
  auto port = net::serve(sys, whom, {how.host, how.port});
  if (!port) {
    std::cerr << to_text(port.error()) << '\n';
    return 1;
  }
  std::cout << *port << std::endl;
  for (std::string line; std::getline(std::cin, line);)
    std::cout << obey(line) << std::endl;
  return 0;
}

std::string no_words(const std::string& line) {
  return "what is " + line + "?";
}

int run_runner(caf::actor_system& sys, const local_desk_actor& desk,
               const wanted& how) {
  peer_jobs all{sys, desk};
  std::optional<net::link> link;
  if (how.fleet != 0) {
    net::announce_options options;
    options.log = std::make_shared<shown_log>();
    auto made
      = net::spawn_announcer(sys, desk, {"127.0.0.1", how.fleet}, options);
    if (!made) {
      std::cerr << to_text(made.error()) << '\n';
      return 1;
    }
    link = std::move(*made);
  }
  return serve_until_told(sys, desk_actor{desk}, how,
                          [&all](const std::string& x) { return all.obey(x); });
}

int run(net::config<>& cfg, const wanted& how) {
  caf::actor_system sys{cfg};
  auto end = [](const auto& whom, int result) {
    caf::anon_send_exit(whom, caf::exit_reason::kill);
    return result;
  };
  if (how.role == "runner") {
    desk_options options;
    options.node = "runner";
    auto desk = spawn_desk(sys, options);
    return end(desk, run_runner(sys, desk, how));
  }
  if (how.role == "fleet") {
    auto fleet = spawn_fleet(sys);
    return end(fleet, serve_until_told(sys, fleet, how, no_words));
  }
  auto desk = shim::spawn<echo>(sys);
  return end(desk, serve_until_told(sys, desk, how, no_words));
}

int start(char** argv, int argc) {
  wanted how{argv[4]};
  if (argc > 5)
    how.port = static_cast<uint16_t>(std::stoul(argv[5]));
  if (argc > 6)
    how.fleet = static_cast<uint16_t>(std::stoul(argv[6]));
  if (argc > 7)
    how.host = argv[7];
  net::config<> cfg;
  cfg.share_work(1);
  if (auto err = cfg.secure({argv[1], argv[2], argv[3]}, net::tls_use::serve)) {
    std::cerr << to_text(err) << '\n';
    return 1;
  }
  return run(cfg, how);
}

} // namespace

} // namespace status

int main(int argc, char** argv) {
  if (argc < 5) {
    std::cerr << "usage: net_peer CERTIFICATE KEY AUTHORITY echo|fleet|runner "
                 "[PORT [FLEET_PORT [HOST]]]\n";
    return 2;
  }
  try {
    return status::start(argv, argc);
  } catch (const std::exception& x) {
    std::cerr << x.what() << '\n';
    return 1;
  }
}
