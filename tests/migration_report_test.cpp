#define CAF_SUITE migration_report
#include "fixture.hpp"

#include "status/messages/report.hpp"

namespace status::test::migration_report_suite {

namespace {

// The rows of a report on a job that was never saved, without the header.
std::string rows_of(const progress& task, std::string_view copier = {}) {
  auto text = migration_report("x", {}, task, copier).str();
  return text.substr(text.find('\n') + 1);
}

progress copied(uint64_t done, uint64_t expected) {
  progress x;
  x.tables = {{"orders", done, expected, false}};
  return x;
}

} // namespace

CAF_TEST(the header has the state and the times of all and of the copy) {
  snapshot holder;
  holder.current = state::checksum;
  holder.times[0] = 1s;
  holder.times[1] = 30s;
  holder.times[6] = 60s;
  CAF_CHECK_EQUAL(migration_report("orders", holder, {}).str(),
                  "orders: state=checksum total-time=1m31s copier-time=30s\n"
                  "  ckpt never  none");
}

CAF_TEST(times that no job can have spent do not overflow) {
  snapshot holder;
  holder.times.fill(caf::timespan::max());
  CAF_CHECK(total_time(holder) == caf::timespan::max());
  holder.times.fill(caf::timespan::min());
  CAF_CHECK(total_time(holder) == 0s);
  holder.times[3] = 5s;
  CAF_CHECK(total_time(holder) == 5s);
}

CAF_TEST(a job without tables has no row for the copier) {
  CAF_CHECK_EQUAL(rows_of({}, "chunk-size=5"), "  ckpt never  none");
}

CAF_TEST(percents end in the same column) {
  CAF_CHECK_EQUAL(rows_of(copied(0, 0)),
                  "  copier   0.00%  0/0  throttled=false\n"
                  "  ckpt   never  none");
  CAF_CHECK_EQUAL(rows_of(copied(7, 7)),
                  "  copier 100.00%  7/7  throttled=false\n"
                  "  ckpt   never  none");
}

CAF_TEST(the tables are summed up) {
  auto x = copied(1, 10);
  x.tables.push_back({"items", 2, 20, false});
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier  10.00%  3/30  throttled=false\n"
                  "  ckpt   never  none");
}

CAF_TEST(the eta is shown unless there is none) {
  auto x = copied(1, 10);
  x.remaining.kind = eta_kind::measuring;
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier  10.00%  1/10  eta=measuring  throttled=false\n"
                  "  ckpt   never  none");
  x.remaining.kind = eta_kind::due;
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier  10.00%  1/10  eta=due  "
                  "throttled=false\n"
                  "  ckpt   never  none");
}

CAF_TEST(the reason of a throttle is shown while it holds) {
  auto x = copied(1, 10);
  x.throttling = {true, "pause file", 1000};
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier  10.00%  1/10  throttled=true (pause file)\n"
                  "  ckpt   never  none");
  x.throttling = {true, "", 1000};
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier  10.00%  1/10  throttled=true\n"
                  "  ckpt   never  none");
  x.throttling = {false, "pause file", 0};
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier  10.00%  1/10  throttled=false\n"
                  "  ckpt   never  none");
}

CAF_TEST(the checksum has a row once there is something to check) {
  auto x = copied(10, 10);
  x.rows_checked = 5;
  x.rows_to_check = 10;
  CAF_CHECK_EQUAL(rows_of(x),
                  "  copier   100.00%  10/10  throttled=false\n"
                  "  checksum 5/10 50.00%\n"
                  "  ckpt     never  none");
}

CAF_TEST(a checkpoint without a position shows its age) {
  snapshot holder;
  holder.last_saved.which = {1, 1};
  holder.saved_ago = 90s;
  CAF_CHECK_EQUAL(migration_report("x", holder, {}).str(),
                  "x: state=initial total-time=0s copier-time=0s\n"
                  "  ckpt 1m30s ago");
}

CAF_TEST(time_in of a number that is no state is 0) {
  snapshot holder;
  holder.times.fill(1s);
  CAF_CHECK_EQUAL(time_in(holder, static_cast<state>(11)), caf::timespan{0});
  CAF_CHECK_EQUAL(time_in(holder, static_cast<state>(-1)), caf::timespan{0});
  CAF_CHECK_EQUAL(time_in(holder, state::err_cleanup), caf::timespan{1s});
  CAF_CHECK_EQUAL(total_time(holder), caf::timespan{11s});
}

} // namespace status::test::migration_report_suite
