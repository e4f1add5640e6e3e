#define CAF_SUITE net_observe
#include "diary.hpp"
#include "node.hpp"
#include "process.hpp"
#include "slow_line.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "status/net/announce.hpp"

namespace status::net::test::net_observe_suite {

namespace {

using positions = std::vector<stream_position>;

// A runner in another process with a task `a`, and an observer of it.
class observed {
public:
  observed() {
    runner->tell("add a 1");
    follow(runner->where());
    wait_at({1, 0});
  }

  // From a node of its own: one that is connected to the runner stays so, and
  // needs no other connection to it.
  void follow(const endpoint& where) {
    link.reset();
    client.emplace(certificates::ours()["client"], tls_use::connect);
    auto made = spawn_observer(client->system(), where, book.options());
    if (!made)
      CAF_FAIL(to_text(made.error()));
    link = std::move(*made);
  }

  void advance(state to) {
    runner->tell("advance a " + std::to_string(static_cast<int>(to)));
  }

  void wait_at(stream_position x) {
    book.wait("the position is known",
              [x](const told& y) { return y.at("a", x); });
  }

  auto wait_for(link_state x) {
    return book.wait("the link is " + to_string(x),
                     [x](const told& y) { return y.is(x); });
  }

  void check_told(const positions& expected, size_t resets) {
    auto all = book.read();
    CAF_CHECK_EQUAL(all.broken, "");
    CAF_CHECK(all.tasks.at("a").transitions == expected);
    CAF_CHECK_EQUAL(all.tasks.at("a").resets, resets);
    CAF_CHECK(!all.tasks.at("a").forgotten);
  }

  tls_files files = certificates::ours()["server"];
  std::unique_ptr<process> runner = std::make_unique<process>(files, "runner");
  diary book;
  std::optional<node> client;
  std::optional<status::net::link> link;
};

} // namespace

CAF_TEST(10.10 a link that ends does not wait for a peer that is silent) {
  listener silent;
  std::optional<node> client;
  client.emplace(certificates::ours()["client"], tls_use::connect);
  auto link = spawn_observer(client->system(), silent.where(), {});
  CAF_REQUIRE(link);
  auto fd = silent.accept(); // it waits for the peer's first words now
  auto began = std::chrono::steady_clock::now();
  { auto ended = std::move(*link); }
  client.reset();
  CAF_CHECK(std::chrono::steady_clock::now() - began < 2s);
  ::close(fd);
}

CAF_TEST(10.10 a link that ends does not wait for a second look either) {
  listener odd;
  std::optional<node> client;
  client.emplace();
  observe_options plain;
  plain.plain_on_loopback = true;
  auto link = spawn_observer(client->system(), odd.where(), plain);
  CAF_REQUIRE(link);
  ::close(odd.accept());  // which needs an explanation
  auto fd = odd.accept(); // so somebody looks, and waits for the first words
  auto began = std::chrono::steady_clock::now();
  { auto ended = std::move(*link); }
  client.reset();
  CAF_CHECK(std::chrono::steady_clock::now() - began < 2s);
  ::close(fd);
}

CAF_TEST(10.10 what only we can mend is told at once) {
  node bare;
  auto link = spawn_observer(bare.system(), {"127.0.0.1", 1}, {});
  CAF_REQUIRE(!link);
  CAF_CHECK(link.error() == ec::bad_argument);
  check_names(to_text(link.error()), {"no certificate was named"});
  observe_options plain;
  plain.plain_on_loopback = true;
  link = spawn_observer(bare.system(), {"192.0.2.1", 1}, plain);
  CAF_REQUIRE(!link);
  check_names(to_text(link.error()), {"192.0.2.1:1", "use TLS"});
  auto none
    = spawn_announcer(bare.system(), status::desk_actor{}, {"127.0.0.1", 1});
  CAF_REQUIRE(!none);
  check_names(to_text(none.error()), {"no desk"});
}

CAF_TEST_FIXTURE_SCOPE(observe_tests, observed)

CAF_TEST(10.11 a killed runner is unreachable at once and found again) {
  advance(state::copy_rows);
  advance(state::checksum);
  wait_at({1, 2});
  check_told({{1, 1}, {1, 2}}, 0);
  auto where = runner->where();
  runner->kill();
  CAF_CHECK(wait_for(link_state::unreachable) < 2s);
  CAF_REQUIRE(!link->desk());
  auto now = link->status();
  CAF_CHECK(now.last_seen > caf::timestamp{});
  CAF_MESSAGE(describe(now, caf::make_timestamp()));
  // What was known stays, and is no failure.
  CAF_CHECK(book.read().seen_as("a", presence::live));
  runner = std::make_unique<process>(files, "runner", where.port);
  runner->tell("add a 2");
  advance(state::copy_rows);
  wait_for(link_state::live);
  wait_at({2, 1});
  advance(state::checksum);
  wait_at({2, 2});
  CAF_CHECK_EQUAL(book.read().broken, "");
  CAF_CHECK(link->desk());
}

CAF_TEST(10.11 a frozen runner is unreachable in time and goes on once thawed) {
  advance(state::copy_rows);
  wait_at({1, 1});
  runner->send_signal(SIGSTOP);
  CAF_CHECK(wait_for(link_state::unreachable) < 6s);
  // One more try fails, before it goes on.
  book.wait("a second try has failed", [](const told& x) {
    return to_text(x.lines.back().why).find("no answer") != std::string::npos;
  });
  runner->send_signal(SIGCONT);
  CAF_CHECK(wait_for(link_state::live) < 20s);
  advance(state::checksum);
  wait_at({1, 2});
  check_told({{1, 1}, {1, 2}}, 0);
}

CAF_TEST(10.11 what comes while the connection is cut is told once) {
  slow_line cable{runner->where(), 1ms};
  book.wait("the runner is known", [](const told& x) {
    return x.at("a", {1, 0});
  });
  follow(cable.where());
  book.wait("the cable is used", [](const told& x) {
    return x.lines.size() >= 2 && x.is(link_state::live);
  });
  advance(state::copy_rows);
  wait_at({1, 1});
  positions expected{{1, 1}};
  for (int i = 0; i < 3; ++i) {
    cable.cut();
    wait_for(link_state::unreachable);
    advance(i % 2 == 0 ? state::checksum : state::post_checksum);
    expected.push_back({1, expected.back().sequence + 1});
    cable.mend();
    wait_for(link_state::live);
    wait_at(expected.back());
  }
  check_told(expected, 0);
}

CAF_TEST(10.11 who has missed too much is told to start over) {
  slow_line cable{runner->where(), 1ms};
  follow(cable.where());
  advance(state::checksum);
  wait_at({1, 1});
  cable.cut();
  wait_for(link_state::unreachable);
  for (int i = 0; i < 40; ++i) {
    advance(state::post_checksum);
    advance(state::checksum);
  }
  cable.mend();
  wait_at({1, 81});
  check_told({}, 1);
  advance(state::post_checksum);
  wait_at({1, 82});
  check_told({{1, 82}}, 1);
}

CAF_TEST(10.10 commands go through the desk of the link) {
  wait_for(link_state::live);
  auto desk = link->desk();
  CAF_REQUIRE(desk);
  caf::scoped_actor self{client->system()};
  std::string answer;
  self
    ->request(*desk, caf::timespan{patience}, atom::cancel_v, std::string{"a"},
              make_error(ec::cancelled, "enough"))
    .receive([&](verdict&) { answer = "done"; },
             [&](caf::error& x) { answer = to_text(x); });
  CAF_CHECK_EQUAL(answer, "done");
  book.wait("the task has failed", [](const told& x) {
    return x.tasks.at("a").entry.now.current == state::err_cleanup;
  });
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::net::test::net_observe_suite
