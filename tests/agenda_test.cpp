#define CAF_SUITE agenda
#include "fixture.hpp"

#include "actors/agenda.hpp"

namespace status::test::agenda_suite {

namespace {

agenda::time_point at(caf::timespan x) {
  return agenda::time_point{x};
}

} // namespace

CAF_TEST(9.5 what is due first is taken first and only once) {
  agenda plan;
  plan.add(at(3s), {3, 0, 0});
  plan.add(at(1s), {1, 0, 0});
  plan.add(at(2s), {2, 0, 0});
  CAF_CHECK(!plan.take(at(999ms)));
  CAF_CHECK(plan.take(at(2s))->key == 1);
  CAF_CHECK(plan.take(at(2s))->key == 2);
  CAF_CHECK(!plan.take(at(2s)));
  CAF_CHECK(plan.take(at(9s))->key == 3);
  CAF_CHECK(!plan.take(at(9s)));
}

CAF_TEST(9.5 what is erased is not due) {
  agenda plan;
  auto x = plan.add(at(1s), {1, 0, 0});
  plan.erase(x);
  CAF_CHECK(x == plan.none());
  plan.erase(x);
  CAF_CHECK(!plan.take(at(9s)));
}

CAF_TEST(9.5 an alarm is set only if none comes in time) {
  agenda plan;
  CAF_CHECK(!plan.set_alarm());
  plan.add(at(5s), {});
  CAF_CHECK(*plan.set_alarm() == at(5s));
  plan.add(at(6s), {});
  CAF_CHECK(!plan.set_alarm());
  plan.add(at(4s), {});
  CAF_CHECK(*plan.set_alarm() == at(4s));
  CAF_CHECK(plan.rings(at(4s)));
  CAF_CHECK(!plan.rings(at(4s)));
  CAF_CHECK(*plan.set_alarm() == at(4s)); // nothing was taken
}

CAF_TEST(9.5 an alarm that is under way is not set again) {
  agenda plan;
  plan.add(at(50s), {});
  CAF_CHECK(*plan.set_alarm() == at(50s));
  for (int i = 1; i < 5; ++i) { // what is done and gone before
    plan.add(at(i * 1s), {});
    CAF_CHECK(*plan.set_alarm() == at(i * 1s));
    CAF_CHECK(plan.rings(at(i * 1s)));
    plan.take(at(i * 1s));
    CAF_CHECK(!plan.set_alarm());
  }
  CAF_CHECK(plan.rings(at(50s)));
  CAF_CHECK(!plan.rings(at(50s)));
}

CAF_TEST(9.5 alarms come on the grid and never early) {
  agenda plan{at(1ns), 1ms};
  plan.add(at(5ms), {});
  CAF_CHECK(*plan.set_alarm() == at(5ms + 1ns));
  agenda other{at(1ns), 1ms};
  other.add(at(5ms + 1ns), {});
  CAF_CHECK(*other.set_alarm() == at(5ms + 1ns));
  agenda later{at(1ns), 1ms};
  later.add(at(5ms + 2ns), {});
  CAF_CHECK(*later.set_alarm() == at(6ms + 1ns));
}

} // namespace status::test::agenda_suite
