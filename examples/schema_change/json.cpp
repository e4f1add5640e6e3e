#include "schema_change/json.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

namespace schema_change::json {

namespace {

using object = nlohmann::ordered_json;

object begin(const char* schema, caf::timestamp when) {
  return {{"schema", schema}, {"time", utc(when)}};
}

// A name can be any bytes.
std::string text(const object& x) {
  return x.dump(-1, ' ', false, object::error_handler_t::replace);
}

double seconds(std::chrono::nanoseconds x) {
  // In whole milliseconds, so that it reads well.
  auto rounded = std::chrono::floor<std::chrono::milliseconds>(x);
  return static_cast<double>(rounded.count()) / 1000;
}

/// Unknown is null, and 0 means unknown.
object count_or_null(uint64_t x) {
  return x == 0 ? object(nullptr) : object(x);
}

object text_or_null(const std::string& x) {
  return x.empty() ? object(nullptr) : object(x);
}

object error_or_null(const caf::error& x) {
  if (!x)
    return nullptr;
  return {{"code", to_string(status::code_of(x))},
          {"text", status::to_text(x)}};
}

const char* name_of(status::eta_kind x) {
  switch (x) {
    case status::eta_kind::measuring:
      return "measuring";
    case status::eta_kind::ready:
      return "ready";
    case status::eta_kind::due:
      return "due";
    default:
      return "none";
  }
}

object last_checkpoint(const status::snapshot& x) {
  const auto& saved = x.last_saved;
  if (saved.which.id == 0)
    return nullptr;
  return {{"time", utc(saved.ended)},
          {"age_seconds", seconds(x.saved_ago)},
          {"position", saved.saved.position}};
}

} // namespace

std::string utc(caf::timestamp when) {
  // In milliseconds, since the earliest time has no whole second in range.
  auto since
    = std::chrono::floor<std::chrono::milliseconds>(when.time_since_epoch());
  auto whole = std::chrono::floor<std::chrono::seconds>(since);
  auto rest = since - whole;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(static_cast<std::time_t>(whole.count())),
                     rest.count());
}

std::string progress(const view& x) {
  const auto& task = x.task;
  auto sum = totals(task);
  auto result = begin("status.progress/1", task.taken);
  result["database"] = x.database;
  result["table"] = x.table;
  result["state"] = to_string(x.holder.current);
  result["running"] = x.running;
  result["total_seconds"] = seconds(total_time(x.holder));
  result["state_seconds"] = seconds(time_in(x.holder, x.holder.current));
  result["rows_copied"] = sum.rows_copied;
  result["rows_expected"] = count_or_null(sum.rows_expected);
  result["rows_per_second"] = count_or_null(x.numbers.rows_per_second);
  result["eta"] = name_of(task.remaining.kind);
  result["eta_seconds"] = task.remaining.kind == status::eta_kind::ready
                            ? object(seconds(task.remaining.left))
                            : object(nullptr);
  result["throttled"] = task.throttling.throttled;
  result["throttle_reason"] = text_or_null(task.throttling.reason);
  result["rows_checked"]
    = task.rows_to_check == 0 ? object(nullptr) : object(task.rows_checked);
  result["rows_to_check"] = count_or_null(task.rows_to_check);
  result["changes_applied"] = x.numbers.changes_applied;
  result["changes_pending"] = x.numbers.changes_pending;
  result["chunk_rows"] = count_or_null(x.numbers.chunk_rows);
  result["checkpoint"] = last_checkpoint(x.holder);
  result["resumed"] = task.resumed;
  result["run"] = task.run;
  return text(result);
}

std::string transition(const status::transition& x) {
  auto result = begin("status.transition/1", x.when);
  result["epoch"] = x.at.epoch;
  result["sequence"] = x.at.sequence;
  result["from"] = to_string(x.from);
  result["to"] = to_string(x.to);
  result["spent_seconds"] = seconds(x.spent);
  result["cause"] = error_or_null(x.cause);
  return text(result);
}

std::string checkpoint(const status::attempt_record& x) {
  auto ok = x.result == status::attempt_result::ok;
  auto result = begin("status.checkpoint/1", x.ended);
  result["epoch"] = x.which.epoch;
  result["attempt"] = x.which.id;
  result["result"] = to_string(x.result);
  result["position"] = ok ? text_or_null(x.saved.position) : object(nullptr);
  result["duration_seconds"] = seconds(x.duration);
  result["cause"] = error_or_null(x.cause);
  return text(result);
}

std::string log(const status::log_record& x, caf::timestamp when) {
  constexpr std::array levels{"debug", "info", "warning", "error"};
  auto result = begin("status.log/1", when);
  result["level"] = levels.at(static_cast<size_t>(x.level));
  result["component"] = x.component;
  result["text"] = x.text;
  auto& fields = result["fields"] = object::object();
  for (const auto& [key, value] : x.fields)
    fields[key] = value;
  return text(result);
}

std::string result(const outcome& x, const options& wanted,
                   caf::timestamp when) {
  static constexpr std::array names{"finished",  "failed",    "refused",
                                    "cancelled", "not_saved", "unclear"};
  auto how = judge(x);
  const auto& n = x.job.numbers;
  auto result = begin("status.result/1", when);
  result["database"] = wanted.change.database;
  result["table"] = wanted.change.table;
  result["outcome"] = names.at(static_cast<size_t>(how));
  result["exit_code"] = static_cast<int>(how);
  result["error"] = text_or_null(reason(x));
  result["safe_to_rerun"] = safe_to_rerun(how);
  result["state"] = to_string(x.run.last.current);
  result["starts"] = x.run.runs;
  result["resumed"] = x.job.task.resumed;
  result["total_seconds"] = seconds(total_time(x.run.last));
  result["rows_copied"] = n.rows_copied;
  result["changes_applied"] = n.changes_applied;
  result["rows_checked"] = n.rows_checked;
  result["rows_repaired"] = n.rows_repaired;
  result["cut_over_seconds"] = n.cut_over_time.count() == 0
                                 ? object(nullptr)
                                 : object(seconds(n.cut_over_time));
  result["old_table"] = text_or_null(n.old_table);
  result["checkpoint"] = last_checkpoint(x.run.last);
  return text(result);
}

} // namespace schema_change::json
