/// Has the programs of each row take turns, and compares.
///
///   bench_runner [--quick] [--row N]... [--store] --programs FOLDER
///                [--out FOLDER]
///
/// With `--store` the result goes to docs/PERFORMANCE.md of the current folder.
/// Exit code 0 if everything of ours could be measured, whether or not it meets
/// the bars.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <set>

#include "runner/chart.hpp"
#include "runner/machine.hpp"
#include "runner/plan.hpp"
#include "runner/process.hpp"
#include "runner/store.hpp"
#include "runner/table.hpp"

namespace benchmark {

namespace {

struct options {
  bool quick = false;
  bool store = false;
  std::set<int> rows; // empty: all
  std::string programs = ".";
  std::string out = ".";

  bool wants(int row) const {
    return rows.empty() || rows.count(row) > 0;
  }
};

class runner {
public:
  explicit runner(const options& with) : with_(with) {}

  void run(const round& x) {
    auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < x.repeat; ++i)
      x.at_once ? together(x) : in_turns(x);
    std::chrono::duration<double> took
      = std::chrono::steady_clock::now() - begin;
    fmt::print("==> row {}: {}, {} times in {:.0f} s\n", x.row, x.what,
               x.repeat, took.count());
    std::fflush(stdout);
  }

  results all;
  bool complete = true; // as far as it is ours

private:
  void in_turns(const round& x) {
    for (const auto& y : x.turns)
      if (auto one = begin(y))
        end(y, *one);
  }

  void together(const round& x) {
    std::vector<std::pair<const turn*, process>> running;
    for (const auto& y : x.turns)
      if (auto one = begin(y))
        running.emplace_back(&y, std::move(*one));
    for (auto& [which, one] : running)
      end(*which, one);
  }

  std::optional<process> begin(const turn& x) {
    auto path = with_.programs + "/" + x.command.front();
    if (::access(path.c_str(), X_OK) == 0)
      return process{path, x.command};
    give_up(x, "there is no " + path);
    return std::nullopt;
  }

  void end(const turn& x, process& one) {
    auto text = one.output();
    if (!text)
      return give_up(x,
                     fmt::format("{} has failed", fmt::join(x.command, " ")));
    for (const auto& y : read_samples(*text, x.who))
      all.add(y);
  }

  void give_up(const turn& x, const std::string& why) {
    if (x.who == "ours")
      complete = false;
    if (said_.insert(why).second)
      fmt::print("    {} is skipped: {}\n", title_of(x.who), why);
  }

  const options& with_;
  std::set<std::string> said_;
};

std::string verdict_text(const std::vector<verdict>& verdicts,
                         const results& all, const std::string& machine) {
  return fmt::format("{}\n\n{}\n```\n{}```\n\nAll medians:\n\n{}", machine,
                     table_of_bars(verdicts), last_word(verdicts),
                     table_of_values(all));
}

/// The version of Go that made the peer.
std::string version_of_go(const options& with) {
  auto path = with.programs + "/go_peer";
  if (::access(path.c_str(), X_OK) != 0)
    return "no Go";
  return process{path, {"go_peer", "version"}}.output().value_or("no Go");
}

int run(const options& with) {
  auto machine = fmt::format("{}, {}; load {:.1f} before", describe_machine(),
                             version_of_go(with), load_of_machine());
  runner todo{with};
  for (const auto& x : plan(with.quick))
    if (with.wants(x.row))
      todo.run(x);
  std::vector<verdict> verdicts;
  for (const auto& x : bars(with.quick))
    if (with.wants(x.row))
      verdicts.push_back(judge(x, todo.all));
  auto text = verdict_text(verdicts, todo.all, machine);
  auto picture = chart(todo.all);
  write_file(with.out + "/results.json", to_json(todo.all, verdicts, machine));
  write_file(with.out + "/table.md", text);
  write_file(with.out + "/chart.svg", picture);
  fmt::print(
    "\n{}\n{}\n{}\nAll medians, and how it grows: {}/table.md, "
    "{}/chart.svg\n",
    machine, table_of_bars(verdicts), last_word(verdicts), with.out, with.out);
  if (with.store) {
    const std::string document = "docs/PERFORMANCE.md";
    write_file(document, put_between(read_file(document), "results", text));
    write_file("docs/performance.svg", picture);
    fmt::print("stored in {}\n", document);
  }
  return todo.complete ? 0 : 1;
}

} // namespace

int run(int argc, char** argv) {
  options with;
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    auto more = i + 1 < argc;
    if (word == "--quick")
      with.quick = true;
    else if (word == "--store")
      with.store = true;
    else if (word == "--row" && more)
      with.rows.insert(std::atoi(argv[++i]));
    else if (word == "--programs" && more)
      with.programs = argv[++i];
    else if (word == "--out" && more)
      with.out = argv[++i];
    else {
      fmt::print(stderr, "what is {}?\n", word);
      return 2;
    }
  }
  try {
    return run(with);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "{}\n", problem.what());
    return 1;
  }
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
