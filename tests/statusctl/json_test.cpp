#define CAF_SUITE statusctl_json

#include "samples.hpp"

#include "statusctl/json.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace statusctl::test::statusctl_json_suite {

namespace {

using object = nlohmann::ordered_json;

/// Parses a line that must not steer a terminal.
object parsed(const std::string& line) {
  CAF_CHECK(harmless(line));
  CAF_CHECK_EQUAL(line.find('\n'), std::string::npos);
  return object::parse(line);
}

sight now(const status::task_entry& x) {
  return see(x, at(noon));
}

/// Checks that docs/JSON.md has a line for each field, below the kind's name.
void check_documented(const object& x) {
  std::ifstream in{STATUSCTL_JSON};
  std::string all{std::istreambuf_iterator<char>{in}, {}};
  auto kind = x.at("schema").get<std::string>();
  auto begin = all.find("\n## `" + kind + "`");
  if (begin == std::string::npos)
    CAF_FAIL("docs/JSON.md does not describe " << kind);
  auto chapter = all.substr(begin + 1, all.find("\n## ", begin + 1) - begin);
  for (const auto& [name, value] : x.items())
    if (name != "schema" && name != "time"
        && chapter.find("`" + name + "`") == std::string::npos)
      CAF_ERROR("docs/JSON.md does not describe " << name << " of " << kind);
}

} // namespace

CAF_TEST(a task says all that the desk knows) {
  auto x = parsed(json::task(now(copying()), at(noon + 1s)));
  check_documented(x);
  CAF_CHECK(x["schema"] == "status.task/1");
  CAF_CHECK(x["time"] == "2026-11-22T11:00:01.000Z");
  CAF_CHECK(x["task"] == "add_email");
  CAF_CHECK(x["presence"] == "live");
  CAF_CHECK(x["state"] == "copyRows");
  CAF_CHECK(x["total_seconds"] == 72.0);
  CAF_CHECK(x["rows_copied"] == 153321);
  CAF_CHECK(x["eta_seconds"] == 279.0);
  CAF_CHECK(x["checkpoint"]["age_seconds"] == 20.0);
  CAF_CHECK(x["tables"][0]["table"] == "users");
  for (const auto* unknown : {"paused", "held", "outcome", "exit_code", "error",
                              "throttle_reason", "rows_checked"})
    CAF_CHECK(x.at(unknown).is_null());
}

CAF_TEST(a task says what operators want of it) {
  auto entry = copying();
  entry.now.wanted.paused = {true, "alice", "", at(noon)};
  auto x = parsed(json::task(now(entry), at(noon)));
  CAF_CHECK_EQUAL(x["paused"].dump(), R"({"by":"alice","reason":null,)"
                                      R"("since":"2026-11-22T11:00:00.000Z"})");
  CAF_CHECK(x["held"].is_null());
}

CAF_TEST(an end says its outcome and exit code) {
  using status::run_outcome;
  auto check
    = [](const status::task_entry& entry, const char* outcome, int code) {
        for (const auto& line : {json::task(now(entry), at(noon)),
                                 json::result(entry, at(noon))}) {
          auto x = parsed(line);
          check_documented(x);
          CAF_CHECK(x["outcome"] == outcome);
          CAF_CHECK(x["exit_code"] == code);
          CAF_CHECK_EQUAL(x["error"].is_null(), !entry.cause);
        }
      };
  auto failed = [](ec code) {
    return ended(run_outcome::failed, make_error(code, "why"));
  };
  check(ended(run_outcome::succeeded), "finished", 0);
  check(failed(ec::task_down), "failed", 1);
  check(ended(run_outcome::cancelled, make_error(ec::cancelled)), "cancelled",
        3);
  check(failed(ec::could_not_write_checkpoint), "not_saved", 4);
  check(failed(ec::fenced), "unclear", 5);
}

CAF_TEST(progress has the same fields from the task and from the desk) {
  auto entry = copying();
  auto asked = parsed(json::progress("add_email", entry.how_far));
  auto seen = now(entry);
  seen.rows_per_second = 12;
  auto told = parsed(json::progress(seen));
  check_documented(asked);
  check_documented(told);
  CAF_CHECK_EQUAL(asked["schema"], "status.progress/1");
  CAF_CHECK(asked["rows_per_second"].is_null());
  CAF_CHECK(told["rows_per_second"] == 12);
  for (const auto& [name, value] : asked.items())
    if (name != "rows_per_second")
      CAF_CHECK_EQUAL(value.dump(), told.at(name).dump());
}

CAF_TEST(progress of one that is lost says so) {
  auto x = now(copying());
  x.lost = {4s, "why", {}};
  CAF_CHECK(parsed(json::progress(x))["presence"] == "unreachable");
}

CAF_TEST(a history is a line per attempt and one for all) {
  auto attempt = failed_attempt({7, 2}, at(noon), 2s,
                                make_error(ec::unavailable, "disk full"));
  auto x = parsed(json::checkpoint("add_email", attempt));
  check_documented(x);
  CAF_CHECK(x["task"] == "add_email");
  CAF_CHECK(x["attempt"] == 2);
  CAF_CHECK(x["position"].is_null());
  status::attempt_history history;
  history.succeeded = 17;
  x = parsed(json::history("add_email", history, at(noon)));
  check_documented(x);
  CAF_CHECK(x["succeeded"] == 17);
  CAF_CHECK(x["failed"] == 0);
}

CAF_TEST(events are transitions and losses) {
  event x;
  x.of = now(unreachable());
  x.step = {{7, 2}, state::copy_rows, state::checksum, at(noon), 90s, {}};
  auto told = parsed(json::event(x, at(noon)));
  check_documented(told);
  CAF_CHECK(told["task"] == "add_email");
  CAF_CHECK(told["to"] == "checksum");
  x.line.now = status::net::link_state::unreachable;
  x.line.why = make_error(ec::unavailable, "why");
  for (auto [kind, name] : {std::pair{event_kind::gap, "gap"},
                            std::pair{event_kind::lost, "unreachable"},
                            std::pair{event_kind::found, "live"},
                            std::pair{event_kind::forgotten, "forgotten"}}) {
    x.what = kind;
    told = parsed(json::event(x, at(noon)));
    check_documented(told);
    CAF_CHECK(told["event"] == name);
  }
  x.what = event_kind::link;
  told = parsed(json::event(x, at(noon)));
  check_documented(told);
  CAF_CHECK(told["link"] == "unreachable");
  CAF_CHECK(told["last_seen"].is_null());
  for (auto kind : {event_kind::wait, event_kind::ended}) {
    x.what = kind;
    CAF_CHECK_EQUAL(json::event(x, at(noon)), "");
  }
}

CAF_TEST(10.24 no text of others steers the terminal) {
  auto x = hostile_task();
  x.seen = presence::ended;
  parsed(json::task(now(x), at(noon)));
  parsed(json::progress(now(x)));
  parsed(json::progress(x.task, x.how_far));
  parsed(json::result(x, at(noon)));
  event lost;
  lost.of = now(x);
  lost.what = event_kind::lost;
  parsed(json::event(lost, at(noon)));
}

} // namespace statusctl::test::statusctl_json_suite
