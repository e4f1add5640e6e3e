#define CAF_SUITE agenda
#include "fixture.hpp"

#include <map>
#include <utility>

#include "actors/loops.hpp"

namespace status::test::agenda_suite {

namespace {

agenda::time_point at(caf::timespan x) {
  return agenda::time_point{x};
}

/// An agenda and its tasks, each with one place for either kind of item.
struct planned {
  void set(uint64_t key, caf::timespan when, uint32_t what = 0) {
    plan.set(places[{key, what}], at(when), {key, what});
  }

  void clear(uint64_t key, uint32_t what = 0) {
    places[{key, what}].clear();
  }

  agenda::place* find(const agenda::item& x) {
    auto i = places.find({x.key, x.what});
    return i == places.end() ? nullptr : &i->second;
  }

  /// Returns the key of what is due, 0 if nothing is.
  uint64_t take(caf::timespan now) {
    auto x = plan.take(at(now), [this](const agenda::item& y) { //
      return find(y);
    });
    return x ? x->key : 0;
  }

  void sweep() {
    plan.sweep([this](const agenda::item& x) { return find(x); });
  }

  agenda plan;
  std::map<std::pair<uint64_t, uint32_t>, agenda::place> places;
};

} // namespace

CAF_TEST(9.5 what is due first is taken first and only once) {
  planned x;
  x.set(3, 3s);
  x.set(1, 1s);
  x.set(2, 2s);
  CAF_CHECK_EQUAL(x.take(999ms), 0u);
  CAF_CHECK_EQUAL(x.take(2s), 1u);
  CAF_CHECK_EQUAL(x.take(2s), 2u);
  CAF_CHECK_EQUAL(x.take(2s), 0u);
  CAF_CHECK_EQUAL(x.take(9s), 3u);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
}

CAF_TEST(9.5 items of different kinds are taken by their times) {
  planned x;
  x.set(1, 1s);
  x.set(2, 2s, 1);
  x.set(3, 3s);
  x.set(4, 4s, 1);
  for (uint64_t key : {1u, 2u, 3u, 4u})
    CAF_CHECK_EQUAL(x.take(9s), key);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
}

CAF_TEST(9.5 many items come in the order of their times) {
  planned x;
  for (uint64_t i = 0; i < 1000; ++i)
    x.set(i + 1, i * 7919 % 1000 * 1ms, i % 3 == 0);
  for (uint64_t i = 0; i < 1000; ++i)
    if (i % 5 == 0)
      x.set(i + 1, i * 7919 % 1000 * 1ms + 500ms, i % 3 == 0);
  auto last = 0ms;
  size_t taken = 0;
  for (auto now = 0ms; now < 2s; now += 1ms)
    while (auto key = x.take(now)) {
      auto due = (key - 1) * 7919 % 1000 * 1ms;
      if ((key - 1) % 5 == 0)
        due += 500ms;
      CAF_REQUIRE(due == now && due >= last);
      last = due;
      ++taken;
    }
  CAF_CHECK_EQUAL(taken, 1000u);
}

CAF_TEST(9.5 what is called off is not due) {
  planned x;
  x.set(1, 1s);
  x.clear(1);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
  x.set(1, 10s);
  CAF_CHECK_EQUAL(x.take(10s), 1u);
}

CAF_TEST(9.5 what is put off is due once and then) {
  planned x;
  x.set(1, 1s);
  x.set(1, 5s);
  CAF_CHECK_EQUAL(x.take(4s), 0u);
  CAF_CHECK_EQUAL(x.take(5s), 1u);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
}

CAF_TEST(9.5 what is called off and set again is due once) {
  planned x;
  x.set(1, 5s);
  x.clear(1);
  x.set(1, 5s);
  CAF_CHECK_EQUAL(x.take(9s), 1u);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
}

CAF_TEST(9.5 what is brought forward is due once and then) {
  planned x;
  x.set(1, 5s);
  x.set(1, 1s);
  CAF_CHECK_EQUAL(x.take(1s), 1u);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
  x.set(1, 12s);
  x.set(1, 11s);
  x.set(1, 12s);
  CAF_CHECK_EQUAL(x.take(11s), 0u);
  CAF_CHECK_EQUAL(x.take(12s), 1u);
  CAF_CHECK_EQUAL(x.take(19s), 0u);
}

CAF_TEST(9.5 what belongs to a task that is gone is passed over) {
  planned x;
  x.set(1, 1s);
  x.set(2, 2s);
  x.places.erase({1, 0});
  CAF_CHECK_EQUAL(x.take(9s), 2u);
}

CAF_TEST(9.5 a sweep forgets what belongs to tasks that are gone) {
  planned x;
  for (uint64_t i = 1; i <= 9; ++i)
    x.set(i, (i % 4) * 1s);
  for (uint64_t i : {1u, 2u, 4u, 5u, 8u, 9u})
    x.places.erase({i, 0});
  x.sweep();
  CAF_CHECK(*x.plan.set_alarm(at(0s)) == at(2s)); // and not 0 s, of the fourth
  CAF_CHECK_EQUAL(x.take(9s), 6u);
  CAF_CHECK_EQUAL(x.take(9s), 3u);
  CAF_CHECK_EQUAL(x.take(9s), 7u);
  CAF_CHECK_EQUAL(x.take(9s), 0u);
}

CAF_TEST(9.5 an alarm is set only if none comes in time) {
  planned x;
  auto& plan = x.plan;
  CAF_CHECK(!plan.set_alarm(at(0s)));
  x.set(1, 5s);
  CAF_CHECK(*plan.set_alarm(at(0s)) == at(5s));
  x.set(2, 6s);
  CAF_CHECK(!plan.set_alarm(at(0s)));
  x.set(3, 4s);
  CAF_CHECK(*plan.set_alarm(at(0s)) == at(4s));
  CAF_CHECK(plan.rings(at(4s)));
  CAF_CHECK(!plan.rings(at(4s)));
  CAF_CHECK(*plan.set_alarm(at(0s)) == at(4s)); // nothing was taken
}

CAF_TEST(9.5 an alarm that comes too late is set for now) {
  planned x;
  x.set(1, 4s);
  x.set(2, 5s);
  CAF_CHECK(*x.plan.set_alarm(at(5s)) == at(5s));
  CAF_CHECK(!x.plan.set_alarm(at(6s)));
  CAF_CHECK(x.plan.rings(at(5s)));
}

CAF_TEST(9.5 an alarm that is under way is not set again) {
  planned x;
  auto& plan = x.plan;
  x.set(9, 50s);
  CAF_CHECK(*plan.set_alarm(at(0s)) == at(50s));
  for (int i = 1; i < 5; ++i) { // what is done and gone before
    x.set(1, i * 1s);
    CAF_CHECK(*plan.set_alarm(at(0s)) == at(i * 1s));
    CAF_CHECK(plan.rings(at(i * 1s)));
    CAF_CHECK_EQUAL(x.take(i * 1s), 1u);
    CAF_CHECK(!plan.set_alarm(at(0s)));
  }
  CAF_CHECK(plan.rings(at(50s)));
  CAF_CHECK(!plan.rings(at(50s)));
}

CAF_TEST(9.5 of very much that is due the rest waits behind the mailbox) {
  planned x;
  for (uint64_t i = 1; i <= 100; ++i)
    x.set(i, 1s);
  auto ring = [&x] {
    size_t done = 0;
    on_alarm(
      x.plan, caf::timespan{1s}.count(),
      [&x](const agenda::item& y) { return x.find(y); },
      [&done](const agenda::item&) { ++done; });
    return done;
  };
  CAF_CHECK(*x.plan.set_alarm(at(0s)) == at(1s));
  CAF_CHECK_EQUAL(ring(), most_at_once);
  CAF_CHECK(*x.plan.set_alarm(at(1s)) == at(1s));
  CAF_CHECK_EQUAL(ring(), 100 - most_at_once);
  CAF_CHECK(!x.plan.set_alarm(at(1s)));
}

CAF_TEST(9.5 alarms keep their distance and are never early) {
  planned x;
  x.plan = agenda{10ms};
  auto& plan = x.plan;
  x.set(1, 5ms);
  x.set(2, 7ms);
  x.set(3, 20ms);
  CAF_CHECK(*plan.set_alarm(at(0ms)) == at(5ms)); // nothing was before
  CAF_CHECK(plan.rings(at(5ms)));
  CAF_CHECK_EQUAL(x.take(5ms), 1u);
  CAF_CHECK_EQUAL(x.take(5ms), 0u);
  CAF_CHECK(*plan.set_alarm(at(6ms)) == at(15ms));
  CAF_CHECK(plan.rings(at(15ms)));
  CAF_CHECK_EQUAL(x.take(15ms), 2u);
  CAF_CHECK(*plan.set_alarm(at(15ms)) == at(25ms));
}

CAF_TEST(9.5 alarms that come out of order keep their distance) {
  planned x;
  x.plan = agenda{10ms};
  auto& plan = x.plan;
  x.set(1, 8ms);
  CAF_CHECK(*plan.set_alarm(at(0ms)) == at(8ms));
  x.set(2, 5ms);
  CAF_CHECK(*plan.set_alarm(at(5ms)) == at(5ms));
  x.set(3, 9ms);
  CAF_CHECK(plan.rings(at(8ms)));
  CAF_CHECK_EQUAL(x.take(8ms), 2u);
  CAF_CHECK_EQUAL(x.take(8ms), 1u);
  CAF_CHECK(plan.rings(at(5ms)));
  CAF_CHECK(*plan.set_alarm(at(8ms)) == at(18ms));
}

CAF_TEST(9.5 what an alarm leaves keeps no distance) {
  planned x;
  x.plan = agenda{10ms};
  auto& plan = x.plan;
  x.set(1, 5ms);
  x.set(2, 5ms);
  x.set(3, 6ms);
  CAF_CHECK(*plan.set_alarm(at(0ms)) == at(5ms));
  CAF_CHECK(plan.rings(at(5ms)));
  CAF_CHECK_EQUAL(x.take(5ms), 1u);
  CAF_CHECK(*plan.set_alarm(at(8ms)) == at(8ms)); // late already
  CAF_CHECK(plan.rings(at(8ms)));
  CAF_CHECK_EQUAL(x.take(8ms), 2u);
  CAF_CHECK_EQUAL(x.take(8ms), 3u);
}

CAF_TEST(9.5 the distance of alarms is a hundredth of an interval) {
  CAF_CHECK(alarm_gap(100ms) == 1ms);
  CAF_CHECK(alarm_gap(1s) == 10ms);
  CAF_CHECK(alarm_gap(30s) == 10ms);
  CAF_CHECK(alarm_gap(0s) == 10ms);
}

} // namespace status::test::agenda_suite
