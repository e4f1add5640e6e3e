/// One thread with a loop of asio and two timers per task: what a C++ user
/// writes for many tasks. A task that blocks would hold up all others.
#include <asio.hpp>

#include <memory>
#include <thread>

#include "peers/plain_watch.hpp"

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
      if (cancelled || stopped_ || task_.is_over())
        return;
      timer_.expires_at(timer_.expiry() + every_);
      auto text = task_.answer(which_);
      arm();
    });
  }

  asio::steady_timer timer_;
  watched_object& task_;
  call which_;
  std::chrono::nanoseconds every_;
  bool stopped_ = false;
};

class timer_loop : public plain_watch<ticking_timer> {
public:
  void start(size_t i) override {
    asio::post(loop_, [this, i] {
      watches_[i]
        = std::make_unique<pair_of<ticking_timer>>(*tasks_[i], often_, loop_);
    });
  }

  // What is due already has been queued, and comes before the end.
  void stop(size_t i) override {
    asio::post(loop_, [this, i] {
      watches_[i]->stop();
      asio::post(loop_, [this, i] { watches_[i].reset(); });
    });
  }

private:
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
