#include "explore/explorer.hpp"

#include <algorithm>
#include <utility>

namespace status::explore {

namespace {

bool is_asleep(const std::vector<footprint>& asleep, const step& x) {
  return std::any_of(asleep.begin(), asleep.end(),
                     [&x](const footprint& y) { return y.what == x; });
}

} // namespace

void search_result::add(const search_result& other) {
  schedules += other.schedules;
  cut += other.cut;
  steps += other.steps;
  longest = std::max(longest, other.longest);
  complete = complete && other.complete;
  ends.insert(other.ends.begin(), other.ends.end());
  broken.insert(other.broken.begin(), other.broken.end());
}

explorer::explorer(const variant& what) : what_(what) {
  result_.complete = false;
}

const search_result& explorer::run(world& in, const search_options& options) {
  while (!at_end_ && begun_ < options.max_runs
         && std::chrono::steady_clock::now() < options.deadline) {
    run_schedule(in, options.reduce);
    // The last one stays as it is, for who asks for it.
    at_end_ = begun_ < options.max_runs && !backtrack(options.reduce);
  }
  result_.complete = at_end_;
  return result_;
}

choices explorer::last_way() const {
  choices way;
  for (const auto& x : path_)
    way.emplace_back(x.chosen);
  return way;
}

void explorer::run_schedule(world& in, bool reduce) {
  ++begun_;
  in.begin();
  {
    auto now = what_.begin(in);
    for (size_t i = 0; i < replayed_; ++i)
      in.take(path_[i].possible[path_[i].chosen]);
    // The last one was chosen anew, the others are known.
    if (!path_.empty()) {
      auto& last = path_.back();
      last.taken = in.take(last.possible[last.chosen]);
    }
    while (descend(in, *now, reduce))
      path_.back().taken = in.take(path_.back().possible[path_.back().chosen]);
    result_.steps += path_.size();
    // Also when it was cut: everybody's owner can die at any time.
    if (in.end() > 0)
      note_broken(outlived);
  }
}

/// Decides about the next step. Returns false at the end of the schedule.
bool explorer::descend(world& in, const scenario& now, bool reduce) {
  if (auto what = now.broken(); !what.empty()) {
    note_end();
    note_broken(std::move(what));
    return false;
  }
  branch next;
  in.choices(next.possible);
  if (next.possible.empty()) {
    note_end();
    if (auto what = now.broken_at_end(); !what.empty())
      note_broken(std::move(what));
    else
      result_.ends.emplace(now.end_state());
    return false;
  }
  if (reduce && !path_.empty()) {
    const auto& last = path_.back();
    for (const auto& x : last.asleep)
      if (commute(x, last.taken))
        next.asleep.emplace_back(x);
  }
  if (!next_awake(next)) {
    ++result_.cut;
    return false;
  }
  path_.emplace_back(std::move(next));
  return true;
}

/// Moves to the first choice from `at.chosen` on that is awake.
bool explorer::next_awake(branch& at) const {
  while (at.chosen < at.possible.size()
         && is_asleep(at.asleep, at.possible[at.chosen]))
    ++at.chosen;
  return at.chosen < at.possible.size();
}

/// Goes to the last step that can be chosen differently.
bool explorer::backtrack(bool reduce) {
  while (!path_.empty()) {
    auto& last = path_.back();
    if (reduce)
      last.asleep.emplace_back(std::move(last.taken));
    ++last.chosen;
    if (next_awake(last)) {
      replayed_ = path_.size() - 1;
      return true;
    }
    path_.pop_back();
  }
  return false;
}

void explorer::note_end() {
  ++result_.schedules;
  result_.longest = std::max(result_.longest, path_.size());
}

void explorer::note_broken(std::string what) {
  result_.broken.emplace(std::move(what), fault{last_way(), begun_});
}

search_result explore(const variant& what, const search_options& options) {
  world in;
  return explorer{what}.run(in, options);
}

std::optional<choices> find_schedule(const variant& what, uint64_t number) {
  search_options options;
  options.max_runs = number;
  world in;
  explorer all{what};
  if (number == 0 || all.run(in, options).complete)
    return std::nullopt;
  return all.last_way();
}

} // namespace status::explore
