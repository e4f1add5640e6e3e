// A program outside of the project that uses the networking: it makes
// certificates of its own, serves, and connects to itself.
#include <status/actors/state_holder.hpp>
#include <status/net/certificates.hpp>
#include <status/net/config.hpp>
#include <status/net/connect.hpp>
#include <status/net/serve.hpp>

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace {

int complain(const caf::error& err) {
  std::cerr << status::to_text(err) << '\n';
  return 1;
}

// Asks a holder over the network to enter a state, and says which one it is in.
int ask(caf::actor_system& server, caf::actor_system& client,
        const status::state_holder_actor& holder) {
  auto port = status::net::serve(server, holder, {"127.0.0.1", 0});
  if (!port)
    return complain(port.error());
  auto there = status::net::connect<status::state_holder_actor>(
    client, {"127.0.0.1", *port});
  if (!there)
    return complain(there.error());
  auto result = 1;
  caf::scoped_actor self{client};
  status::shim::mail(self, status::atom::advance_v, status::state::copy_rows)
    .request(*there, std::chrono::seconds{10})
    .receive(
      [&result](const status::snapshot& now) {
        std::cout << to_string(now.current) << '\n';
        result = 0;
      },
      [](const caf::error& err) { complain(err); });
  return result;
}

int run(status::net::config<>& serving, status::net::config<>& connecting) {
  caf::actor_system server{serving};
  caf::actor_system client{connecting};
  auto holder = status::spawn_state_holder(server);
  auto result = ask(server, client, holder.actor);
  caf::anon_send_exit(holder.actor, caf::exit_reason::user_shutdown);
  return result;
}

} // namespace

int main() {
  using status::net::tls_use;
  auto name = std::filesystem::temp_directory_path() / "consumer-XXXXXX";
  std::string dir = name.string();
  if (::mkdtemp(dir.data()) == nullptr)
    return 1;
  auto result = 1;
  {
    status::net::config<> server;
    status::net::config<> client;
    auto err = status::net::make_certificates(dir);
    if (!err)
      err = server.secure(status::net::files_in(dir, "server"), tls_use::serve);
    if (!err)
      err
        = client.secure(status::net::files_in(dir, "client"), tls_use::connect);
    result = err ? complain(err) : run(server, client);
  }
  std::filesystem::remove_all(dir);
  return result;
}
