#define CAF_SUITE net_diary
#include "diary.hpp"

#include <algorithm>
#include <utility>

namespace status::net::test {

bool told::at(const std::string& task, stream_position x) const {
  auto i = tasks.find(task);
  return i != tasks.end() && i->second.entry.now.at == x;
}

bool told::seen_as(const std::string& task, presence x) const {
  auto i = tasks.find(task);
  return i != tasks.end() && i->second.entry.seen == x;
}

observe_options diary::options() {
  observe_options result;
  result.news = [this](const task_updates& x) { take(x); };
  result.line = [this](const link_status& x) {
    std::unique_lock guard{mutex_};
    told_.lines.emplace_back(x);
    changed_.notify_all();
  };
  return result;
}

void diary::take(const task_updates& x) {
  std::unique_lock guard{mutex_};
  for (const auto& task : x.forgotten)
    told_.tasks[task].forgotten = true;
  for (const auto& y : x.updates)
    take(y);
  changed_.notify_all();
}

void diary::take(task_update x) {
  auto& task = told_.tasks[x.entry.task];
  task.forgotten = false;
  task.resets += x.reset ? 1 : 0;
  if (x.reset)
    task.transitions.clear();
  for (const auto& event : x.missed) {
    auto& all = task.transitions;
    if (!all.empty()) {
      auto last = all.back();
      auto follows = event.at.epoch == last.epoch
                       ? event.at.sequence == last.sequence + 1
                       : event.at.epoch > last.epoch && event.at.sequence == 1;
      if (!follows)
        told_.broken += x.entry.task + ": " + std::to_string(event.at.epoch)
                        + "/" + std::to_string(event.at.sequence) + " after "
                        + std::to_string(last.epoch) + "/"
                        + std::to_string(last.sequence) + "\n";
    }
    all.emplace_back(event.at);
  }
  task.entry = std::move(x.entry);
}

std::chrono::milliseconds diary::wait(
  const std::string& what, const std::function<bool(const told&)>& done) {
  auto began = std::chrono::steady_clock::now();
  std::unique_lock guard{mutex_};
  if (!changed_.wait_for(guard, patience, [&] { return done(told_); }))
    CAF_FAIL("in vain: waited until " << what);
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
    std::chrono::steady_clock::now() - began);
  CAF_MESSAGE(what << ": " << took.count() << " ms");
  return took;
}

told diary::read() {
  std::unique_lock guard{mutex_};
  return told_;
}

} // namespace status::net::test
