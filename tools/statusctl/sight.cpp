#include "statusctl/sight.hpp"

#include <algorithm>

#include "cli/json.hpp"
#include "cli/text.hpp"
#include "status/messages/report.hpp"

namespace statusctl {

namespace {

using status::ec;
using status::presence;
using std::chrono::nanoseconds;

const std::string held_by = "cut-over held by ";

std::string joined(const std::string& x, const std::string& y) {
  return x.empty() || y.empty() ? x + y : x + "; " + y;
}

/// Time passes as long as the job runs, which nobody knows of one that is lost.
nanoseconds running_on(const sight& x, nanoseconds then) {
  auto stands = x.entry.seen == presence::ended || is_lost(x)
                || status::terminal(x.entry.now.current);
  return stands ? then : sum(then, x.later);
}

} // namespace

sight see(const status::task_entry& x, caf::timestamp now, nanoseconds held) {
  sight result;
  result.entry = x;
  // The desk's clock and ours differ, so only a longer time is told by them.
  result.later = x.seen == presence::live
                   ? held
                   : std::max(held, status::age_of(x.last_seen, now).age);
  return result;
}

bool is_lost(const sight& x) {
  return x.entry.seen != presence::ended
         && (x.lost || x.entry.seen == presence::unreachable);
}

nanoseconds lost_for(const sight& x) {
  auto here = x.lost ? x.lost->since : nanoseconds{0};
  auto there = x.entry.seen == presence::unreachable ? x.later : nanoseconds{0};
  return std::max(here, there);
}

std::string state_text(const status::task_entry& x) {
  if (x.seen != presence::ended)
    return to_string(x.now.current);
  return x.outcome == status::run_outcome::succeeded ? "finished"
                                                     : to_string(x.outcome);
}

bool copied_all(const status::progress& x) {
  return !x.tables.empty()
         && std::all_of(x.tables.begin(), x.tables.end(),
                        [](const auto& table) { return table.complete; });
}

std::string done_text(const status::progress& x) {
  auto sum = totals(x);
  if (sum.rows_copied == 0 && sum.rows_expected == 0)
    return {};
  // How many rows were expected is a guess.
  return copied_all(x)
           ? status::format_percent(1, 1)
           : status::format_percent(sum.rows_copied, sum.rows_expected);
}

std::string done_text(const status::table_progress& x) {
  return x.complete ? "done"
                    : status::format_percent(x.rows_copied, x.rows_expected);
}

std::string rows_text(uint64_t done, uint64_t expected) {
  auto result = cli::grouped(done);
  if (expected > 0)
    result += " / ~" + cli::grouped(expected);
  return result;
}

nanoseconds sum(nanoseconds x, nanoseconds y) {
  x = std::max(x, nanoseconds{0});
  y = std::max(y, nanoseconds{0});
  return y > nanoseconds::max() - x ? nanoseconds::max() : x + y;
}

nanoseconds checkpoint_age(const sight& x) {
  return sum(x.entry.now.saved_ago, x.later);
}

std::string checkpoint_age_text(const sight& x) {
  if (x.entry.now.last_saved.which.id == 0)
    return "never";
  return status::format_duration(checkpoint_age(x)) + " ago";
}

nanoseconds running_for(const sight& x) {
  return running_on(x, total_time(x.entry.now));
}

nanoseconds in_state_for(const sight& x) {
  return running_on(x, time_in(x.entry.now, x.entry.now.current));
}

std::string wait_text(const status::task_entry& x) {
  std::string result;
  if (x.now.wanted.paused.in_force)
    result = "paused by " + to_text(x.now.wanted.paused);
  if (x.now.wanted.held.in_force)
    result = joined(result, held_by + to_text(x.now.wanted.held));
  // A job that obeys is throttled by what is said already; perhaps its words
  // are still those of an earlier hold.
  const auto& throttle = x.how_far.throttling;
  auto obeys = x.now.wanted.paused.in_force
               || (x.now.wanted.held.in_force
                   && (throttle.reason.empty()
                       || throttle.reason.rfind(held_by, 0) == 0));
  if (throttle.throttled && !obeys)
    result = joined(result, throttle.reason.empty()
                              ? "throttled"
                              : "throttled: " + throttle.reason);
  return cli::printable(result);
}

std::string cause_text(const status::task_entry& x) {
  const auto& cause = x.cause ? x.cause : x.now.first_cause;
  return cause ? cli::printable(status::to_text(cause)) : std::string{};
}

std::string note_text(const sight& x) {
  if (is_lost(x))
    return "LOST " + status::format_duration(lost_for(x)) + ", last seen "
           + time_text(x.entry.last_seen);
  if (auto cause = cause_text(x.entry); !cause.empty())
    return cause;
  if (x.entry.seen == presence::ended)
    return {};
  if (auto wait = wait_text(x.entry); !wait.empty())
    return wait;
  return x.entry.how_far.run > 1
           ? "start " + std::to_string(x.entry.how_far.run)
         : x.entry.how_far.resumed ? "resumed"
                                   : "";
}

std::string time_text(caf::timestamp x) {
  auto result = cli::json::utc(x);
  return result.substr(0, result.find('.')) + "Z";
}

int exit_code_of(const status::task_entry& x) {
  auto has = [&x](ec code) {
    return has_code(x.cause, code) || has_code(x.now.first_cause, code);
  };
  if (x.outcome == status::run_outcome::succeeded)
    return 0;
  if (has(ec::fenced) || has(ec::checkpoint_collision)
      || has(ec::ownership_ambiguous))
    return 5;
  if (has(ec::could_not_write_checkpoint))
    return 4;
  return x.outcome == status::run_outcome::cancelled ? 3 : 1;
}

} // namespace statusctl
