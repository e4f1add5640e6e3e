/// One thread with a loop of asio and two timers per task: what a C++ user
/// writes for many tasks. A task that blocks would hold up all others.
#include <asio.hpp>

#include <memory>
#include <thread>

#include "harness/quiet.hpp"
#include "peers/plain_task.hpp"

namespace benchmark {

namespace {

/// Calls a task again and again, until it is told to stop. On the loop's
/// thread.
class ticking_timer {
public:
  ticking_timer(asio::io_context& loop, watched_object& task, call which,
                intervals often)
    : timer_(loop, clock::now() + often.of(which)),
      task_(task),
      which_(which),
      every_(often.of(which)) {
    arm();
  }

  void stop() {
    stopped_ = true;
    timer_.cancel();
  }

private:
  void arm() {
    timer_.async_wait([this](const asio::error_code& cancelled) {
      if (cancelled || stopped_ || task_.state.load() > cut_over)
        return;
      timer_.expires_at(timer_.expiry() + every_);
      auto text = which_ == call::status ? task_.status() : task_.dump();
      arm();
    });
  }

  asio::steady_timer timer_;
  watched_object& task_;
  call which_;
  std::chrono::nanoseconds every_;
  bool stopped_ = false;
};

struct pair_of_timers {
  pair_of_timers(asio::io_context& loop, watched_object& task, intervals often)
    : status(loop, task, call::status, often),
      checkpoint(loop, task, call::checkpoint, often) {}

  ticking_timer status;
  ticking_timer checkpoint;
};

class timer_loop : public subject {
public:
  void make_tasks(size_t n, call_book& book) override {
    watches_.resize(n);
    for (size_t i = 0; i < n; ++i)
      tasks_.push_back(std::make_unique<plain_task>(&book, i));
  }

  void call_every(intervals x) override {
    often_ = x;
  }

  void start(size_t i) override {
    asio::post(loop_, [this, i] {
      watches_[i] = std::make_unique<pair_of_timers>(loop_, *tasks_[i], often_);
    });
  }

  // What is due already has been queued, and comes before the end.
  void stop(size_t i) override {
    asio::post(loop_, [this, i] {
      watches_[i]->status.stop();
      watches_[i]->checkpoint.stop();
      asio::post(loop_, [this, i] { watches_[i].reset(); });
    });
  }

  void settle() override {
    wait_until_quiet();
  }

private:
  intervals often_;
  std::vector<std::unique_ptr<plain_task>> tasks_;
  std::vector<std::unique_ptr<pair_of_timers>> watches_;
  asio::io_context loop_;
  asio::executor_work_guard<asio::io_context::executor_type> work_
    = asio::make_work_guard(loop_);
  std::thread thread_{[this] { loop_.run(); }};
};

} // namespace

} // namespace benchmark

int main(int argc, char** argv) {
  benchmark::timer_loop who;
  return benchmark::run(argc, argv, who);
}
