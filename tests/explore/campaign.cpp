#include "explore/campaign.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

#include "explore/play.hpp"

namespace status::explore {

namespace {

using clock = std::chrono::steady_clock;

search_result wander_alone(const variant& what, uint64_t seed, uint64_t stride,
                           const search_options& options) {
  search_result result;
  world in;
  for (; result.schedules < options.max_schedules / options.workers
         && clock::now() < options.deadline;
       seed += stride) {
    auto one = play(in, what, wander(seed));
    ++result.schedules;
    result.steps += one.taken.size();
    result.longest = std::max(result.longest, one.taken.size());
    if (one.broken.empty())
      result.ends.emplace(std::move(one.end));
    else
      result.broken.emplace(std::move(one.broken), std::move(one.taken));
  }
  result.complete = false;
  return result;
}

struct tally {
  search_result ordered;
  search_result random;
  size_t variants = 0;
  size_t complete = 0;
  size_t ends = 0;
  size_t broken = 0;
};

/// One variant in its share of the time.
void explore_one(const variant& what, const campaign_options& options,
                 clock::duration share, tally& sum) {
  search_options how;
  how.workers = options.workers;
  how.reduce = options.reduce;
  auto begin = clock::now();
  search_result ordered;
  ordered.complete = false;
  if (!what.walk_only) {
    how.deadline = begin + share / 2;
    ordered = explore(what, how);
  }
  search_result random;
  if (!ordered.complete) {
    how.deadline = begin + share;
    random = wander_about(what, options.seed, how);
  }
  auto all = ordered;
  all.add(random);
  std::printf("%-34s %9" PRIu64 " %9" PRIu64 " %9" PRIu64 " %6zu %6zu  %s\n",
              what.name.c_str(), ordered.schedules, ordered.cut,
              random.schedules, all.longest, all.ends.size(),
              ordered.complete ? "every order" : "a part");
  if (options.tell_ends)
    for (const auto& x : all.ends)
      std::printf("    %s\n", x.c_str());
  std::fflush(stdout);
  for (const auto& [broken, way] : all.broken) {
    world in;
    auto plain = shrink(in, what, way);
    std::printf("\nBROKEN: %s\n", broken.c_str());
    print_schedule(what, plain);
  }
  ++sum.variants;
  sum.complete += ordered.complete ? 1 : 0;
  sum.ends += all.ends.size();
  sum.broken += all.broken.size();
  all.ends.clear();
  all.broken.clear();
  sum.ordered.add(ordered);
  sum.random.add(random);
}

} // namespace

search_result wander_about(const variant& what, uint64_t seed,
                           const search_options& options) {
  std::vector<search_result> parts(options.workers);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < options.workers; ++i)
    threads.emplace_back([&, i] {
      parts[i] = wander_alone(what, seed + i, options.workers, options);
    });
  for (auto& x : threads)
    x.join();
  search_result result;
  for (const auto& x : parts)
    result.add(x);
  return result;
}

bool run_campaign(const campaign_options& options) {
  std::vector<variant> todo;
  for (auto& x : all_variants())
    if (x.name.find(options.only) != std::string::npos)
      todo.emplace_back(std::move(x));
  std::printf("%-34s %9s %9s %9s %6s %6s  %s\n", "scenario", "schedules",
              "alike", "random", "steps", "ends", "tried");
  auto begin = clock::now();
  auto end = begin + options.time;
  tally sum;
  for (size_t i = 0; i < todo.size(); ++i)
    explore_one(todo[i], options,
                std::max<clock::duration>((end - clock::now())
                                            / static_cast<int>(todo.size() - i),
                                          std::chrono::milliseconds{20}),
                sum);
  auto took = std::chrono::duration<double>(clock::now() - begin).count();
  std::printf("\n%zu scenarios, %zu of them in every order: %" PRIu64
              " schedules explored and %" PRIu64 " at random, %" PRIu64
              " cut as alike, %zu distinct end states, "
              "longest schedule %zu steps, %.0f s\n",
              sum.variants, sum.complete, sum.ordered.schedules,
              sum.random.schedules, sum.ordered.cut, sum.ends,
              std::max(sum.ordered.longest, sum.random.longest), took);
  std::printf("%zu faults\n", sum.broken);
  return sum.broken == 0 && sum.variants > 0;
}

void print_schedule(const variant& what, const choices& way) {
  world in;
  auto result = play(in, what, follow(way), true);
  for (size_t i = 0; i < result.words.size(); ++i)
    std::printf("  %3zu %c %s\n", i + 1, result.taken[i] == 0 ? ' ' : '*',
                result.words[i].c_str());
  std::printf("  %s\n", result.broken.empty()
                          ? ("the end: " + result.end).c_str()
                          : ("broken: " + result.broken).c_str());
  std::printf("Again: explore --replay %s %s\n\n", what.name.c_str(),
              to_text(way).c_str());
}

} // namespace status::explore
