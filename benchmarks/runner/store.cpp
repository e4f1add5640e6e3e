#include "runner/store.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace benchmark {

namespace {

using nlohmann::json;

json to_json(const summary& x) {
  return {{"median", x.median}, {"least", x.least}, {"most", x.most}};
}

} // namespace

std::vector<sample> read_samples(const std::string& text,
                                 const std::string& who) {
  std::vector<sample> result;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    auto x = json::parse(line, nullptr, false);
    if (x.is_discarded() || !x.is_object() || !x.contains("value"))
      continue;
    auto said = x.value("who", "");
    result.push_back({said.empty() ? who : said, x.at("name"),
                      x.at("n").get<int64_t>(), x.at("value").get<double>(),
                      x.at("unit")});
  }
  return result;
}

std::string to_json(const results& all, const std::vector<verdict>& verdicts,
                    const std::string& machine) {
  json result{
    {"machine", machine}, {"measured", json::array()}, {"bars", json::array()}};
  for (const auto& [name, n] : all.measured())
    for (const auto* who : {"ours", "tcmalloc", "go", "raw", "loop", "threads",
                            "bare", "chunk"}) {
      auto values = all.values(who, name, n);
      if (!values.empty())
        result["measured"].push_back({{"who", who},
                                      {"name", name},
                                      {"n", n},
                                      {"unit", all.unit(name)},
                                      {"values", values}});
    }
  for (const auto& x : verdicts) {
    json line{{"row", x.of.row}, {"what", x.of.what}, {"peer", x.of.peer}};
    if (x.of.limit)
      line["limit"] = *x.of.limit;
    if (x.ours)
      line["ours"] = to_json(*x.ours);
    if (x.theirs)
      line["theirs"] = to_json(*x.theirs);
    if (x.ratio)
      line["ratio"] = to_json(*x.ratio);
    if (x.met)
      line["met"] = *x.met;
    result["bars"].push_back(std::move(line));
  }
  return result.dump(1) + "\n";
}

std::string read_file(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in)
    throw std::runtime_error{"cannot read " + path};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream out{path, std::ios::binary | std::ios::trunc};
  if (!(out << text).flush())
    throw std::runtime_error{"cannot write " + path};
}

} // namespace benchmark
