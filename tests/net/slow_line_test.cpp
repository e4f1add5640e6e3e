#define CAF_SUITE net_slow_line
#include "slow_line.hpp"

#include "node.hpp"

#include <mutex>
#include <unistd.h>
#include <utility>
#include <vector>

#include "actors/net/gatekeeper.hpp"
#include "actors/net/listen.hpp"
#include "actors/net/tls.hpp"
#include "status/net/probe.hpp"

namespace status::net::test::net_slow_line_suite {

CAF_TEST(10.2 a line of 200 ms per round trip connects whenever it begins) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  listener silent;
  // CAF waits for the first words 200 to 400 ms after the beginning: some of
  // these wait while the first heartbeat is due, a second after the start.
  for (auto pause : {0ms, 450ms, 600ms, 700ms, 800ms}) {
    slow_line line{where, 100ms};
    node client{certificates::ours()["client"], tls_use::connect};
    CAF_CHECK(probe_plain(silent.where(), pause).result
              == probe_result::timed_out);
    check_answers(client.system(), client.connect(line.where()));
  }
}

CAF_TEST(10.2 a line that is too slow for its heartbeats is told) {
  const line_options hasty{50ms, 200ms};
  node server{certificates::ours()["server"], tls_use::serve, hasty};
  slow_line line{server.serve(), 100ms};
  node client{certificates::ours()["client"], tls_use::connect, hasty};
  check_names(client.why_not(line.where()),
              {to_string(line.where()), "too slow for its heartbeats"});
}

CAF_TEST(10.2 a peer that shakes hands and says nothing is told) {
  endpoint where{"127.0.0.1", 0};
  auto listening = listen_at(where);
  CAF_REQUIRE(listening);
  std::mutex mutex;
  std::vector<std::pair<int, ssl_ptr>> guests;
  gatekeeper door{*listening,
                  make_context(certificates::ours()["server"], tls_use::serve),
                  [&](int fd, ssl_ptr tls) {
                    std::unique_lock guard{mutex};
                    guests.emplace_back(fd, std::move(tls));
                  }};
  node client{certificates::ours()["client"], tls_use::connect};
  auto began = std::chrono::steady_clock::now();
  check_names(client.why_not(where), {to_string(where), "no answer in time"});
  CAF_CHECK(std::chrono::steady_clock::now() - began < 30s);
  door.stop();
  for (auto& x : guests)
    ::close(x.first);
}

} // namespace status::net::test::net_slow_line_suite
