/// What every target has: one function that takes any bytes at all, and comes
/// back unless a property does not hold. libFuzzer calls it with bytes that it
/// finds, replay.cpp with those that are kept in corpus/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

namespace fuzz {

/// Ends the program, as a crash would, unless the property holds.
inline void must(bool holds, const std::string& property) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %s\n", property.c_str());
  std::abort();
}

inline std::string_view text_of(const uint8_t* bytes, size_t size) {
  // libFuzzer may pass null for no bytes.
  return size == 0
           ? std::string_view{}
           : std::string_view{reinterpret_cast<const char*>(bytes), size};
}

/// Splits a text, at most `most` times.
inline std::vector<std::string> split(std::string_view text,
                                      std::string_view separator, size_t most) {
  std::vector<std::string> result;
  for (auto end = text.find(separator);
       end != std::string_view::npos && result.size() < most;
       end = text.find(separator)) {
    result.emplace_back(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  result.emplace_back(text);
  return result;
}

} // namespace fuzz
