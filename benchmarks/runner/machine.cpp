#include "runner/machine.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

namespace benchmark {

namespace {

/// The rest of the first line of a file that begins with `key`.
std::string look_up(const char* file, const std::string& key) {
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);)
    if (line.compare(0, key.size(), key) == 0) {
      auto begin = line.find_first_not_of("\t :=\"", key.size());
      auto end = line.find_last_not_of("\" ");
      return begin == std::string::npos ? ""
                                        : line.substr(begin, end - begin + 1);
    }
  return "unknown";
}

std::string today() {
  auto now = std::time(nullptr);
  char text[16];
  std::tm parts{};
  std::strftime(text, sizeof(text), "%Y-%m-%d", ::gmtime_r(&now, &parts));
  return text;
}

} // namespace

double load_of_machine() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

std::string describe_machine() {
  auto memory = static_cast<double>(::sysconf(_SC_PHYS_PAGES))
                * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1073741824;
  return fmt::format(
    "{}: {}, {} cores, {:.0f} GiB of memory, {}, g++ {}, CAF {}", today(),
    look_up("/proc/cpuinfo", "model name"), std::thread::hardware_concurrency(),
    memory, look_up("/etc/os-release", "PRETTY_NAME"), __VERSION__,
    BENCHMARK_CAF);
}

} // namespace benchmark
