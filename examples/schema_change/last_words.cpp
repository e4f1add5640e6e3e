#include <fmt/format.h>

#include "cli/text.hpp"
#include "schema_change/outcome.hpp"
#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using cli::grouped;
using cli::printable;
using std::chrono::duration;

std::string line_of(const char* label, const std::string& text) {
  return fmt::format("  {:<10}{}\n", label, text);
}

class speaker {
public:
  speaker(const outcome& x, const options& wanted)
    : x_(x),
      wanted_(wanted),
      table_(printable(wanted.change.table)),
      database_(printable(wanted.change.database)) {}

  std::string success() const {
    const auto& run = x_.run.last;
    const auto& n = x_.job.numbers;
    if (n.given_up)
      return fmt::format(
        "The unfinished change of {} in {} is given up; {} is as it was.\n",
        table_, database_, table_);
    auto text
      = fmt::format("{} in {} has its new definition, after {}.\n", table_,
                    database_, status::format_duration(total_time(run)));
    if (n.rows_copied == 0 && n.cut_over_time.count() == 0)
      return text + line_of("done", "there was nothing left to copy");
    text += line_of("copied", copied());
    text += line_of("replayed", fmt::format("{} changes made meanwhile",
                                            grouped(n.changes_applied)));
    if (n.rows_checked > 0)
      text += line_of("checked", checked());
    if (n.cut_over_time.count() > 0)
      text
        += line_of("cut-over", fmt::format("writers waited {}",
                                           cli::short_time(n.cut_over_time)));
    if (n.old_table.empty())
      return text + line_of("old table", "removed");
    return text
           + line_of("old table",
                     fmt::format("kept as {}", printable(n.old_table)));
  }

  std::string cancelled() const {
    if (left(leftovers::old_table))
      return fmt::format(
        "schema-change: cancelled; {} has its new definition, and what is left "
        "of the old one is still there.\n{}",
        table_, resume_hint("To finish"));
    if (!started())
      return fmt::format(
        "schema-change: cancelled before this start copied anything; "
        "{} is as it was.\n{}",
        table_, resume_hint("To start again"));
    auto sum = totals(x_.job.task);
    auto position = x_.job.numbers.position;
    return fmt::format(
      "schema-change: cancelled at {} of {} rows; {} is as it "
      "was.\n{}\n"
      "Until it goes on, triggers on {} keep noting what "
      "changes.\n{}",
      grouped(sum.rows_copied), grouped(sum.rows_expected), table_,
      position.empty()
        ? "What is copied is kept."
        : "A checkpoint is saved at " + printable(position) + ".",
      table_, resume_hint("To go on from there"));
  }

  std::string failure(exit_code how) const {
    auto text = fmt::format("schema-change: {}: {}\n", title(how),
                            printable(reason(x_)));
    if (how == exit_code::unclear)
      return text
             + "Find out what else works on this table before you start "
               "anything; this run writes nothing any more.\n";
    if (how == exit_code::usage)
      return says_untouched() ? text : text + "Nothing was touched.\n";
    if (status::cut_over_granted(x_.run.last.current)
        || left(leftovers::old_table))
      return text + resume_hint("To finish");
    if (left(leftovers::untouched))
      return text
             + resume_hint(says_untouched()
                             ? "To try again"
                             : "Nothing was touched. To try again");
    if (left(leftovers::removed))
      return text
             + fmt::format(
               "The copy was of no use and is removed; {} is as it "
               "was.\n",
               table_);
    return text
           + fmt::format("{} is as it was, and the copy is kept.\n{}", table_,
                         resume_hint("To go on from there"));
  }

private:
  bool left(leftovers what) const {
    return x_.job.cause && x_.job.cause->after() == what;
  }

  bool says_untouched() const {
    return reason(x_).find("nothing was touched") != std::string::npos;
  }

  std::string copied() const {
    auto text = grouped(x_.job.numbers.rows_copied) + " rows";
    if (x_.job.task.resumed)
      return text + ", those of earlier runs included";
    auto time = time_in(x_.run.last, status::state::copy_rows);
    auto seconds = duration<double>{time}.count();
    if (seconds < 1)
      return text;
    auto rate = static_cast<double>(x_.job.numbers.rows_copied) / seconds;
    return text
           + fmt::format(" in {}, {} rows/s", status::format_duration(time),
                         grouped(static_cast<uint64_t>(rate)));
  }

  std::string checked() const {
    const auto& n = x_.job.numbers;
    return fmt::format("{} rows, {}", grouped(n.rows_checked),
                       n.rows_repaired == 0
                         ? std::string{"all equal"}
                         : grouped(n.rows_repaired)
                             + " differed and were copied again");
  }

  bool started() const {
    return totals(x_.job.task).rows_copied > 0;
  }

  std::string resume_hint(const char* when) const {
    return fmt::format("{}: {}\n", when, printable(wanted_.resume));
  }

  static const char* title(exit_code how) {
    switch (how) {
      case exit_code::usage:
        return "refused";
      case exit_code::not_saved:
        return "stopped, no checkpoint could be saved";
      case exit_code::unclear:
        return "stopped, the change belongs to another run";
      default:
        return "failed";
    }
  }

  const outcome& x_;
  const options& wanted_;
  std::string table_;
  std::string database_;
};

} // namespace

std::string last_words(const outcome& x, const options& wanted) {
  speaker words{x, wanted};
  switch (auto how = judge(x); how) {
    case exit_code::finished:
      return words.success();
    case exit_code::cancelled:
      return words.cancelled();
    default:
      return words.failure(how);
  }
}

} // namespace schema_change
