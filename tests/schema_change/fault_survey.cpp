#include "schema_change/fault_survey.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace schema_change::test {

namespace {

/// Few rows, so that all moments can be tried: two chunks.
constexpr int rows = 600;

constexpr int most_runs = 5000;

/// A change with one fault, and everything that must hold after it.
class trial {
public:
  trial(const fault& what, const survey_options& how) : table_(rows) {
    if (how.wal)
      table_.write("PRAGMA main.journal_mode=wal");
    auto wanted = table_.wanted();
    wanted.lock_wait = how.lock_wait;
    faulty_vfs below{what};
    problem_ = table_.run(wanted);
    hit_ = below.hit();
    crashed_ = below.crashed();
  }

  bool hit() const {
    return hit_;
  }

  const std::optional<failure>& problem() const {
    return problem_;
  }

  // Only a commit of the cut-over that fails so late that it counts may be
  // taken for one that does not.
  bool said_what_is_left() {
    auto after = problem_->after();
    if (after == leftovers::old_table)
      return table_.changed();
    return after == leftovers::resumable || after == leftovers::untouched;
  }

  std::string wrong() {
    if (crashed_)
      table_.open(); // a process of its own, after all
    for (int i = 0; i < 3; ++i)
      table_.act();
    if (auto why = table_.faults(!problem_); !why.empty())
      return why;
    if (problem_ && !said_what_is_left())
      return fmt::format("what is left is taken for something else: {}",
                         problem_->what());
    if (auto why = table_.finish(); !why.empty())
      return "after a new start: " + why;
    return {};
  }

private:
  busy_table table_;
  std::optional<failure> problem_;
  bool hit_ = false;
  bool crashed_ = false;
};

} // namespace

survey try_all(fault what, const survey_options& how) {
  survey result;
  auto every = how.step > 1 && std::getenv("EVERY_FAULT") != nullptr;
  what.at = every ? 0 : how.first;
  for (; result.runs < most_runs; what.at += every ? 1 : how.step) {
    trial x{what, how};
    ++result.runs;
    if (const auto& problem = x.problem())
      ++result.failed[to_string(problem->code())];
    else
      ++result.finished;
    if (auto why = x.wrong(); !why.empty() && result.wrong.empty())
      result.wrong
        = fmt::format("call {}: {}; the run said: {}", what.at, why,
                      x.problem() ? x.problem()->what() : "finished");
    if (!x.hit())
      return result;
  }
  result.wrong = "the fault comes again and again";
  return result;
}

} // namespace schema_change::test
