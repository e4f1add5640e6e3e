#define CAF_SUITE net_frozen
#include "node.hpp"
#include "process.hpp"

#include <chrono>
#include <csignal>
#include <optional>
#include <string>

namespace status::net::test::net_frozen_suite {

namespace {

using clock = std::chrono::steady_clock;

// Waits until an actor is down; returns why.
std::optional<caf::error> wait_for_down(caf::scoped_actor& self) {
  std::optional<caf::error> result;
  self->receive([&result](caf::down_msg& x) { result = std::move(x.reason); },
                caf::after(patience) >> [] {});
  return result;
}

} // namespace

CAF_TEST(10.2 a frozen node is noticed within six seconds and found again) {
  process peer{certificates::ours()["server"]};
  node client{certificates::ours()["client"], tls_use::connect};
  auto desk = client.connect(peer.where());
  check_answers(client.system(), desk);
  caf::scoped_actor self{client.system()};
  self->monitor(desk);
  // While it answers nobody is given up: a patience and a half of quiet.
  std::optional<caf::error> early;
  self->receive([&early](caf::down_msg& x) { early = std::move(x.reason); },
                caf::after(6s) >> [] {});
  CAF_REQUIRE(!early);
  peer.send_signal(SIGSTOP);
  auto frozen = clock::now();
  auto why = wait_for_down(self);
  auto took = clock::now() - frozen;
  CAF_REQUIRE(why);
  CAF_CHECK(*why == caf::exit_reason::remote_link_unreachable);
  CAF_MESSAGE(
    "noticed after "
    << std::chrono::duration_cast<std::chrono::milliseconds>(took).count()
    << " ms");
  CAF_CHECK(took > 2900ms);
  CAF_CHECK(took < 6s);
  // It accepts, as the system does that for it, and says nothing.
  check_names(client.why_not(peer.where()), {"no answer in time", "frozen"});
  peer.send_signal(SIGCONT);
  check_answers(client.system(), client.connect(peer.where()));
}

CAF_TEST(10.2 a killed node is noticed at once) {
  process peer{certificates::ours()["server"]};
  node client{certificates::ours()["client"], tls_use::connect};
  caf::scoped_actor self{client.system()};
  self->monitor(client.connect(peer.where()));
  peer.send_signal(SIGKILL);
  auto killed = clock::now();
  auto why = wait_for_down(self);
  CAF_REQUIRE(why);
  CAF_CHECK(*why == caf::exit_reason::remote_link_unreachable);
  CAF_CHECK(clock::now() - killed < 2s);
  check_names(client.why_not(peer.where()), {"nobody listens"});
}

} // namespace status::net::test::net_frozen_suite
