// Explores the interleavings of the component, see `--help`.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "explore/campaign.hpp"
#include "explore/play.hpp"
#include "explore/self_test.hpp"

namespace status::explore {

namespace {

constexpr const char* usage = R"(usage: explore [OPTION...]

Runs every scenario in every order of messages and timers, as far as the time
allows, and checks after each step what must hold.

  --seconds N            the time for all scenarios together [270]
  --jobs N               threads [the number of cores]
  --only TEXT            scenarios whose name contains this
  --ends                 say which ends each scenario has
  --every-way            also ways that differ in steps that commute
  --seed N               of the first random walk [1]

  --list                 say which scenarios there are
  --replay NAME NUMBER   one schedule, step by step: by its number, or by its
                         choices, e.g. dump/ok/alone 17 or dump/ok/alone 0.0.1
  --walk NAME SEED       one random schedule, step by step
  --self-test            show that the explorer finds faults, and that what it
                         leaves out is not missed
)";

int misused(const std::string& why) {
  std::fprintf(stderr, "explore: %s\n%s", why.c_str(), usage);
  return 2;
}

std::optional<uint64_t> read_number(const std::string& text) {
  if (text.empty() || text.size() > 18
      || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoull(text);
}

std::optional<variant> find_variant(const std::string& name) {
  auto all = all_variants();
  for (auto* more : {&racy_variants, &sound_variants})
    for (auto& x : more())
      all.emplace_back(std::move(x));
  auto i = std::find_if(all.begin(), all.end(),
                        [&name](const auto& x) { return x.name == name; });
  if (i == all.end())
    return std::nullopt;
  return *i;
}

int show_one(const std::vector<std::string>& args) {
  if (args.size() != 3)
    return misused(args[0] + " needs a scenario and a schedule");
  auto what = find_variant(args[1]);
  if (!what)
    return misused("no scenario is called " + args[1]);
  if (args[0] == "--replay") {
    auto number = read_number(args[2]);
    auto way = number ? find_schedule(*what, *number) : read_choices(args[2]);
    if (!way)
      return misused("there is no such schedule: " + args[2]);
    print_schedule(*what, *way);
    return 0;
  }
  auto seed = read_number(args[2]);
  if (!seed)
    return misused("this is no seed: " + args[2]);
  world in;
  print_schedule(*what, play(in, *what, wander(*seed)).taken);
  return 0;
}

int run(const std::vector<std::string>& args) {
  if (!args.empty() && (args[0] == "--replay" || args[0] == "--walk"))
    return show_one(args);
  campaign_options options;
  options.workers = std::max(1u, std::thread::hardware_concurrency());
  for (size_t i = 0; i < args.size(); ++i) {
    const auto& arg = args[i];
    if (arg == "--help") {
      std::fputs(usage, stdout);
      return 0;
    }
    if (arg == "--list") {
      for (const auto& x : all_variants())
        std::puts(x.name.c_str());
      return 0;
    }
    if (arg == "--self-test")
      return self_test() ? 0 : 1;
    if (arg == "--ends") {
      options.tell_ends = true;
      continue;
    }
    if (arg == "--every-way") {
      options.reduce = false;
      continue;
    }
    if (i + 1 == args.size())
      return misused("what about " + arg + "?");
    const auto& value = args[++i];
    auto number = read_number(value);
    if (arg == "--only")
      options.only = value;
    else if (arg == "--seconds" && number)
      options.time = std::chrono::seconds{std::min<uint64_t>(*number, 86'400)};
    else if (arg == "--jobs" && number && *number > 0 && *number <= 256)
      options.workers = *number;
    else if (arg == "--seed" && number)
      options.seed = *number;
    else
      return misused(arg + " " + value);
  }
  return run_campaign(options) ? 0 : 1;
}

} // namespace

} // namespace status::explore

int main(int argc, char** argv) {
  try {
    return status::explore::run({argv + 1, argv + argc});
  } catch (const std::exception& ex) {
    std::fprintf(stderr, "explore: %s\n", ex.what());
    return 1;
  }
}
