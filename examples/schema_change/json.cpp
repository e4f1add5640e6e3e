#include "schema_change/json.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "cli/json.hpp"

namespace schema_change::json {

using cli::json::add_attempt;
using cli::json::add_transition;
using cli::json::add_wanted;
using cli::json::add_work;
using cli::json::begin;
using cli::json::count_or_null;
using cli::json::last_checkpoint;
using cli::json::object;
using cli::json::seconds;
using cli::json::text;
using cli::json::text_or_null;

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
  add_work(result, task);
  result["changes_applied"] = x.numbers.changes_applied;
  result["changes_pending"] = x.numbers.changes_pending;
  result["chunk_rows"] = count_or_null(x.numbers.chunk_rows);
  result["checkpoint"] = last_checkpoint(x.holder);
  result["resumed"] = task.resumed;
  result["run"] = task.run;
  add_wanted(result, x.holder.wanted);
  return text(result);
}

std::string transition(const status::transition& x) {
  auto result = begin("status.transition/1", x.when);
  add_transition(result, x);
  return text(result);
}

std::string checkpoint(const status::attempt_record& x) {
  auto result = begin("status.checkpoint/1", x.ended);
  add_attempt(result, x);
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
