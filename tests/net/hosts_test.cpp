#define CAF_SUITE net_hosts
#include "diary.hpp"
#include "node.hpp"
#include "process.hpp"

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "status/net/observe.hpp"

namespace status::net::test::net_hosts_suite {

namespace {

// What leads to another host of `own_network.sh`.
std::vector<std::string> way_to(const char* variable) {
  const auto* process = std::getenv(variable);
  if (process == nullptr)
    CAF_FAIL("this suite needs hosts: tests/net/own_network.sh COMMAND...");
  return {"nsenter", std::string{"--net=/proc/"} + process + "/ns/net"};
}

std::vector<std::string> with(std::vector<std::string> way,
                              const std::vector<std::string>& command) {
  way.insert(way.end(), command.begin(), command.end());
  return way;
}

// A runner on another host, with a task `a`, and an observer on this one.
class apart {
public:
  apart() {
    if (cable.read_line() != "ok")
      CAF_FAIL("there is no cable");
    must(make_certificates(dir.path(), {{"10.66.0.2"}, {}, 24h}));
    must(cfg.secure(files_in(dir.path(), "client"), tls_use::connect));
    sys.emplace(cfg);
    runner.emplace(files_in(dir.path(), "server"), "runner", 0, 0,
                   seat{way_to("FAR_HOST"), "10.66.0.2"});
    runner->tell("add a 1");
  }

  void follow() {
    auto made = spawn_observer(*sys, runner->where(), book.options());
    if (!made)
      CAF_FAIL(to_text(made.error()));
    link.emplace(std::move(*made));
    wait_at();
  }

  // The task goes back and forth between two states.
  void advance() {
    auto to = at.sequence % 2 == 0 ? state::checksum : state::post_checksum;
    runner->tell("advance a " + std::to_string(static_cast<int>(to)));
    ++at.sequence;
  }

  void wait_at() {
    book.wait("position " + std::to_string(at.sequence),
              [this](const told& x) { return x.at("a", at); });
  }

  auto wait_for(link_state x) {
    return book.wait("the link is " + to_string(x),
                     [x](const told& y) { return y.is(x); });
  }

  // The observer is cut off by an order, and has all of it once it is undone.
  void check_cut(const std::string& cut, const std::string& mend) {
    follow();
    advance();
    wait_at();
    cable.tell(cut);
    auto noticed = wait_for(link_state::unreachable);
    CAF_MESSAGE("noticed after " << noticed.count() << " ms");
    CAF_CHECK(noticed > 2s);
    CAF_CHECK(noticed < 7s);
    auto now = link->status();
    CAF_MESSAGE(describe(now, caf::make_timestamp()));
    CAF_CHECK(now.last_seen > caf::timestamp{});
    // Nothing is invented of the task.
    CAF_CHECK(book.read().seen_as("a", presence::live));
    CAF_CHECK(book.read().at("a", at));
    advance();
    advance();
    cable.tell(mend);
    auto back = wait_for(link_state::live);
    CAF_MESSAGE("followed again after " << back.count() << " ms");
    // The longest pause, a look at a line that was dead, and a retransmission.
    CAF_CHECK(back < 20s);
    wait_at();
    advance();
    wait_at();
    check_told();
  }

  // Each transition once and in order.
  void check_told() {
    auto all = book.read();
    CAF_CHECK_EQUAL(all.broken, "");
    const auto& seen = all.tasks.at("a");
    CAF_CHECK_EQUAL(seen.resets, 0u);
    CAF_CHECK_EQUAL(seen.transitions.size(), at.sequence);
    CAF_CHECK(!seen.forgotten);
    CAF_CHECK(
      seen.entry.now.current
      == (at.sequence % 2 == 0 ? state::post_checksum : state::checksum));
  }

  folder dir;
  program cable{with(way_to("CABLE_ROOM"), {NET_CABLE, "near", "away"})};
  diary book;
  node_config cfg;
  std::optional<caf::actor_system> sys;
  std::optional<process> runner;
  std::optional<status::net::link> link;
  stream_position at{1, 0};
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(hosts_tests, apart)

CAF_TEST(10.3 a cable that is pulled out makes unreachable what it leads to) {
  check_cut("down", "up");
}

CAF_TEST(10.3 a host that hears us and is not heard is unreachable) {
  check_cut("lose 100 back", "lose 0 back");
}

CAF_TEST(10.3 a host that is heard and does not hear us is unreachable) {
  check_cut("lose 100 there", "lose 0 there");
}

CAF_TEST(10.11 a line of 300 ms each way is followed) {
  cable.tell("delay 300");
  follow();
  for (int i = 0; i < 10; ++i) {
    advance();
    advance();
    wait_at();
  }
  check_told();
  // It has been there all the time.
  for (const auto& x : book.read().lines)
    CAF_CHECK(x.now != link_state::unreachable);
}

CAF_TEST(10.11 a line that loses and overtakes is followed) {
  cable.tell("lose 5 both");
  cable.tell("reorder 25");
  follow();
  for (int i = 0; i < 60; ++i) {
    advance();
    if (i % 2 == 0)
      wait_at();
  }
  wait_at();
  check_told();
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::net::test::net_hosts_suite
