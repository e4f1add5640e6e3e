#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>

#include "fleet/shop.hpp"
#include "fleet/source.hpp"
#include "fleet/workload.hpp"

namespace fleet {

namespace {

using namespace std::chrono_literals;

using clock = std::chrono::steady_clock;

constexpr auto rest = 3ms; // between two transactions of a shard

/// One shard's writer.
class writer {
public:
  explicit writer(std::string path)
    : name_(std::filesystem::path{path}.stem()), log_(path), path_(path) {
    log_.replace(log_.size() - 2, 2, "log");
  }

  void run(const std::atomic<bool>& stop) {
    auto log = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    auto db = open();
    auto what = workload_of(*db);
    for (auto number = last_transaction(*db) + 1; !stop;) {
      auto begin = clock::now();
      try {
        transact(*db, what, number);
      } catch (const schema_change::sqlite_error& x) {
        if (auto to = moved_to(x.reason()); !to.empty()) {
          fmt::print("writers: {} has moved, going on in {}\n", name_, to);
          std::fflush(stdout);
          path_ = to;
          db = open();
          continue; // the same transaction, which has not been
        }
        if (!x.busy())
          throw;
        continue;
      }
      longest = std::max(longest, clock::now() - begin);
      auto line = fmt::format("{}\n", number++);
      if (::write(log, line.data(), line.size())
          != static_cast<ssize_t>(line.size()))
        throw std::runtime_error{"cannot write " + log_};
      ++transactions;
      std::this_thread::sleep_for(rest);
    }
    ::close(log);
  }

  clock::duration longest{0};
  uint64_t transactions = 0;
  std::string failed;

private:
  std::unique_ptr<connection> open() const {
    auto result = std::make_unique<connection>(path_);
    result->exec("PRAGMA synchronous = NORMAL");
    return result;
  }

  const std::string name_;
  std::string log_;
  std::string path_;
};

} // namespace

int write_shards(const std::string& folder) {
  sigset_t ends;
  ::sigemptyset(&ends);
  ::sigaddset(&ends, SIGINT);
  ::sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr); // by all threads
  std::atomic<bool> stop{false};
  std::vector<std::unique_ptr<writer>> writers;
  std::vector<std::thread> threads;
  for (const auto& path : shards_in(folder)) {
    writers.push_back(std::make_unique<writer>(path));
    threads.emplace_back([&stop, x = writers.back().get()] {
      try {
        x->run(stop);
      } catch (const std::exception& e) {
        x->failed = e.what();
        ::kill(::getpid(), SIGTERM);
      }
    });
  }
  int signal = 0;
  ::sigwait(&ends, &signal);
  stop = true;
  for (auto& x : threads)
    x.join();
  uint64_t all = 0;
  clock::duration longest{0};
  int result = 0;
  for (const auto& x : writers) {
    all += x->transactions;
    longest = std::max(longest, x->longest);
    if (!x->failed.empty()) {
      fmt::print(stderr, "shard-move: a writer failed: {}\n", x->failed);
      result = 1;
    }
  }
  fmt::print(
    "writers: {} transactions, the longest took {} ms\n", all,
    std::chrono::duration_cast<std::chrono::milliseconds>(longest).count());
  return result;
}

} // namespace fleet
