#define CAF_SUITE report
#include "fixture.hpp"

#include <limits>

#include "status/messages/report.hpp"

namespace status::test::report_suite {

namespace {

constexpr auto max_rows = std::numeric_limits<uint64_t>::max();

snapshot copying() {
  snapshot x;
  x.current = state::copy_rows;
  x.times[static_cast<size_t>(state::initial)] = 6s;
  x.times[static_cast<size_t>(state::copy_rows)] = 120s;
  return x;
}

snapshot saved(caf::timespan ago, std::string position) {
  auto x = copying();
  x.last_saved.which = {1, 7};
  x.last_saved.saved.position = std::move(position);
  x.saved_ago = ago;
  return x;
}

progress half_way() {
  progress x;
  x.tables = {{"orders", 5048712, 16370180, false}};
  x.remaining = {eta_kind::ready, 279s};
  return x;
}

std::string text_of(const snapshot& holder, const progress& task,
                    std::string_view copier = {}) {
  return migration_report("migration status", holder, task, copier).str();
}

} // namespace

CAF_TEST(case 16 - the report of DESIGN 8 to the letter) {
  auto text = text_of(saved(20s, "binlog.000123:41909012"), half_way(),
                      "chunk-size=92220");
  CAF_CHECK_EQUAL(
    text,
    "migration status: state=copyRows total-time=2m6s copier-time=2m0s\n"
    "  copier  30.84%  5048712/16370180  chunk-size=92220  eta=4m39s  "
    "throttled=false\n"
    "  ckpt   20s ago  binlog.000123:41909012");
}

CAF_TEST(case 16 - a row with empty text is dropped and takes no width) {
  report x{"header"};
  x.row("a", "first").row("a-very-long-label", "").row("bc", " \t\n ");
  x.row("def", "last");
  CAF_CHECK_EQUAL(x.str(),
                  "header\n"
                  "  a   first\n"
                  "  def last");
}

CAF_TEST(case 16 - header only) {
  CAF_CHECK_EQUAL(report{"just this"}.str(), "just this");
  CAF_CHECK_EQUAL(report{"just this"}.row("a", "").str(), "just this");
  CAF_CHECK_EQUAL(report{""}.str(), "");
}

CAF_TEST(case 16 - trailing spaces go and leading ones stay) {
  report x{"header \t\n"};
  x.row("a", "  text  \n").row("bc", "x");
  CAF_CHECK_EQUAL(x.str(),
                  "header\n"
                  "  a    text\n"
                  "  bc x");
}

CAF_TEST(8.1 a row without a label keeps its place) {
  CAF_CHECK_EQUAL(report{"header"}.row("", "text").row("ab", "x").str(),
                  "header\n"
                  "     text\n"
                  "  ab x");
}

CAF_TEST(8.1 braces in a text are text) {
  CAF_CHECK_EQUAL(report{"{} {0}"}.row("{a}", "{:d}").str(),
                  "{} {0}\n"
                  "  {a} {:d}");
}

CAF_TEST(case 17 - never and none before the first checkpoint) {
  auto x = copying();
  x.saved_ago = 5s; // means nothing before the first
  x.last_saved.saved.position = "nowhere";
  CAF_CHECK_EQUAL(format_checkpoint_age(x), "never");
  CAF_CHECK_EQUAL(format_checkpoint_position(x), "none");
  CAF_CHECK_EQUAL(
    text_of(x, {}),
    "migration status: state=copyRows total-time=2m6s copier-time=2m0s\n"
    "  ckpt never  none");
}

CAF_TEST(case 17 - the age and the position of the last checkpoint) {
  CAF_CHECK_EQUAL(format_checkpoint_age(saved(90s, "x:1")), "1m30s");
  CAF_CHECK_EQUAL(format_checkpoint_age(saved(3600s, "x:1")), "1h0m0s");
  CAF_CHECK_EQUAL(format_checkpoint_position(saved(90s, "x:1")), "x:1");
}

CAF_TEST(case 18 - rows and percent) {
  CAF_CHECK_EQUAL(format_rows(71436, 221193), "71436/221193 32.30%");
  CAF_CHECK_EQUAL(format_rows(0, 0), "0/0 0.00%");
  CAF_CHECK_EQUAL(format_rows(1201, 1200), "1201/1200 100.08%");
}

CAF_TEST(8.2 an estimate of 0 is 0.00% whatever was done) {
  CAF_CHECK_EQUAL(format_rows(5, 0), "5/0 0.00%");
  CAF_CHECK_EQUAL(format_percent(0, 1200), "0.00%");
  CAF_CHECK_EQUAL(format_percent(1200, 1200), "100.00%");
  CAF_CHECK_EQUAL(format_percent(max_rows, max_rows), "100.00%");
}

CAF_TEST(8.1 durations in whole seconds) {
  CAF_CHECK_EQUAL(format_duration(0s), "0s");
  CAF_CHECK_EQUAL(format_duration(59s), "59s");
  CAF_CHECK_EQUAL(format_duration(60s), "1m0s");
  CAF_CHECK_EQUAL(format_duration(90s), "1m30s");
  CAF_CHECK_EQUAL(format_duration(3599s), "59m59s");
  CAF_CHECK_EQUAL(format_duration(3600s), "1h0m0s");
  CAF_CHECK_EQUAL(format_duration(3661s), "1h1m1s");
  CAF_CHECK_EQUAL(format_duration(std::chrono::hours{240}), "240h0m0s");
}

CAF_TEST(8.1 half a second and more is rounded up) {
  CAF_CHECK_EQUAL(format_duration(499ms), "0s");
  CAF_CHECK_EQUAL(format_duration(500ms), "1s");
  CAF_CHECK_EQUAL(format_duration(1499ms), "1s");
  CAF_CHECK_EQUAL(format_duration(2500ms), "3s");
  CAF_CHECK_EQUAL(format_duration(59'500ms), "1m0s");
  CAF_CHECK_EQUAL(format_duration(3'599'500ms), "1h0m0s");
}

CAF_TEST(8.1 a negative duration counts as 0 and the longest one is shown) {
  CAF_CHECK_EQUAL(format_duration(-1ns), "0s");
  CAF_CHECK_EQUAL(format_duration(-90s), "0s");
  CAF_CHECK_EQUAL(format_duration(caf::timespan::min()), "0s");
  CAF_CHECK_EQUAL(format_duration(caf::timespan::max()), "2562047h47m17s");
}

CAF_TEST(case 15 - the eta as text) {
  CAF_CHECK_EQUAL(format_eta({eta_kind::none, 50s}), "");
  CAF_CHECK_EQUAL(format_eta({eta_kind::measuring, 50s}), "measuring");
  CAF_CHECK_EQUAL(format_eta({eta_kind::ready, 279s}), "4m39s");
  CAF_CHECK_EQUAL(format_eta({eta_kind::due, 50s}), "due");
}

} // namespace status::test::report_suite
