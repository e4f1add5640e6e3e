#define CAF_SUITE desk_check
#include "samples.hpp"

#include <functional>

namespace status::test::desk_check_suite {

namespace {

task_entry entry() {
  task_entry result;
  result.task = "orders";
  result.node = "db1:42";
  return result;
}

/// Whether an entry is refused after a change.
bool refused(const std::function<void(task_entry&)>& change) {
  auto x = entry();
  change(x);
  auto err = check(task_updates{{{x, false, {}}}, {}});
  return err == ec::bad_argument && check(task_list{{x}}) && check(x);
}

bool refused_event(const std::function<void(transition&)>& change) {
  task_update x;
  x.entry = entry();
  x.missed.resize(1);
  change(x.missed[0]);
  return check(task_updates{{x}, {}}) == ec::bad_argument;
}

template <class Enum>
Enum no_value() {
  return static_cast<Enum>(static_cast<int>(last_of(Enum{})) + 1);
}

} // namespace

CAF_TEST(10.20 names are UTF-8 that can be seen and have no blanks) {
  for (const auto* good : {"a", "shop.orders", "K\xC3\xA4se",
                           "\xF0\x9F\xA7\x80", "\xE2\x82\xAC", "a/b:c-d_e"})
    CAF_CHECK(is_name(good));
  CAF_CHECK(is_name(std::string(256, 'x')));
  CAF_CHECK(!is_name(std::string(257, 'x')));
  CAF_CHECK(!is_name(std::string("a\0b", 3)));
  for (const auto* bad : {
         "",
         " ",
         "a b",
         "a\tb",
         "a\nb",
         "\x7F",
         "\x1b[1m",
         "\xC2\xA0",     // a blank that does not break
         "\xC2\x85",     // a control character
         "\xE2\x80\xAE", // turns the line around
         "\xE2\x80\x8B", // has no width
         "\xEF\xBB\xBF", // a byte order mark
         "\xFF",
         "\xC3", // no UTF-8
         "\xC3(",
         "\x80",             //
         "\xC0\xAF",         // a longer form of /
         "\xE0\x80\xAF",     //
         "\xED\xA0\x80",     // half of UTF-16
         "\xF4\x90\x80\x80", // beyond the last character
         "\xF8\x88\x80\x80\x80",
       })
    CAF_CHECK(!is_name(bad));
}

CAF_TEST(10.20 what is in order passes) {
  CAF_CHECK(!check(entry()));
  auto x = entry();
  x.now = sample_snapshot();
  x.how_far = sample_progress();
  x.cause = sample_error();
  x.seen = presence::ended;
  task_update update{x, false, {sample_transition()}};
  CAF_CHECK(!check(task_updates{{update}, {"orders"}}));
  CAF_CHECK(!check(task_updates{}));
  CAF_CHECK(!check(follow_order{}));
  CAF_CHECK(!check(sample_history()));
  CAF_CHECK(!check(sample_steering()));
  CAF_CHECK(!check(sample_record()));
  CAF_CHECK(!check(sample_progress()));
  CAF_CHECK(!check(verdict{true, sample_error()}));
}

CAF_TEST(10.20 an unknown number of an enum is refused at every depth) {
  CAF_CHECK(refused([](auto& x) { x.seen = no_value<presence>(); }));
  CAF_CHECK(refused([](auto& x) { x.outcome = no_value<run_outcome>(); }));
  CAF_CHECK(refused([](auto& x) { x.now.current = no_value<state>(); }));
  CAF_CHECK(refused([](auto& x) { x.now.current = static_cast<state>(-1); }));
  CAF_CHECK(refused([](auto& x) { x.how_far.current = no_value<state>(); }));
  CAF_CHECK(
    refused([](auto& x) { x.how_far.remaining.kind = no_value<eta_kind>(); }));
  CAF_CHECK(refused(
    [](auto& x) { x.now.last_saved.result = no_value<attempt_result>(); }));
  CAF_CHECK(refused_event([](auto& x) { x.from = no_value<state>(); }));
  CAF_CHECK(refused_event([](auto& x) { x.to = no_value<state>(); }));
}

CAF_TEST(10.20 a time that cannot be is refused) {
  auto before_1970 = caf::timestamp{-1s};
  CAF_CHECK(refused([&](auto& x) { x.last_seen = before_1970; }));
  CAF_CHECK(refused([&](auto& x) { x.now.since = before_1970; }));
  CAF_CHECK(refused([&](auto& x) { x.now.closed = before_1970; }));
  CAF_CHECK(refused([](auto& x) { x.now.saved_ago = -1ns; }));
  CAF_CHECK(refused([](auto& x) { x.now.times[10] = -1ns; }));
  CAF_CHECK(refused([](auto& x) { x.now.last_saved.duration = -1ns; }));
  CAF_CHECK(refused([&](auto& x) { x.now.last_saved.ended = before_1970; }));
  CAF_CHECK(refused([&](auto& x) { x.now.wanted.held.since = before_1970; }));
  CAF_CHECK(refused([&](auto& x) { x.now.wanted.paused.since = before_1970; }));
  CAF_CHECK(refused([](auto& x) { x.how_far.remaining.left = -1ns; }));
  CAF_CHECK(refused([&](auto& x) { x.how_far.taken = before_1970; }));
  CAF_CHECK(refused_event([](auto& x) { x.spent = -1ns; }));
  CAF_CHECK(refused_event([&](auto& x) { x.when = before_1970; }));
}

CAF_TEST(10.20 a text that cannot be shown or has no measure is refused) {
  for (const auto& bad : {std::string{"\x1b[2J"}, std::string(4097, 'x'),
                          std::string{"\xFF"}, std::string(1, '\0')}) {
    CAF_CHECK(refused([&](auto& x) { x.how_far.summary = bad; }));
    CAF_CHECK(refused([&](auto& x) { x.how_far.throttling.reason = bad; }));
    CAF_CHECK(refused([&](auto& x) {
      x.how_far.tables = {{bad, 0, 0, false}};
    }));
    CAF_CHECK(refused([&](auto& x) { x.now.last_saved.saved.position = bad; }));
    CAF_CHECK(refused([&](auto& x) { x.now.wanted.paused.by = bad; }));
    CAF_CHECK(refused([&](auto& x) { x.now.wanted.held.reason = bad; }));
    auto err = make_error(ec::fenced, bad);
    CAF_CHECK(refused([&](auto& x) { x.cause = err; }));
    CAF_CHECK(refused([&](auto& x) { x.now.first_cause = err; }));
    CAF_CHECK(refused([&](auto& x) { x.now.last_saved.cause = err; }));
    CAF_CHECK(refused_event([&](auto& x) { x.cause = err; }));
    CAF_CHECK(refused([&](auto& x) {
      x.cause = wrap(ec::unavailable, {}, wrap(ec::held, "at", err));
    }));
  }
  auto two_lines = [](auto& x) { x.how_far.summary = "a\n\tb"; };
  CAF_CHECK(!refused(two_lines));
}

CAF_TEST(10.20 an error that is not made like ours is refused) {
  auto odd = caf::make_error(ec::fenced, 7);
  CAF_CHECK(refused([&](auto& x) { x.cause = odd; }));
  odd = caf::make_error(ec::fenced, std::string{"a"}, caf::error{},
                        std::string(100'000, 'x'));
  CAF_CHECK(refused([&](auto& x) { x.cause = odd; }));
  auto deep = make_error(ec::fenced);
  for (auto i = 0; i < 20; ++i)
    deep = wrap(ec::fenced, {}, deep);
  CAF_CHECK(refused([&](auto& x) { x.cause = deep; }));
}

CAF_TEST(10.20 sizes without measure are refused) {
  CAF_CHECK(refused([](auto& x) { x.task = "two words"; }));
  CAF_CHECK(refused([](auto& x) { x.node = ""; }));
  CAF_CHECK(refused([](auto& x) { x.how_far.tables.resize(1001); }));
  task_update many{entry(), false, {}};
  for (uint64_t i = 1; i <= 65; ++i)
    many.missed.push_back({{1, i}, {}, {}, {}, {}, {}});
  CAF_CHECK(check(task_updates{{many}, {}}));
  many.missed.pop_back();
  CAF_CHECK(!check(task_updates{{many}, {}}));
  std::swap(many.missed[3], many.missed[4]);
  CAF_CHECK(check(task_updates{{many}, {}}));
  CAF_CHECK(check(task_updates{{}, {"two words"}}));
  task_updates forgotten;
  forgotten.forgotten.assign(100'001, "a");
  CAF_CHECK(check(forgotten));
  follow_order order;
  order.seen.assign(100'001, {"a", {}});
  CAF_CHECK(check(order));
  order.seen.assign(1, {"a b", {}});
  CAF_CHECK(check(order));
  auto history = sample_history();
  history.attempts.resize(11);
  CAF_CHECK(check(history));
  desk_info info;
  CAF_CHECK(check(info) == ec::bad_argument);
}

CAF_TEST(10.20 an error names the task) {
  auto x = entry();
  x.now.saved_ago = -1s;
  CAF_CHECK_EQUAL(to_text(check(x)),
                  "bad argument: orders: a time that cannot be");
}

CAF_TEST(10.5 whatever a job says passes once it is made fit) {
  auto x = entry();
  auto bad = std::string{"a\x1b\xFF\xC3\xA4"} + std::string(5000, 'x');
  auto err = wrap(ec::unavailable, bad, make_error(ec::cancelled, bad));
  x.now.at = {1, 2};
  x.now.since = caf::timestamp{-1s};
  x.now.saved_ago = -1s;
  x.now.first_cause = err;
  x.now.closed = caf::timestamp{-1s};
  x.now.times[3] = -1s;
  x.now.wanted
    = {1, {true, bad, bad, caf::timestamp{-1s}}, {true, bad, bad, {}}};
  x.now.last_saved.ended = caf::timestamp{-1s};
  x.now.last_saved.duration = -1s;
  x.now.last_saved.saved.position = bad;
  x.now.last_saved.cause = err;
  x.how_far.summary = bad;
  x.how_far.tables.assign(1001, {bad, 1, 2, false});
  x.how_far.remaining.left = -1s;
  x.how_far.throttling.reason = bad;
  x.how_far.taken = caf::timestamp{-1s};
  CAF_CHECK(check(x));
  make_fit(x.now);
  make_fit(x.how_far);
  CAF_CHECK_EQUAL(to_text(check(x)), "none");
  CAF_CHECK(x.how_far.summary.find("a??\xC3\xA4xxx") == 0u);
  // No code is lost.
  CAF_CHECK(x.now.first_cause == ec::unavailable);
  CAF_CHECK(has_code(x.now.first_cause, ec::cancelled));
  transition event{{1, 1}, {}, {}, caf::timestamp{-1s}, -1s, err};
  make_fit(event);
  task_updates news;
  news.updates.resize(1);
  news.updates.back().entry = entry();
  news.updates.back().missed.push_back(event);
  CAF_CHECK(!check(news));
  auto history = sample_history();
  history.attempts[0].cause = err;
  make_fit(history);
  CAF_CHECK(!check(history));
  auto said = verdict{true, err};
  make_fit(said);
  CAF_CHECK(!check(said));
}

CAF_TEST(10.5 what is fit already stays as it is) {
  auto now = sample_snapshot();
  make_fit(now);
  CAF_CHECK(same(now, sample_snapshot()));
  auto how_far = sample_progress();
  make_fit(how_far);
  CAF_CHECK(same(how_far, sample_progress()));
}

} // namespace status::test::desk_check_suite
