/// A task as a program without actors has it: an object with two functions.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "harness/subject.hpp"

namespace benchmark {

/// The last state in which a task is called.
constexpr int32_t cut_over = 8;

class watched_object {
public:
  virtual ~watched_object() = default;
  virtual std::string status() = 0;
  virtual std::string dump() = 0;

  bool is_over() const {
    return state.load() > cut_over;
  }

  std::string answer(call which) {
    return which == call::status ? status() : dump();
  }

  std::atomic<int32_t> state{0};
};

class plain_task : public watched_object {
public:
  plain_task(call_book* book, size_t index) : book_(book), index_(index) {}

  std::string status() override {
    book_->note(index_, call::status);
    return "a line";
  }

  std::string dump() override {
    book_->note(index_, call::checkpoint);
    return "id=1";
  }

private:
  call_book* book_;
  size_t index_;
};

} // namespace benchmark
