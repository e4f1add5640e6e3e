#define CAF_SUITE net_serve
#include "node.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "sanitized.hpp"
#include "status/net/probe.hpp"

namespace status::net::test::net_serve_suite {

namespace {

size_t open_files() {
  namespace fs = std::filesystem;
  fs::directory_iterator all{"/proc/self/fd"};
  return static_cast<size_t>(std::distance(fs::begin(all), fs::end(all)));
}

// Says something to a port and hangs up.
void say(const endpoint& where, const std::string& words) {
  auto fd = connect_to(where.port);
  static_cast<void>(::send(fd, words.data(), words.size(), MSG_NOSIGNAL));
  ::close(fd);
}

} // namespace

CAF_TEST(10.4 who has a certificate connects and is answered) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  node client{certificates::ours()["client"], tls_use::connect};
  check_answers(client.system(), client.connect(where));
  // By name, too; the same node again.
  check_answers(client.system(), client.connect({"localhost", where.port}));
}

CAF_TEST(10.4 a server survives what is no TLS) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  // The frame that ends a plain node: a header that claims no payload.
  say(where, std::string(32, '\0'));
  say(where, "GET / HTTP/1.1\r\n\r\n");
  say(where, "");
  for (char c = 0; c < 100; ++c)
    say(where, std::string(200, c));
  auto idle = connect_to(where.port);
  check_serves(where);
  ::close(idle);
}

CAF_TEST(10.4 a server survives the loss of its files) {
  folder dir;
  must(make_certificates(dir.path()));
  node server{files_in(dir.path(), "server")};
  auto where = server.serve();
  node client{files_in(dir.path(), "client"), tls_use::connect};
  for (const auto* name : {"server.pem", "server.key", "authority.pem"})
    write_file(dir / name, "junk");
  check_answers(client.system(), client.connect(where));
  CAF_CHECK_EQUAL(
    to_string(probe(where, certificates::ours()["client"]).result),
    to_string(probe_result::foreign_authority));
}

CAF_TEST(10.4 a port that is closed takes nobody and can be had again) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  node client{certificates::ours()["client"], tls_use::connect};
  auto desk = client.connect(where);
  must(unserve(server.system(), where.port));
  check_answers(client.system(), desk);
  node late{certificates::ours()["client"], tls_use::connect};
  check_names(late.why_not(where), {"nobody listens"});
  CAF_CHECK(unserve(server.system(), where.port) == ec::bad_argument);
  auto again = serve(server.system(), server.desk(), where);
  CAF_REQUIRE(again);
  check_serves(where);
}

CAF_TEST(10.4 a port is closed at each address) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  endpoint neighbour{"127.0.0.2", where.port};
  CAF_REQUIRE(serve(server.system(), server.desk(), neighbour));
  must(unserve(server.system(), where.port));
  for (const auto& x : {where, neighbour})
    CAF_CHECK_EQUAL(to_string(probe(x, certificates::ours()["client"]).result),
                    to_string(probe_result::refused));
}

CAF_TEST(10.4 a port that is closed leaves nothing open) {
  node server{certificates::ours()["server"]};
  auto before = open_files();
  for (int i = 0; i < 10; ++i)
    must(unserve(server.system(), server.serve().port));
  CAF_CHECK_EQUAL(open_files(), before);
}

CAF_TEST(10.4 a server without a free file descriptor is told) {
  if (sanitized())
    return;
  node server{certificates::ours()["server"]};
  rlimit before{};
  CAF_REQUIRE_EQUAL(::getrlimit(RLIMIT_NOFILE, &before), 0);
  auto lowest = ::dup(STDERR_FILENO); // all below it are taken
  ::close(lowest);
  auto files = open_files();
  auto one = before;
  one.rlim_cur = static_cast<rlim_t>(lowest) + 1;
  CAF_REQUIRE_EQUAL(::setrlimit(RLIMIT_NOFILE, &one), 0);
  auto port = serve(server.system(), server.desk(), {"127.0.0.1", 0});
  CAF_REQUIRE_EQUAL(::setrlimit(RLIMIT_NOFILE, &before), 0);
  CAF_REQUIRE(!port);
  CAF_CHECK(port.error() == ec::unavailable);
  check_names(to_text(port.error()), {"127.0.0.1", "Too many open files"});
  CAF_CHECK_EQUAL(open_files(), files);
  check_serves(server.serve());
}

CAF_TEST(10.4 nobody is let in after the end of what is served) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  node client{certificates::ours()["client"], tls_use::connect};
  caf::scoped_actor self{client.system()};
  self->monitor(client.connect(where));
  caf::anon_send_exit(server.desk(), caf::exit_reason::kill);
  bool ended = false;
  self->receive([&ended](caf::down_msg&) { ended = true; },
                caf::after(patience) >> [] {});
  CAF_CHECK(ended);
  auto files = certificates::ours()["client"];
  auto limit = std::chrono::steady_clock::now() + patience;
  auto last = probe_result::ok;
  while (last != probe_result::refused
         && std::chrono::steady_clock::now() < limit)
    last = probe(where, files).result;
  CAF_CHECK(last == probe_result::refused);
}

CAF_TEST(10.2 a node that starts again has its port at once) {
  endpoint where;
  node client{certificates::ours()["client"], tls_use::connect};
  {
    node server{certificates::ours()["server"]};
    where = server.serve();
    check_answers(client.system(), client.connect(where));
  }
  node server{certificates::ours()["server"]};
  auto port = serve(server.system(), server.desk(), where);
  if (!port)
    CAF_FAIL(to_text(port.error()));
  check_answers(client.system(), client.connect(where));
}

CAF_TEST(10.4 connections that come and go leave nothing open) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  auto files = certificates::ours()["client"];
  auto nobody = files;
  nobody.certificate.clear();
  probe(where, files);
  auto before = open_files();
  for (int i = 0; i < 50; ++i) {
    probe(where, files);
    probe(where, nobody);
    say(where, "x");
  }
  check_serves(where);
  // The server closes its ends when it gets to it.
  auto limit = std::chrono::steady_clock::now() + patience;
  while (open_files() > before + 2 && std::chrono::steady_clock::now() < limit)
    probe(where, files);
  CAF_CHECK(open_files() <= before + 2);
}

} // namespace status::net::test::net_serve_suite
