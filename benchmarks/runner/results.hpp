/// What was measured, and whether it meets a bar. Pure: no file, no process.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace benchmark {

/// One measurement, as a program has told it.
struct sample {
  std::string who; // "ours", or a peer
  std::string name;
  int64_t n = 0; // of how many
  double value = 0;
  std::string unit;
};

struct summary {
  double median = 0;
  double least = 0;
  double most = 0;
};

/// Of at least one value.
summary summarize(std::vector<double> values);

/// All that was measured, with the order in which it came.
class results {
public:
  using key = std::tuple<std::string, int64_t>; // name, n

  void add(const sample& x);

  /// What was measured of `who`, one value a repetition; empty if nothing was.
  std::vector<double> values(const std::string& who, const std::string& name,
                             int64_t n) const;

  /// Name and n of all that was measured, in the order in which it first came.
  const std::vector<key>& measured() const {
    return order_;
  }

  std::string unit(const std::string& name) const;

private:
  std::vector<key> order_;
  std::map<std::pair<std::string, key>, std::vector<double>> values_;
  std::map<std::string, std::string> units_;
};

/// What is to be reached: our value, or its ratio to a peer's.
struct bar {
  int row = 0;
  std::string what; // for people
  std::string name;
  int64_t n = 1;
  std::string peer;            // empty: our value itself
  std::optional<double> limit; // at most; empty: it is only stated
  std::optional<int64_t> peer_n = std::nullopt; // if it is not `n`
  std::optional<std::string> peer_name = std::nullopt;
  std::string who = "ours"; // or we under other conditions
};

/// How far a bar was reached.
struct verdict {
  bar of;
  std::string unit;
  std::optional<summary> ours;
  std::optional<summary> theirs;
  std::optional<summary> ratio; // of the repetitions, each to its neighbour
  /// Whether the median meets the limit; empty if there is none, or if one side
  /// was not measured.
  std::optional<bool> met;

  /// What is held against the limit.
  const std::optional<summary>& judged() const {
    return of.peer.empty() ? ours : ratio;
  }

  /// By how much a missed limit is missed: 0.25 for a quarter too much.
  double missed_by() const;
};

verdict judge(const bar& x, const results& all);

} // namespace benchmark
