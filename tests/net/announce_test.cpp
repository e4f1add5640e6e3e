#define CAF_SUITE net_announce
#include "diary.hpp"
#include "node.hpp"
#include "process.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace status::net::test::net_announce_suite {

namespace {

using positions = std::vector<stream_position>;

// A fleet, a runner that announces itself and its task `a`, each in a process
// of its own, and an observer of the fleet.
class announced {
public:
  announced() {
    runner->tell("add a 1");
    auto made = spawn_observer(client.system(), where, book.options());
    if (!made)
      CAF_FAIL(to_text(made.error()));
    link = std::move(*made);
    wait_at({1, 0});
  }

  std::unique_ptr<process> start_runner() {
    return std::make_unique<process>(files, "runner", 0, where.port);
  }

  void advance(state to) {
    runner->tell("advance a " + std::to_string(static_cast<int>(to)));
  }

  void wait_at(stream_position x) {
    book.wait("the position is known",
              [x](const told& y) { return y.at("a", x); });
  }

  auto wait_until_seen_as(presence x) {
    return book.wait("the task is " + to_string(x),
                     [x](const told& y) { return y.seen_as("a", x); });
  }

  void check_told(const positions& expected) {
    auto all = book.read();
    CAF_CHECK_EQUAL(all.broken, "");
    CAF_CHECK(all.tasks.at("a").transitions == expected);
    CAF_CHECK_EQUAL(all.tasks.at("a").resets, 0u);
    CAF_CHECK(!all.tasks.at("a").forgotten);
  }

  tls_files files = certificates::ours()["server"];
  std::unique_ptr<process> fleet = std::make_unique<process>(files, "fleet");
  endpoint where = fleet->where();
  std::unique_ptr<process> runner = start_runner();
  diary book;
  node client{certificates::ours()["client"], tls_use::connect};
  std::optional<status::net::link> link;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(announce_tests, announced)

CAF_TEST(10.13 a fleet that starts anew is told of all again) {
  advance(state::copy_rows);
  advance(state::checksum);
  wait_at({1, 2});
  fleet->kill();
  book.wait("the fleet is lost",
            [](const told& x) { return x.is(link_state::unreachable); });
  advance(state::post_checksum);
  fleet = std::make_unique<process>(files, "fleet", where.port);
  book.wait("the fleet is found again",
            [](const told& x) { return x.is(link_state::live); });
  wait_at({1, 3});
  advance(state::cut_over);
  wait_at({1, 4});
  check_told({{1, 1}, {1, 2}, {1, 3}, {1, 4}});
}

CAF_TEST(10.3 a killed runner makes its tasks unreachable at once) {
  advance(state::copy_rows);
  wait_at({1, 1});
  runner->kill();
  CAF_CHECK(wait_until_seen_as(presence::unreachable) < 2s);
  CAF_CHECK(book.read().tasks.at("a").entry.now.current == state::copy_rows);
  runner = start_runner();
  runner->tell("add a 2");
  wait_until_seen_as(presence::live);
  advance(state::copy_rows);
  wait_at({2, 1});
  CAF_CHECK_EQUAL(book.read().broken, "");
}

CAF_TEST(10.3 a frozen runner makes its tasks unreachable in time) {
  advance(state::copy_rows);
  wait_at({1, 1});
  runner->send_signal(SIGSTOP);
  CAF_CHECK(wait_until_seen_as(presence::unreachable) < 6s);
  runner->send_signal(SIGCONT);
  CAF_CHECK(wait_until_seen_as(presence::live) < 20s);
  advance(state::checksum);
  wait_at({1, 2});
  check_told({{1, 1}, {1, 2}});
}

CAF_TEST(10.13 a fleet that was frozen is told of all again) {
  advance(state::copy_rows);
  wait_at({1, 1});
  fleet->send_signal(SIGSTOP);
  book.wait("the fleet is lost",
            [](const told& x) { return x.is(link_state::unreachable); });
  advance(state::checksum);
  fleet->send_signal(SIGCONT);
  book.wait("the fleet is found again",
            [](const told& x) { return x.is(link_state::live); });
  wait_at({1, 2});
  wait_until_seen_as(presence::live);
  check_told({{1, 1}, {1, 2}});
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::net::test::net_announce_suite
