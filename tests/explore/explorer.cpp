#include "explore/explorer.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace status::explore {

namespace {

// Deep enough for many more subtrees than workers.
constexpr size_t split_depth = 6;

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

explorer::explorer(const variant& what, const search_options& options,
                   size_t worker, std::atomic<uint64_t>& spent)
  : what_(what), options_(options), worker_(worker), spent_(spent) {
  // nop
}

search_result explorer::run() {
  do {
    if (spent_ >= options_.max_schedules
        || std::chrono::steady_clock::now() >= options_.deadline) {
      result_.complete = false;
      break;
    }
    run_schedule();
  } while (backtrack());
  return std::move(result_);
}

void explorer::run_schedule() {
  world_.begin();
  {
    auto now = what_.begin(world_);
    for (size_t i = 0; i < replayed_; ++i)
      world_.take(path_[i].possible[path_[i].chosen]);
    // The last one was chosen anew, the others are known.
    if (!path_.empty()) {
      auto& last = path_.back();
      last.taken = world_.take(last.possible[last.chosen]);
    }
    while (descend(*now))
      path_.back().taken
        = world_.take(path_.back().possible[path_.back().chosen]);
    result_.steps += path_.size();
    // Also when it was cut: everybody's owner can die at any time.
    if (world_.end() > 0)
      note_broken(outlived);
  }
}

/// Decides about the next step. Returns false at the end of the schedule.
bool explorer::descend(const scenario& now) {
  if (path_.size() == split_depth && !next_is_mine())
    return false;
  if (auto what = now.broken(); !what.empty()) {
    if (mine())
      note_broken(std::move(what));
    return false;
  }
  branch next;
  world_.choices(next.possible);
  if (next.possible.empty()) {
    if (!mine())
      return false;
    ++spent_;
    ++result_.schedules;
    result_.longest = std::max(result_.longest, path_.size());
    if (auto what = now.broken_at_end(); !what.empty())
      note_broken(std::move(what));
    else
      result_.ends.emplace(now.end_state());
    return false;
  }
  if (options_.reduce && !path_.empty()) {
    const auto& last = path_.back();
    for (const auto& x : last.asleep)
      if (commute(x, last.taken))
        next.asleep.emplace_back(x);
  }
  if (!next_awake(next)) {
    if (mine())
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
bool explorer::backtrack() {
  while (!path_.empty()) {
    auto& last = path_.back();
    if (options_.reduce)
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

/// Whether the next subtree is ours. All workers count the same subtrees.
bool explorer::next_is_mine() {
  return subtrees_++ % options_.workers == worker_;
}

/// Whether what ends here is ours. What ends above the depth where the tree is
/// split is a subtree by itself.
bool explorer::mine() {
  return path_.size() >= split_depth || next_is_mine();
}

void explorer::note_broken(std::string what) {
  choices way;
  for (const auto& x : path_)
    way.emplace_back(x.chosen);
  result_.broken.emplace(std::move(what), std::move(way));
}

search_result explore(const variant& what, const search_options& options) {
  std::atomic<uint64_t> spent{0};
  std::vector<search_result> parts(options.workers);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < options.workers; ++i)
    threads.emplace_back([&, i] {
      parts[i] = explorer{what, options, i, spent}.run();
    });
  for (auto& x : threads)
    x.join();
  search_result result;
  for (const auto& x : parts)
    result.add(x);
  return result;
}

} // namespace status::explore
