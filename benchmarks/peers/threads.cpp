/// Two threads per task, each with a condition variable: what a C++ user writes
/// first.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "harness/quiet.hpp"
#include "peers/plain_task.hpp"

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
          if (task.state.load() > cut_over)
            return;
          guard.unlock();
          auto text = which == call::status ? task.status() : task.dump();
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

struct pair_of_threads {
  pair_of_threads(watched_object& task, intervals often)
    : status(task, call::status, often),
      checkpoint(task, call::checkpoint, often) {}

  ticking_thread status;
  ticking_thread checkpoint;
};

class threads : public subject {
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
    watches_[i] = std::make_unique<pair_of_threads>(*tasks_[i], often_);
  }

  void stop(size_t i) override {
    watches_[i]->status.stop();
    watches_[i]->checkpoint.stop();
    watches_[i].reset();
  }

  void settle() override {
    wait_until_quiet();
  }

private:
  intervals often_;
  std::vector<std::unique_ptr<plain_task>> tasks_;
  std::vector<std::unique_ptr<pair_of_threads>> watches_;
};

} // namespace

} // namespace benchmark

int main(int argc, char** argv) {
  benchmark::threads who;
  return benchmark::run(argc, argv, who);
}
