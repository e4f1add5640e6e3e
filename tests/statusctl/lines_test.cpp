#define CAF_SUITE statusctl_lines

#include "samples.hpp"

#include "statusctl/lines.hpp"

namespace statusctl::test::statusctl_lines_suite {

namespace {

std::string line(const status::task_entry& x) {
  return report_line(see(x, at(noon)));
}

} // namespace

CAF_TEST(a report is one line of words and numbers) {
  auto x = see(copying(), at(noon));
  x.rows_per_second = 9214;
  CAF_CHECK_EQUAL(report_line(x),
                  "add_email copyRows 37.41% rows=153321/409822 rate=9214/s "
                  "eta=279s ckpt_age=20s");
}

CAF_TEST(what is not known is left out) {
  auto x = copying();
  x.how_far.tables.clear();
  x.how_far.remaining.kind = status::eta_kind::measuring;
  x.now.last_saved = {};
  CAF_CHECK_EQUAL(line(x), "add_email copyRows");
}

CAF_TEST(what is seldom is told only if it is so) {
  auto x = copying();
  x.how_far.rows_checked = 3;
  x.how_far.rows_to_check = 4;
  x.how_far.throttling = {true, "lag", 0};
  x.how_far.resumed = true;
  x.how_far.run = 2;
  CAF_CHECK_EQUAL(line(x),
                  "add_email copyRows 37.41% rows=153321/409822 checked=3/4 "
                  "eta=279s waits=\"throttled: lag\" ckpt_age=20s resumed=1 "
                  "start=2");
}

CAF_TEST(a reason cannot be taken for another field) {
  auto x = copying();
  x.how_far.throttling = {true, "a\" rows=0 \\", 0};
  CAF_CHECK(contains(line(x), R"( waits="throttled: a\" rows=0 \\" )"));
}

CAF_TEST(one that is lost says what was seen last) {
  auto x = see(unreachable(), at(noon + 192s));
  CAF_CHECK_EQUAL(report_line(x),
                  "add_email LOST 3m12s db1:4242 | last seen copyRows 37.41%, "
                  "checkpoint 20s before");
  x.entry.now.last_saved = {};
  x.lost = {4s, "why", 8s};
  CAF_CHECK_EQUAL(report_line(x),
                  "add_email LOST 3m12s db1:4242 retry in 8s | last seen "
                  "copyRows 37.41%, no checkpoint");
}

CAF_TEST(what is told late has the time at which it happened) {
  event x;
  x.of = see(ended(status::run_outcome::succeeded), at(noon));
  x.of.entry.now.since = at(noon - 20s);
  x.step.when = at(noon - 70s);
  CAF_CHECK(time_of(x, at(noon)) == at(noon - 70s));
  x.what = event_kind::ended;
  CAF_CHECK(time_of(x, at(noon)) == at(noon - 20s));
  x.of.entry.now.current = state::copy_rows; // how it went on, nobody has seen
  CAF_CHECK(time_of(x, at(noon)) == at(noon));
  x.what = event_kind::lost;
  CAF_CHECK(time_of(x, at(noon)) == at(noon));
  x.what = event_kind::transition;
  x.step.when = {};
  CAF_CHECK(time_of(x, at(noon)) == at(noon));
}

CAF_TEST(the last word says how it ended and why) {
  using status::run_outcome;
  CAF_CHECK_EQUAL(ending(ended(run_outcome::succeeded)),
                  "add_email finished after 1m12s");
  auto why = make_error(ec::cancelled, "by bob: wrong");
  CAF_CHECK_EQUAL(ending(ended(run_outcome::cancelled, why)),
                  "add_email cancelled after 1m12s: " + status::to_text(why));
}

CAF_TEST(10.24 no text of others steers the terminal) {
  event x;
  x.of = see(hostile_task(), at(noon));
  x.step.cause = make_error(ec::cancelled, hostile());
  x.line.now = status::net::link_state::unreachable;
  x.line.why = x.step.cause;
  x.line.peer.node = hostile();
  for (auto kind = event_kind::transition; kind <= event_kind::link;
       kind = static_cast<event_kind>(static_cast<int>(kind) + 1)) {
    x.what = kind;
    auto text = event_line(x, at(noon));
    CAF_CHECK(harmless(text));
    CAF_CHECK_EQUAL(text.find('\n'), std::string::npos);
  }
  CAF_CHECK(harmless(report_line(x.of)));
  x.of.lost = {4s, hostile(), 8s};
  CAF_CHECK(harmless(report_line(x.of)));
}

} // namespace statusctl::test::statusctl_lines_suite
