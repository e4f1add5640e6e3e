#include "statusctl/json.hpp"

#include <nlohmann/json.hpp>

#include "cli/json.hpp"

namespace statusctl::json {

namespace {

using cli::json::begin;
using cli::json::count_or_null;
using cli::json::object;
using cli::json::seconds;
using cli::json::text;
using cli::json::text_or_null;
using cli::json::utc;
using status::presence;

object checkpoint_of(const sight& x) {
  auto now = x.entry.now;
  now.saved_ago = checkpoint_age(x);
  return cli::json::last_checkpoint(now);
}

void add_rows(object& to, const status::progress& x) {
  auto sum = totals(x);
  to["rows_copied"] = sum.rows_copied;
  to["rows_expected"] = count_or_null(sum.rows_expected);
}

void add_tables(object& to, const status::progress& x) {
  auto& tables = to["tables"] = object::array();
  for (const auto& table : x.tables)
    tables.push_back({{"table", table.table},
                      {"rows_copied", table.rows_copied},
                      {"rows_expected", count_or_null(table.rows_expected)},
                      {"complete", table.complete}});
}

object error_text(const caf::error& x) {
  return x ? object(status::to_text(x)) : object(nullptr);
}

const char* outcome_of(int exit_code) {
  switch (exit_code) {
    case 0:
      return "finished";
    case 3:
      return "cancelled";
    case 4:
      return "not_saved";
    case 5:
      return "unclear";
    default:
      return "failed";
  }
}

void add_outcome(object& to, const status::task_entry& x) {
  auto ended = x.seen == presence::ended;
  auto code = exit_code_of(x);
  to["outcome"] = ended ? object(outcome_of(code)) : object(nullptr);
  to["exit_code"] = ended ? object(code) : object(nullptr);
  to["error"] = error_text(x.cause ? x.cause : x.now.first_cause);
}

object begin_progress(const std::string& task, const status::progress& x) {
  auto result = begin("status.progress/1", x.taken);
  result["task"] = task;
  result["state"] = to_string(x.current);
  return result;
}

void add_progress(object& to, const status::progress& x,
                  std::optional<uint64_t> rate) {
  add_rows(to, x);
  to["rows_per_second"] = rate ? object(*rate) : object(nullptr);
  cli::json::add_work(to, x);
  to["resumed"] = x.resumed;
  to["run"] = x.run;
  to["summary"] = text_or_null(x.summary);
  add_tables(to, x);
}

} // namespace

std::string task(const sight& x, caf::timestamp now) {
  const auto& entry = x.entry;
  auto result = begin("status.task/1", now);
  result["task"] = entry.task;
  result["node"] = entry.node;
  result["presence"] = to_string(entry.seen);
  result["last_seen"] = utc(entry.last_seen);
  result["state"] = to_string(entry.now.current);
  result["total_seconds"] = seconds(running_for(x));
  result["state_seconds"] = seconds(in_state_for(x));
  result["epoch"] = entry.now.at.epoch;
  result["sequence"] = entry.now.at.sequence;
  add_rows(result, entry.how_far);
  cli::json::add_work(result, entry.how_far);
  result["checkpoint"] = checkpoint_of(x);
  result["resumed"] = entry.how_far.resumed;
  result["run"] = entry.how_far.run;
  result["summary"] = text_or_null(entry.how_far.summary);
  cli::json::add_wanted(result, entry.now.wanted);
  add_outcome(result, entry);
  add_tables(result, entry.how_far);
  return text(result);
}

std::string progress(const std::string& task, const status::progress& x) {
  auto result = begin_progress(task, x);
  add_progress(result, x, {});
  return text(result);
}

std::string progress(const sight& x) {
  const auto& entry = x.entry;
  auto result = begin_progress(entry.task, entry.how_far);
  result["node"] = entry.node;
  result["presence"]
    = is_lost(x) ? to_string(presence::unreachable) : to_string(entry.seen);
  result["state"] = to_string(entry.now.current);
  result["total_seconds"] = seconds(running_for(x));
  result["state_seconds"] = seconds(in_state_for(x));
  add_progress(result, entry.how_far, x.rows_per_second);
  result["checkpoint"] = checkpoint_of(x);
  cli::json::add_wanted(result, entry.now.wanted);
  return text(result);
}

std::string checkpoint(const std::string& task,
                       const status::attempt_record& x) {
  auto result = begin("status.checkpoint/1", x.ended);
  result["task"] = task;
  cli::json::add_attempt(result, x);
  return text(result);
}

std::string history(const std::string& task, const status::attempt_history& x,
                    caf::timestamp now) {
  auto result = begin("status.history/1", now);
  result["task"] = task;
  result["succeeded"] = x.succeeded;
  result["failed"] = x.failed;
  return text(result);
}

std::string event(const statusctl::event& x, caf::timestamp now) {
  const auto& entry = x.of.entry;
  if (x.what == event_kind::transition) {
    auto result = begin("status.transition/1", x.step.when);
    result["task"] = entry.task;
    cli::json::add_transition(result, x.step);
    return text(result);
  }
  if (x.what == event_kind::link) {
    auto never = x.line.last_seen.time_since_epoch().count() == 0;
    auto result = begin("status.link/1", now);
    result["link"] = to_string(x.line.now);
    result["since"] = utc(x.line.since);
    result["last_seen"]
      = never ? object(nullptr) : object(utc(x.line.last_seen));
    result["node"] = text_or_null(x.line.peer.node);
    result["error"] = error_text(x.line.why);
    return text(result);
  }
  const char* what = nullptr;
  switch (x.what) {
    case event_kind::gap:
      what = "gap";
      break;
    case event_kind::lost:
      what = "unreachable";
      break;
    case event_kind::found:
      what = "live";
      break;
    case event_kind::forgotten:
      what = "forgotten";
      break;
    default:
      return {};
  }
  auto result = begin("status.event/1", now);
  result["task"] = entry.task;
  result["node"] = entry.node;
  result["event"] = what;
  result["last_seen"] = utc(entry.last_seen);
  return text(result);
}

std::string result(const status::task_entry& x, caf::timestamp now) {
  auto result = begin("status.result/1", now);
  result["task"] = x.task;
  result["node"] = x.node;
  add_outcome(result, x);
  result["state"] = to_string(x.now.current);
  result["starts"] = x.how_far.run;
  result["resumed"] = x.how_far.resumed;
  result["total_seconds"] = seconds(total_time(x.now));
  result["rows_copied"] = totals(x.how_far).rows_copied;
  result["rows_checked"] = x.how_far.rows_checked;
  result["checkpoint"] = cli::json::last_checkpoint(x.now);
  return text(result);
}

} // namespace statusctl::json
