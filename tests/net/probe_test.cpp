#define CAF_SUITE net_probe
#include "node.hpp"

#include <array>
#include <chrono>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "status/net/probe.hpp"

namespace status::net::test::net_probe_suite {

namespace {

const tls_files& client() {
  static const auto result = certificates::ours()["client"];
  return result;
}

// Probes, and checks what is found, what the text names, and the time.
probe_report found(probe_result expected, const endpoint& where,
                   const tls_files& files,
                   const std::vector<std::string>& parts) {
  auto result = probe(where, files);
  CAF_CHECK_EQUAL(to_string(result.result), to_string(expected));
  CAF_CHECK(result.took < probe_deadline + 1s);
  if (expected != probe_result::ok)
    CAF_CHECK(contains(result.text, to_string(where)));
  check_names(result.text, parts);
  return result;
}

enum class first { we, they };

// Takes one connection, says something and hangs up.
class speaker {
public:
  speaker(std::string words, first who)
    : thread_([this, words = std::move(words), who] {
        auto fd = listener_.accept();
        if (fd < 0)
          return;
        // What the client says is read, or the system resets the connection.
        std::array<char, 4096> heard{};
        if (who == first::they)
          static_cast<void>(::recv(fd, heard.data(), heard.size(), 0));
        static_cast<void>(::send(fd, words.data(), words.size(), MSG_NOSIGNAL));
        ::shutdown(fd, SHUT_WR);
        while (::recv(fd, heard.data(), heard.size(), 0) > 0)
          ; // until the client has hung up, too
        ::close(fd);
      }) {}
  speaker(const speaker&) = delete;
  speaker& operator=(const speaker&) = delete;
  ~speaker() {
    thread_.join();
  }

  endpoint where() const {
    return listener_.where();
  }

private:
  listener listener_;
  std::thread thread_;
};

} // namespace

CAF_TEST(10.4 a server of ours is found and stays as it was) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  auto seen = found(probe_result::ok, where, client(), {});
  CAF_CHECK_EQUAL(seen.text, "");
  CAF_CHECK_EQUAL(seen.address, "127.0.0.1");
  CAF_CHECK(!to_error(seen));
  CAF_MESSAGE(
    "a whole handshake: "
    << std::chrono::duration_cast<std::chrono::microseconds>(seen.took).count()
    << " us");
  // By name, too, where the other family of addresses is refused first.
  found(probe_result::ok, {"localhost", where.port}, client(), {});
  check_serves(where);
}

CAF_TEST(10.4 a client is refused whose certificate is not in order) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  auto nobody = client();
  nobody.certificate.clear();
  nobody.key.clear();
  found(probe_result::refuses_us, where, nobody, {"refuses our certificate"});
  found(probe_result::refuses_us, where, certificates::foreign("client"),
        {"refuses our certificate", "of the authority that it knows"});
  found(probe_result::refuses_us, where, certificates::ours()["expired"],
        {"refuses our certificate"});
  found(probe_result::refuses_us, where, certificates::ours()["early"],
        {"refuses our certificate"});
  check_serves(where);
}

CAF_TEST(10.4 a fault of our own files is not blamed on the peer) {
  auto files = client();
  files.key = certificates::ours()["server"].key;
  auto seen = found(probe_result::bad_files, closed_port(), files, {"our own"});
  CAF_CHECK(to_error(seen) == ec::bad_argument);
}

CAF_TEST(10.4 a foreign server is refused) {
  node server{certificates::theirs()["server"]};
  auto where = server.serve();
  auto seen = found(probe_result::foreign_authority, where, client(),
                    {"our authority did not make its certificate"});
  CAF_CHECK(to_error(seen) == ec::bad_argument);
}

CAF_TEST(10.4 a server for another host is refused) {
  folder dir;
  must(make_certificates(dir.path(), {{"db1.example", "10.1.2.3"}, {}}));
  node server{files_in(dir.path(), "server")};
  auto where = server.serve();
  auto files = files_in(dir.path(), "client");
  found(probe_result::ok, where, files, {});
  // 127.0.0.1 is in every certificate, its neighbour is in none.
  auto port = net::serve(server.system(), server.desk(), {"127.0.0.2", 0});
  CAF_REQUIRE(port);
  found(probe_result::wrong_host, {"127.0.0.2", *port}, files,
        {"for other hosts"});
}

CAF_TEST(10.4 a plain port is told from TLS and survives) {
  node server;
  auto port
    = serve_plain_on_loopback(server.system(), server.desk(), {"127.0.0.1", 0});
  CAF_REQUIRE(port);
  endpoint where{"127.0.0.1", *port};
  found(probe_result::not_tls, where, client(), {"TLS", "plain port"});
  auto seen = probe_plain(where);
  CAF_CHECK(seen.result == probe_result::ok);
  node other;
  auto desk = connect_plain_on_loopback<desk_actor>(other.system(), where);
  CAF_REQUIRE(desk);
  check_answers(other.system(), *desk);
}

CAF_TEST(10.4 another program is told from a node) {
  speaker web{"HTTP/1.1 400 Bad Request\r\n\r\n", first::they};
  found(probe_result::not_tls, web.where(), client(), {"another program"});
  speaker deaf{"", first::they};
  found(probe_result::hung_up, deaf.where(), client(), {"hung up"});
  speaker chatty{std::string(64, 'x'), first::we};
  auto seen = probe_plain(chatty.where());
  CAF_CHECK(seen.result == probe_result::not_caf);
  speaker brief{"no", first::we};
  CAF_CHECK(probe_plain(brief.where()).result == probe_result::hung_up);
}

CAF_TEST(10.2 nobody and silence are told within five seconds) {
  auto seen = found(probe_result::refused, closed_port(), client(),
                    {"nobody listens", "is it started"});
  CAF_CHECK(to_error(seen) == ec::unavailable);
  CAF_CHECK(seen.took < 1s);
  // The system accepts the connection, and nobody ever reads from it.
  listener silent;
  seen = found(probe_result::timed_out, silent.where(), client(),
               {"no answer in time", "frozen"});
  CAF_CHECK(to_error(seen) == ec::unavailable);
  CAF_CHECK(seen.took >= probe_deadline);
  CAF_CHECK(probe_plain(silent.where(), 200ms).result
            == probe_result::timed_out);
}

CAF_TEST(10.2 a black hole is told within the time) {
  // With its queue full the system drops every further SYN, as a firewall does.
  listener full{0};
  auto waiting = connect_to(full.where().port);
  auto seen = probe_plain(full.where(), 300ms);
  CAF_CHECK(seen.result == probe_result::timed_out);
  seen = probe(full.where(), client(), 300ms);
  CAF_CHECK(seen.result == probe_result::timed_out);
  CAF_CHECK(seen.took >= 300ms);
  CAF_CHECK(seen.took < 5s);
  ::close(waiting);
}

CAF_TEST(10.2 a name without an address is told) {
  found(probe_result::unknown_host, {"no-such-host.invalid", 1}, client(),
        {"nobody knows"});
}

CAF_TEST(every result has a phrase of its own) {
  CAF_CHECK_EQUAL(to_string(probe_result::ok), "all is well");
  CAF_CHECK_EQUAL(to_string(probe_result::wrong_certificate),
                  "its certificate is of no use");
  CAF_CHECK_EQUAL(to_string(static_cast<probe_result>(14)), "unknown");
}

} // namespace status::net::test::net_probe_suite
