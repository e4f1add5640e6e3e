// What a campaign prints.
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <utility>

#include "explore/campaign.hpp"
#include "explore/play.hpp"

namespace status::explore {

namespace {

struct tally {
  search_result ordered;
  search_result random;
  size_t variants = 0;
  size_t complete = 0;
  size_t ends = 0;
  size_t broken = 0;

  void add(const findings& x) {
    ++variants;
    complete += x.ordered.complete ? 1 : 0;
    auto both = x.ordered;
    both.add(x.random);
    ends += both.ends.size();
    broken += both.broken.size();
    ordered.add(x.ordered);
    random.add(x.random);
  }

  size_t longest() const {
    return std::max(ordered.longest, random.longest);
  }
};

void print_row(const char* name, const tally& x, const char* tried) {
  std::printf("%-36s %9" PRIu64 " %9" PRIu64 " %9" PRIu64 " %7zu %6zu  %s\n",
              name, x.ordered.schedules, x.ordered.cut, x.random.schedules,
              x.longest(), x.ends, tried);
}

void print_head(const char* what) {
  std::printf("%-36s %9s %9s %9s %7s %6s  %s\n", what, "schedules", "alike",
              "walks", "longest", "ends", "tried");
}

const char* tried(const findings& x) {
  if (x.what.walk_only)
    return "at random";
  return x.ordered.complete ? "exhaustive" : "bounded";
}

void print_fault(const findings& x, const std::string& broken,
                 const fault& found, bool numbered) {
  world in;
  auto plain = shrink(in, x.what, found.way);
  std::printf("\nBROKEN in %s: %s\n", x.what.name.c_str(), broken.c_str());
  if (numbered)
    std::printf("As it was found: explore --replay %s %" PRIu64
                "\nThe same, shrunk:\n",
                x.what.name.c_str(), found.number);
  print_schedule(x.what, plain);
}

/// `dump` of `dump/ok/stop`.
std::string scenario_of(const variant& x) {
  return x.name.substr(0, x.name.find('/'));
}

void print_scenarios(const std::vector<findings>& all) {
  std::printf("\n");
  print_head("scenario, with all its variants");
  for (auto i = all.begin(); i != all.end();) {
    tally sum;
    auto name = scenario_of(i->what);
    for (; i != all.end() && scenario_of(i->what) == name; ++i)
      sum.add(*i);
    auto how = std::to_string(sum.complete) + " of "
               + std::to_string(sum.variants) + " exhaustive";
    print_row(name.c_str(), sum, how.c_str());
  }
}

} // namespace

bool print_findings(const std::vector<findings>& all,
                    const campaign_options& options,
                    std::chrono::steady_clock::duration took) {
  print_head("variant");
  tally sum;
  for (const auto& x : all) {
    tally one;
    one.add(x);
    print_row(x.what.name.c_str(), one, tried(x));
    sum.add(x);
    if (!options.tell_ends)
      continue;
    auto ends = x.ordered.ends;
    ends.insert(x.random.ends.begin(), x.random.ends.end());
    for (const auto& end : ends)
      std::printf("    %s\n", end.c_str());
  }
  print_scenarios(all);
  for (const auto& x : all) {
    for (const auto& [what, found] : x.ordered.broken)
      print_fault(x, what, found, options.reduce);
    for (const auto& [what, found] : x.random.broken)
      if (x.ordered.broken.count(what) == 0)
        print_fault(x, what, found, false);
  }
  std::printf("\n%zu variants, %zu of them exhaustive; %" PRIu64
              " more schedules begun and found to be alike, %" PRIu64
              " random walks besides; %zu distinct end states, longest "
              "schedule %zu steps, %.0f s, %zu faults\n",
              sum.variants, sum.complete, sum.ordered.cut, sum.random.schedules,
              sum.ends, sum.longest(),
              std::chrono::duration<double>(took).count(), sum.broken);
  std::printf("schedules explored: %" PRIu64 "\n", sum.ordered.schedules);
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
