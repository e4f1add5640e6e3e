#include "runner/results.hpp"

#include <algorithm>

namespace benchmark {

summary summarize(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  auto middle = values.size() / 2;
  auto median = values.size() % 2 == 1
                  ? values[middle]
                  : (values[middle - 1] + values[middle]) / 2;
  return {median, values.front(), values.back()};
}

// -- results -------------------------------------------------------------------

void results::add(const sample& x) {
  key what{x.name, x.n};
  if (std::find(order_.begin(), order_.end(), what) == order_.end())
    order_.push_back(what);
  values_[{x.who, what}].push_back(x.value);
  units_[x.name] = x.unit;
}

std::vector<double> results::values(const std::string& who,
                                    const std::string& name, int64_t n) const {
  auto i = values_.find({who, key{name, n}});
  return i == values_.end() ? std::vector<double>{} : i->second;
}

std::string results::unit(const std::string& name) const {
  auto i = units_.find(name);
  return i == units_.end() ? std::string{} : i->second;
}

// -- bars ----------------------------------------------------------------------

double verdict::missed_by() const {
  if (met.value_or(true) || *of.limit <= 0)
    return 0;
  return judged()->median / *of.limit - 1;
}

verdict judge(const bar& x, const results& all) {
  verdict result;
  result.of = x;
  result.unit = all.unit(x.name);
  auto ours = all.values(x.who, x.name, x.n);
  if (!ours.empty())
    result.ours = summarize(ours);
  if (!x.peer.empty()) {
    auto theirs = all.values(x.peer, x.peer_name.value_or(x.name),
                             x.peer_n.value_or(x.n));
    if (!theirs.empty())
      result.theirs = summarize(theirs);
    // They took turns: what disturbs a machine for a while disturbs both sides
    // of one repetition.
    std::vector<double> ratios;
    for (size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i)
      if (theirs[i] > 0)
        ratios.push_back(ours[i] / theirs[i]);
    if (!ratios.empty())
      result.ratio = summarize(ratios);
  }
  if (x.limit && result.judged())
    result.met = result.judged()->median <= *x.limit;
  return result;
}

} // namespace benchmark
