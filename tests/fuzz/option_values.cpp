// Values of options: each is refused with words, or understood for what it
// says.
#include <algorithm>
#include <stdexcept>

#include "cli/values.hpp"
#include "fuzz/target.hpp"
#include "schema_change/option_values.hpp"
#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

template <class F>
void unless_refused(F f) {
  try {
    f();
  } catch (const std::invalid_argument& e) {
    fuzz::must(*e.what() != '\0', "a refusal has words");
  }
}

void try_value(const std::string& word) {
  unless_refused([&] {
    auto time = cli::parse_duration(word);
    auto count = time.count() / 1'000'000;
    fuzz::must(time.count() >= 0, "no time is negative");
    fuzz::must(cli::parse_duration(std::to_string(count) + "ms") == time,
               "a time is one of milliseconds");
  });
  unless_refused(
    [&] { fuzz::must(cli::parse_limit(word).count() > 0, "no limit is 0"); });
  unless_refused([&] {
    auto digits = std::to_string(parse_rows(word));
    auto zeros = word.size() - std::min(word.size(), digits.size());
    fuzz::must(std::string(zeros, '0') + digits == word, "rows are a number");
  });
  unless_refused([&] {
    auto mapping = parse_mapping(word);
    auto again = in_quotes(mapping.first) + "=" + mapping.second;
    fuzz::must(parse_mapping(again) == mapping, "a mapping can be quoted");
  });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  try_value(std::string{fuzz::text_of(bytes, size)});
  return 0;
}

} // namespace schema_change
