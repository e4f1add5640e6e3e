/// How long a write of the application takes while the schema of its table is
/// changed, against the time of a chunk, which is how long one may have to wait
/// for the change.
///
///   benchmark_writers [--rows N] [--repeat N]
#include <atomic>
#include <random>
#include <thread>

#include "host.hpp"
#include "orders.hpp"

namespace benchmark {

namespace {

using namespace std::chrono_literals;

/// Writes a hundred times a second, on a connection and a thread of its own.
class writer {
public:
  writer(const std::string& path, int64_t rows)
    : thread_([this, path, rows] { write(path, rows); }) {}

  ~writer() {
    if (thread_.joinable())
      end();
  }

  /// Returns how long each write took, in ms.
  std::vector<double> end() {
    done_ = true;
    thread_.join();
    return std::move(took_);
  }

private:
  void write(const std::string& path, int64_t rows) {
    schema_change::connection db{path};
    db.patience(30s);
    std::mt19937_64 random{1};
    while (!done_) {
      auto id = static_cast<int64_t>(random() % static_cast<uint64_t>(rows));
      auto begin = clock::now();
      db.run("UPDATE orders SET customer = customer + 1 WHERE id = ?", {id});
      took_.push_back(seconds_since(begin) * 1000);
      std::this_thread::sleep_until(begin + 10ms);
    }
  }

  std::atomic<bool> done_{false};
  std::vector<double> took_;
  std::thread thread_;
};

} // namespace

int run(int argc, char** argv) {
  auto rows = option(argc, argv, "--rows", 1'000'000);
  auto repeat = option(argc, argv, "--repeat", 3);
  scratch folder;
  auto original = folder.file("original.db");
  auto copy = folder.file("copy.db");
  make_orders(original, rows);
  for (int64_t i = 0; i < repeat; ++i) {
    fresh_copy(original, copy);
    bare_host world;
    auto wanted_change = change_of(copy);
    schema_change::engine what{wanted_change, world};
    writer beside{copy, rows};
    what.run();
    auto took = beside.end();
    tell("a write, p50", rows, percentile(took, 0.5), "ms");
    tell("a write, p99", rows, percentile(took, 0.99), "ms");
    tell("a write, at most", rows, percentile(took, 1), "ms");
    tell("a write, p99", rows,
         static_cast<double>(wanted_change.chunk_time.count()), "ms", "chunk");
  }
  return 0;
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
