/// A look at the state: `state_view`, and a bare atomic of the same size.
/// Alone, and while another thread writes all the time.
#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <thread>

#include "measure.hpp"
#include "status/actors/state_holder.hpp"
#include "status/system.hpp"

namespace reading {

namespace {

using benchmark::clock;
using benchmark::tell;

using cell = status::state_view::cell;

/// A cell in a cache line of its own.
struct alignas(128) lonely_cell {
  cell value{status::state::initial};
};

/// Writes every microsecond or so.
class busy_writer {
public:
  explicit busy_writer(cell& to)
    : thread_([this, &to] {
        for (uint8_t x = 0; !done_; x = (x + 1) % 10) {
          to.store(static_cast<status::state>(x), std::memory_order_release);
          for (auto begin = clock::now();
               clock::now() - begin < std::chrono::microseconds{1};)
            ;
        }
      }) {}

  ~busy_writer() {
    done_ = true;
    thread_.join();
  }

private:
  std::atomic<bool> done_{false};
  std::thread thread_;
};

/// Loop and series are the same as those of the peer in Go.
template <class T>
void look(benchmark::State& run, const T& from) {
  constexpr int64_t batch = 1000;
  int64_t sum = 0;
  while (run.KeepRunningBatch(batch))
    for (int64_t i = 0; i < batch; ++i)
      sum += static_cast<int64_t>(from.load());
  benchmark::DoNotOptimize(sum);
}

/// Says what Google Benchmark has measured as all others do: the best of the
/// series, as whatever else runs only adds to it.
class teller : public benchmark::BenchmarkReporter {
public:
  bool ReportContext(const Context&) override {
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    std::vector<double> times;
    for (const auto& x : runs)
      if (x.run_type == Run::RT_Iteration) // not a mean or a deviation
        times.push_back(x.GetAdjustedRealTime());
    if (times.empty())
      return;
    auto name = runs.front().run_name.function_name; // "WHO/WHAT"
    auto slash = name.find('/');
    tell(name.substr(slash + 1), 1,
         *std::min_element(times.begin(), times.end()), "ns",
         name.substr(0, slash));
  }
};

} // namespace

int run() {
  lonely_cell bare;
  auto shared = std::make_shared<lonely_cell>();
  status::state_view view{std::shared_ptr<const cell>{shared, &shared->value}};
  teller to;
  auto measure = [&](const std::string& name, cell* written, auto fun) {
    std::optional<busy_writer> writer;
    if (written != nullptr)
      writer.emplace(*written);
    benchmark::RegisterBenchmark(name.c_str(), fun)
      ->Iterations(1'000'000)
      ->Repetitions(200);
    benchmark::RunSpecifiedBenchmarks(&to);
    benchmark::ClearRegisteredBenchmarks();
  };
  auto read_bare = [&](benchmark::State& run) { look(run, bare.value); };
  auto read_view = [&](benchmark::State& run) { look(run, view); };
  measure("bare/read", nullptr, read_bare);
  measure("ours/read", nullptr, read_view);
  measure("bare/read, busy writer", &bare.value, read_bare);
  measure("ours/read, busy writer", &shared->value, read_view);
  return 0;
}

} // namespace reading

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  return reading::run();
}
