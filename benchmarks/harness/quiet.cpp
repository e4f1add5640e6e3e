#include "harness/quiet.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "measure.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;

double waiting = 0; // CPU seconds; only the main thread waits

/// Whether all threads but this one sleep. A thread that waits for a core does
/// not, which is why this is more to be trusted than a look at the CPU time.
bool all_sleep() {
  for (const auto& thread :
       std::filesystem::directory_iterator{"/proc/self/task"}) {
    if (std::atol(thread.path().filename().c_str()) == ::getpid())
      continue;
    std::string text;
    std::getline(std::ifstream{thread.path() / "stat"}, text);
    auto name_end = text.rfind(')');
    if (name_end != std::string::npos && text.compare(name_end, 3, ") S") != 0)
      return false;
  }
  return true;
}

bool poll() {
  auto begin = clock::now();
  for (int quiet = 0; quiet < 4;) {
    std::this_thread::sleep_for(500us);
    quiet = all_sleep() ? quiet + 1 : 0;
    if (clock::now() - begin > 1min)
      return false;
  }
  return true;
}

} // namespace

size_t resident() {
  size_t all = 0;
  size_t used = 0;
  std::ifstream{"/proc/self/statm"} >> all >> used;
  return used * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

bool wait_until_quiet() {
  auto before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
  auto result = poll();
  waiting += cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - before;
  return result;
}

double cpu_without_waiting() {
  return cpu_seconds() - waiting;
}

} // namespace benchmark
