/// Two threads per task, each with a condition variable: what a C++ user writes
/// first.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "peers/plain_watch.hpp"

namespace benchmark {

namespace {

/// Calls a task again and again, until it is told to stop.
class ticking_thread {
public:
  ticking_thread(watched_object& task, call which, intervals often)
    : thread_([this, &task, which, every = often.of(which)] {
        auto next = clock::now() + every;
        std::unique_lock<std::mutex> guard{mutex_};
        while (!changed_.wait_until(guard, next, [this] { return stopped_; })) {
          next += every;
          if (task.is_over())
            return;
          guard.unlock();
          auto text = task.answer(which);
          guard.lock();
        }
      }) {}

  void stop() {
    {
      std::lock_guard<std::mutex> guard{mutex_};
      stopped_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::thread thread_;
};

class threads : public plain_watch<ticking_thread> {
public:
  void start(size_t i) override {
    watches_[i] = std::make_unique<pair_of<ticking_thread>>(*tasks_[i], often_);
  }

  void stop(size_t i) override {
    watches_[i]->stop();
    watches_[i].reset();
  }
};

} // namespace

} // namespace benchmark

int main(int argc, char** argv) {
  benchmark::threads who;
  return benchmark::run(argc, argv, who);
}
