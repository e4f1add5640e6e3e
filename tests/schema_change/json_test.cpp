#define CAF_SUITE schema_change_json

#include "precompiled.hpp"

#include "schema_change/json.hpp"

#include <sqlite3.h>

#include <limits>

#include "cli/json.hpp"
#include "schema_change/display.hpp"

namespace schema_change::schema_change_json_suite {

using namespace std::chrono_literals;
using status::ec;
using status::state;

namespace {

constexpr auto noon = 1795345200s; // 2026-11-22T11:00:00Z

caf::timestamp at(std::chrono::nanoseconds x) {
  return caf::timestamp{x};
}

/// Asks somebody else's parser.
bool valid(const std::string& text) {
  sqlite3* db = nullptr;
  sqlite3_stmt* query = nullptr;
  auto ok
    = sqlite3_open(":memory:", &db) == SQLITE_OK
      && sqlite3_prepare_v2(db, "SELECT json_valid(?)", -1, &query, nullptr)
           == SQLITE_OK
      && sqlite3_bind_text(query, 1, text.data(), static_cast<int>(text.size()),
                           SQLITE_TRANSIENT)
           == SQLITE_OK
      && sqlite3_step(query) == SQLITE_ROW && sqlite3_column_int(query, 0) == 1;
  sqlite3_finalize(query);
  sqlite3_close(db);
  return ok && text.find('\n') == std::string::npos;
}

view early() {
  view x;
  x.database = "shop.db";
  x.table = "orders";
  x.task.taken = at(noon + 250ms);
  return x;
}

options command() {
  options x;
  x.change.database = "shop.db";
  x.change.table = "orders";
  return x;
}

/// Keeps the lines of a display.
struct recorder {
  std::vector<std::string> lines;

  line_writer writer() {
    return [this](std::string_view x) { lines.emplace_back(x); };
  }

  size_t count(const std::string& schema) const {
    size_t result = 0;
    for (const auto& x : lines)
      result += x.rfind("{\"schema\":\"" + schema + "\"", 0) == 0 ? 1 : 0;
    return result;
  }
};

} // namespace

CAF_TEST(times are RFC 3339 in UTC) {
  CAF_CHECK_EQUAL(cli::json::utc(at(noon + 7ms)), "2026-11-22T11:00:00.007Z");
  CAF_CHECK_EQUAL(cli::json::utc(at(0s)), "1970-01-01T00:00:00.000Z");
  CAF_CHECK_EQUAL(cli::json::utc(at(-1ms)), "1969-12-31T23:59:59.999Z");
  CAF_CHECK_EQUAL(cli::json::utc(at(caf::timespan::min())),
                  "1677-09-21T00:12:43.145Z");
  CAF_CHECK_EQUAL(cli::json::utc(at(caf::timespan::max())),
                  "2262-04-11T23:47:16.854Z");
}

CAF_TEST(what is unknown is null and never 0) {
  auto text = json::progress(early());
  CAF_CHECK(valid(text));
  CAF_CHECK_EQUAL(
    text,
    "{\"schema\":\"status.progress/1\",\"time\":\"2026-11-22T11:00:00.250Z\","
    "\"database\":\"shop.db\",\"table\":\"orders\",\"state\":\"initial\","
    "\"running\":true,\"total_seconds\":0.0,\"state_seconds\":0.0,"
    "\"rows_copied\":0,\"rows_expected\":null,\"rows_per_second\":null,"
    "\"eta\":\"none\",\"eta_seconds\":null,\"throttled\":false,"
    "\"throttle_reason\":null,\"rows_checked\":null,\"rows_to_check\":null,"
    "\"changes_applied\":0,\"changes_pending\":0,\"chunk_rows\":null,"
    "\"checkpoint\":null,\"resumed\":false,\"run\":1,"
    "\"paused\":null,\"held\":null}");
}

CAF_TEST(6.8 a progress says what operators want) {
  auto x = early();
  x.holder.wanted
    = {2, {false, "ann", "", at(noon)}, {true, "bob", "", at(noon)}};
  auto text = json::progress(x);
  CAF_CHECK(valid(text));
  CAF_CHECK_NOT_EQUAL(
    text.find("\"paused\":null,\"held\":{\"by\":\"bob\",\"reason\":null,"
              "\"since\":\"2026-11-22T11:00:00.000Z\"}}"),
    std::string::npos);
}

CAF_TEST(a progress carries what is known) {
  auto x = early();
  x.holder.current = state::copy_rows;
  x.holder.times[static_cast<size_t>(state::copy_rows)] = 90500ms;
  x.holder.last_saved.which = {1, 3};
  x.holder.last_saved.ended = at(noon);
  x.holder.last_saved.saved.position = "id=7 change=9";
  x.holder.saved_ago = 250ms;
  x.task.tables.push_back({"orders", 1201, 1200, false});
  x.task.remaining = {status::eta_kind::ready, 4min + 39s};
  x.task.throttling = {true, "pause file /tmp/p", 0};
  x.numbers.rows_per_second = 9214;
  auto text = json::progress(x);
  CAF_CHECK(valid(text));
  for (const auto* part :
       {"\"state\":\"copyRows\"", "\"total_seconds\":90.5",
        "\"rows_copied\":1201", "\"rows_expected\":1200",
        "\"rows_per_second\":9214", "\"eta\":\"ready\"",
        "\"eta_seconds\":279.0", "\"throttled\":true",
        "\"throttle_reason\":\"pause file /tmp/p\"",
        "\"checkpoint\":{\"time\":\"2026-11-22T11:00:00.000Z\"",
        "\"age_seconds\":0.25,\"position\":\"id=7 change=9\"}"})
    if (text.find(part) == std::string::npos)
      CAF_ERROR(part << " is not in " << text);
}

CAF_TEST(names of any bytes stay valid JSON) {
  auto x = early();
  x.table = "a\"b\\c\n\x01\xff";
  CAF_CHECK(valid(json::progress(x)));
}

CAF_TEST(a transition says where it is in the stream) {
  status::transition x;
  x.at = {2, 5};
  x.from = state::copy_rows;
  x.to = state::err_cleanup;
  x.when = at(noon);
  x.spent = 1500ms;
  x.cause = make_error(ec::cancelled, "by \"you\"");
  auto text = json::transition(x);
  CAF_CHECK(valid(text));
  CAF_CHECK_EQUAL(
    text,
    "{\"schema\":\"status.transition/1\","
    "\"time\":\"2026-11-22T11:00:00.000Z\",\"epoch\":2,\"sequence\":5,"
    "\"from\":\"copyRows\",\"to\":\"errCleanup\",\"spent_seconds\":1.5,"
    "\"cause\":{\"code\":\"cancelled\","
    "\"text\":\"cancelled: by \\\"you\\\"\"}}");
}

CAF_TEST(an attempt that failed has no position) {
  status::attempt_record x;
  x.which = {1, 4};
  x.ended = at(noon);
  x.duration = 12ms;
  x.saved.position = "id=7";
  CAF_CHECK(json::checkpoint(x).find("\"result\":\"ok\",\"position\":\"id=7\"")
            != std::string::npos);
  x.result = status::attempt_result::failed;
  x.cause = make_error(ec::could_not_write_checkpoint, "disk is full");
  auto text = json::checkpoint(x);
  CAF_CHECK(valid(text));
  CAF_CHECK(text.find("\"result\":\"failed\",\"position\":null")
            != std::string::npos);
  CAF_CHECK(text.find("disk is full") != std::string::npos);
}

CAF_TEST(the result says how it ended) {
  outcome x;
  x.run.last.current = state::close;
  x.job.numbers.cut_over_time = 41ms;
  auto text = json::result(x, command(), at(noon));
  CAF_CHECK(valid(text));
  for (const auto* part :
       {"\"outcome\":\"finished\",\"exit_code\":0,\"error\":null",
        "\"cut_over_seconds\":0.041", "\"old_table\":null",
        "\"state\":\"close\""})
    if (text.find(part) == std::string::npos)
      CAF_ERROR(part << " is not in " << text);
  x.run.outcome = status::run_outcome::failed;
  x.job.cause = failure{ec::bad_argument, leftovers::untouched, "no table"};
  text = json::result(x, command(), at(noon));
  CAF_CHECK(text.find("\"outcome\":\"refused\",\"exit_code\":2,"
                      "\"error\":\"no table\",\"safe_to_rerun\":false")
            != std::string::npos);
}

CAF_TEST(a log record keeps its fields) {
  auto text = json::log({status::log_level::warning,
                         "schema_change",
                         "two\nlines",
                         {{"key", "value"}}},
                        at(noon));
  CAF_CHECK(valid(text));
  CAF_CHECK(text.find("\"level\":\"warning\",\"component\":\"schema_change\","
                      "\"text\":\"two\\nlines\",\"fields\":{\"key\":\"value\"}")
            != std::string::npos);
}

CAF_TEST(progress as lines gets rarer and a transition is always told) {
  recorder seen;
  auto display = make_json_display(seen.writer(), command());
  auto x = early();
  auto& running = x.holder.times[static_cast<size_t>(state::copy_rows)];
  auto show = [&](std::chrono::seconds until) {
    for (; running < until; running += 1s)
      display->on_view(x);
  };
  show(60s);
  CAF_CHECK_EQUAL(seen.count("status.progress/1"), 60u);
  show(180s);
  CAF_CHECK_EQUAL(seen.count("status.progress/1"), 84u);
  show(480s);
  CAF_CHECK_EQUAL(seen.count("status.progress/1"), 94u);
  display->on_transition({});
  CAF_CHECK_EQUAL(seen.count("status.transition/1"), 1u);
  show(481s);
  CAF_CHECK_EQUAL(seen.count("status.progress/1"), 95u);
  display->finish({});
  CAF_CHECK_EQUAL(seen.count("status.result/1"), 1u);
  for (const auto& line : seen.lines)
    CAF_REQUIRE_EQUAL(line.back(), '\n');
}

CAF_TEST(progress begins anew with a restart) {
  recorder seen;
  auto display = make_json_display(seen.writer(), command());
  auto x = early();
  x.holder.times[0] = 1h;
  display->on_view(x);
  x.holder.times[0] = 1s;
  display->on_view(x);
  CAF_CHECK_EQUAL(seen.count("status.progress/1"), 2u);
}

} // namespace schema_change::schema_change_json_suite
