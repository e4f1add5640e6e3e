/// What the benchmarks share: clocks, memory, options, and how they say what
/// they have measured.
#pragma once

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace benchmark {

using clock = std::chrono::steady_clock;

inline double seconds_since(clock::time_point begin) {
  return std::chrono::duration<double>(clock::now() - begin).count();
}

/// The CPU time of this process, or of the thread that calls with
/// CLOCK_THREAD_CPUTIME_ID. Exact for threads that sleep and for the caller.
inline double cpu_seconds(clockid_t whose = CLOCK_PROCESS_CPUTIME_ID) {
  timespec used{};
  ::clock_gettime(whose, &used);
  return static_cast<double>(used.tv_sec)
         + static_cast<double>(used.tv_nsec) / 1e9;
}

/// The value that a share of all does not exceed: 0.5 for the median.
inline double percentile(std::vector<double> values, double share) {
  if (values.empty())
    return 0;
  auto index
    = static_cast<size_t>(share * static_cast<double>(values.size() - 1));
  auto nth = values.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

/// The number behind an option, or a default: `--rows 1000`.
inline int64_t option(int argc, char** argv, const std::string& name,
                      int64_t otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (argv[i] == name)
      return std::atoll(argv[i + 1]);
  return otherwise;
}

/// Says one measurement, as a line of JSON. `who` is empty if all that a
/// program measures is the same one's.
inline void tell(const std::string& name, int64_t n, double value,
                 const std::string& unit, const std::string& who = {}) {
  std::printf(R"({"name":"%s","n":%lld,"value":%.9g,"unit":"%s","who":"%s"})"
              "\n",
              name.c_str(), static_cast<long long>(n), value, unit.c_str(),
              who.c_str());
  std::fflush(stdout);
}

} // namespace benchmark
