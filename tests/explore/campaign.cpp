#include "explore/campaign.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "explore/play.hpp"

namespace status::explore {

namespace {

using clock = std::chrono::steady_clock;

// The share of the time that random walks get, if something is left for them.
constexpr int walks_percent = 5;

// Long enough to be worth the change of hands.
constexpr auto slice = std::chrono::milliseconds{500};

/// Work that is done in turns, by whoever is free.
class turns {
public:
  /// Does some work until about then. Returns whether there is more.
  using work = std::function<bool(world& in, clock::time_point until)>;

  void add(work x) {
    todo_.emplace_back(std::move(x));
  }

  void run(size_t workers, clock::time_point end) {
    std::vector<std::thread> threads;
    for (size_t i = 0; i < workers; ++i)
      threads.emplace_back([this, end] { serve(end); });
    for (auto& x : threads)
      x.join();
    todo_.clear();
  }

private:
  void serve(clock::time_point end) {
    world in; // CAF wants it to end in the thread that used it
    while (clock::now() < end)
      if (auto mine = next()) {
        if (mine(in, std::min(end, clock::now() + slice)))
          give_back(std::move(mine));
      } else {
        return;
      }
  }

  work next() {
    std::lock_guard lock{mutex_};
    if (todo_.empty())
      return {};
    auto result = std::move(todo_.front());
    todo_.pop_front();
    return result;
  }

  void give_back(work x) {
    std::lock_guard lock{mutex_};
    todo_.emplace_back(std::move(x));
  }

  std::mutex mutex_;
  std::deque<work> todo_;
};

turns::work search_of(findings& x, bool reduce) {
  return [&x, reduce, mine = std::make_shared<explorer>(x.what)](world& in,
                                                                 auto until) {
    search_options how;
    how.reduce = reduce;
    how.deadline = until;
    x.ordered = mine->run(in, how);
    return !x.ordered.complete;
  };
}

turns::work walks_of(findings& x, uint64_t seed) {
  return [&x, seed](world& in, auto until) mutable {
    while (clock::now() < until) {
      auto one = play(in, x.what, wander(seed));
      ++x.random.schedules;
      x.random.steps += one.taken.size();
      x.random.longest = std::max(x.random.longest, one.taken.size());
      if (one.broken.empty())
        x.random.ends.emplace(std::move(one.end));
      else
        x.random.broken.emplace(std::move(one.broken),
                                fault{std::move(one.taken), seed});
      ++seed;
    }
    return true;
  };
}

} // namespace

bool run_campaign(const campaign_options& options) {
  std::vector<findings> all;
  for (auto& x : all_variants())
    if (x.name.find(options.only) != std::string::npos)
      all.emplace_back(findings{std::move(x), {}, {}});
  auto begin = clock::now();
  auto end = begin + options.time;
  turns in_turns;
  for (auto& x : all) {
    x.ordered.complete = false;
    if (!x.what.walk_only)
      in_turns.add(search_of(x, options.reduce));
  }
  in_turns.run(options.workers, end - (end - begin) * walks_percent / 100);
  for (auto& x : all)
    if (!x.ordered.complete)
      in_turns.add(walks_of(x, options.seed));
  in_turns.run(options.workers, end);
  return print_findings(all, options, clock::now() - begin);
}

} // namespace status::explore
