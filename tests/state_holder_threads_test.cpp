// The holder on a real actor system, asked by real threads at the same time.
#define CAF_SUITE state_holder_threads
#include "fixture.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

namespace status::test::state_holder_threads_suite {

namespace {

constexpr caf::timespan patience = 30s;

// Lets threads begin at the same moment: each says that it is ready and waits.
class starting_line {
public:
  explicit starting_line(int expected) : missing_(expected) {
    // nop
  }

  void wait() {
    if (--missing_ == 0)
      go_.set_value();
    gone_.wait();
  }

private:
  std::atomic<int> missing_;
  std::promise<void> go_;
  std::shared_future<void> gone_ = go_.get_future().share();
};

holder_options going_back_and_forth() {
  holder_options result;
  result.may_repeat_checksum = true;
  result.first = state::checksum;
  return result;
}

struct threads_fixture {
  ~threads_fixture() {
    caf::anon_send_exit(holder.actor, caf::exit_reason::kill);
  }

  // Asks and blocks for the answer.
  template <class T, class... Ts>
  caf::expected<T> ask(Ts... xs) {
    caf::scoped_actor me{sys};
    return ask_as<T>(me, xs...);
  }

  template <class T, class... Ts>
  caf::expected<T> ask_as(caf::scoped_actor& me, Ts... xs) {
    caf::expected<T> result{make_error(ec::expired)};
    me->request(holder.actor, patience, xs...)
      .receive([&](const T& x) { result = x; },
               [&](const caf::error& x) { result = x; });
    return result;
  }

  caf::expected<snapshot> advance(state to) {
    return ask<snapshot>(atom::advance_v, to);
  }

  // Goes back and forth: as many transitions as one likes.
  static state step(int i) {
    return i % 2 == 0 ? state::post_checksum : state::checksum;
  }

  config<> cfg;
  caf::actor_system sys{cfg};
  state_holder holder = spawn_state_holder(sys, going_back_and_forth());
};

// Checks the numbers of what it is told, up to a last one.
class counting_subscriber {
public:
  static constexpr const char* name = "test.counting_subscriber";

  struct seen {
    std::vector<uint64_t> numbers;
    std::promise<void> done;
  };

  counting_subscriber(subscriber_actor::pointer, std::shared_ptr<seen> what,
                      uint64_t last)
    : what(std::move(what)), last(last) {
    // nop
  }

  subscriber_actor::behavior_type make_behavior() {
    return {[this](const transition& x) {
      what->numbers.emplace_back(x.at.sequence);
      if (x.at.sequence == last)
        what->done.set_value();
    }};
  }

  std::shared_ptr<seen> what;
  uint64_t last;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(state_holder_threads_tests, threads_fixture)

CAF_TEST(case 20 - of 32 simultaneous failures one is first and all get its cause) {
  constexpr int count = 32;
  starting_line line{count};
  std::vector<caf::expected<verdict>> answers(count, make_error(ec::expired));
  // So many threads at CAF's spin lock for the beginning and the end of such an
  // actor can keep each other from it for minutes, with ThreadSanitizer.
  std::vector<std::unique_ptr<caf::scoped_actor>> askers(count);
  for (auto& asker : askers)
    asker = std::make_unique<caf::scoped_actor>(sys);
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      auto cause = make_error(ec::unavailable, "thread " + std::to_string(i));
      line.wait();
      answers[i] = ask_as<verdict>(*askers[i], atom::fail_v, cause);
    });
  for (auto& thread : threads)
    thread.join();
  int first = 0;
  std::string cause;
  for (int i = 0; i < count; ++i) {
    CAF_REQUIRE(answers[i]);
    if (answers[i]->first) {
      ++first;
      cause = to_text(answers[i]->cause);
      CAF_CHECK_EQUAL(cause, "unavailable: thread " + std::to_string(i));
    }
  }
  CAF_CHECK_EQUAL(first, 1);
  for (const auto& answer : answers)
    CAF_CHECK_EQUAL(to_text(answer->cause), cause);
  auto end = ask<snapshot>(atom::get_v);
  CAF_REQUIRE(end);
  CAF_CHECK_EQUAL(end->at.sequence, 1u);
  CAF_CHECK_EQUAL(to_text(end->first_cause), cause);
}

CAF_TEST(3.6 of a cut-over and a failure at the same time exactly one happens) {
  starting_line line{2};
  caf::expected<snapshot> cut_over{make_error(ec::expired)};
  caf::expected<verdict> failure{make_error(ec::expired)};
  std::thread task{[&] {
    line.wait();
    cut_over = advance(state::cut_over);
  }};
  std::thread dumper{[&] {
    line.wait();
    failure = ask<verdict>(atom::fail_v, make_error(ec::expired));
  }};
  task.join();
  dumper.join();
  CAF_CHECK_NOT_EQUAL(static_cast<bool>(cut_over), static_cast<bool>(failure));
  CAF_CHECK(holder.view.load()
            == (cut_over ? state::cut_over : state::err_cleanup));
}

CAF_TEST(3.7 the view is read by threads while the state changes) {
  constexpr int readers = 3;
  starting_line line{readers + 1};
  std::atomic<bool> done = false;
  std::atomic<int> bad = 0;
  std::vector<std::thread> threads;
  threads.reserve(readers);
  for (int i = 0; i < readers; ++i)
    threads.emplace_back([&] {
      line.wait();
      while (!done) {
        auto x = holder.view.load();
        if (x != state::checksum && x != state::post_checksum)
          ++bad;
      }
    });
  line.wait();
  int behind = 0;
  for (int i = 0; i < 500; ++i) {
    auto answer = advance(step(i));
    // Who has got the answer sees that state.
    if (!answer || holder.view.load() != step(i))
      ++behind;
  }
  done = true;
  for (auto& thread : threads)
    thread.join();
  CAF_CHECK_EQUAL(bad, 0);
  CAF_CHECK_EQUAL(behind, 0);
}

CAF_TEST(case 23 - threads that join during a burst miss nothing) {
  constexpr int joiners = 8;
  constexpr uint64_t last = 500;
  starting_line line{joiners + 1};
  using seen = counting_subscriber::seen;
  std::array<std::shared_ptr<seen>, joiners> all;
  std::array<uint64_t, joiners> joined_at{};
  std::vector<std::thread> threads;
  for (int i = 0; i < joiners; ++i) {
    all[i] = std::make_shared<seen>();
    threads.emplace_back([&, i] {
      auto who = shim::spawn<counting_subscriber>(sys, all[i], last);
      line.wait();
      auto answer = ask<snapshot>(atom::subscribe_v, who);
      joined_at[i] = answer ? answer->at.sequence : 0;
      if (joined_at[i] < last)
        all[i]->done.get_future().wait();
      caf::anon_send_exit(who, caf::exit_reason::kill);
    });
  }
  line.wait();
  for (uint64_t i = 0; i < last; ++i)
    CAF_REQUIRE(advance(step(static_cast<int>(i))));
  for (auto& thread : threads)
    thread.join();
  for (int i = 0; i < joiners; ++i) {
    std::vector<uint64_t> expected;
    for (auto number = joined_at[i] + 1; number <= last; ++number)
      expected.emplace_back(number);
    CAF_CHECK_EQUAL(all[i]->numbers, expected);
  }
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::state_holder_threads_suite
