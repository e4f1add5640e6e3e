/// The shim for CAF 0.17.6: wakes many actors at once. Included by shim.hpp
/// only.
#pragma once

#include <caf/execution_unit.hpp>
#include <caf/ref_counted.hpp>
#include <caf/resumable.hpp>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace status::shim {

/// Actors that run one after the other, as one job of the scheduler. To enqueue
/// a job costs several times what a short handler does.
class crowd : public caf::resumable, public caf::ref_counted {
public:
  /// So many at most: one that is slow holds up no more than these.
  static constexpr size_t capacity = 16;

  crowd() = default;
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

  ~crowd() override { // the scheduler may have ended before
    disband([](caf::resumable* who) { intrusive_ptr_release(who); });
  }

  bool full() const {
    return size_ == capacity;
  }

  void add(caf::resumable* who) {
    members_[size_++] = who;
  }

  /// Hands over who has not run, for a scheduler that runs each by itself.
  template <class Take>
  void disband(Take take) {
    while (next_ < size_)
      take(members_[next_++]);
  }

  caf::resumable::resume_result resume(caf::execution_unit* unit,
                                       size_t max_throughput) override {
    while (next_ < size_)
      run(members_[next_++], unit, max_throughput);
    return caf::resumable::done;
  }

  void intrusive_ptr_add_ref_impl() override {
    ref();
  }

  void intrusive_ptr_release_impl() override {
    deref();
  }

private:
  /// As a worker of the scheduler does.
  static void run(caf::resumable* who, caf::execution_unit* unit,
                  size_t max_throughput) {
    if (who->resume(unit, max_throughput) == caf::resumable::resume_later)
      unit->exec_later(who);
    else
      intrusive_ptr_release(who);
  }

  std::array<caf::resumable*, capacity> members_{};
  size_t size_ = 0;
  size_t next_ = 0;
};

/// Stands for the worker while an actor runs that may wake many others, and has
/// those run in crowds. Few are left to the worker, one by one.
class gathering_unit : public caf::execution_unit {
public:
  explicit gathering_unit(caf::execution_unit* worker)
    : execution_unit(&worker->system()), worker_(worker) {
    proxy_registry_ptr(worker->proxy_registry_ptr());
  }

  gathering_unit(const gathering_unit&) = delete;
  gathering_unit& operator=(const gathering_unit&) = delete;

  ~gathering_unit() override {
    for (size_t i = 0; i < size_; ++i)
      worker_->exec_later(woken_[i]);
    send_crowd();
  }

  void exec_later(caf::resumable* who) override {
    if (crowd_ == nullptr && size_ < woken_.size()) {
      woken_[size_++] = who;
      return;
    }
    if (crowd_ == nullptr) {
      crowd_ = new crowd;
      for (size_t i = 0; i < size_; ++i)
        crowd_->add(woken_[i]);
      size_ = 0;
    }
    crowd_->add(who);
    if (crowd_->full())
      send_crowd();
  }

private:
  void send_crowd() {
    if (crowd_ != nullptr)
      worker_->exec_later(std::exchange(crowd_, nullptr));
  }

  caf::execution_unit* worker_;
  std::array<caf::resumable*, crowd::capacity / 2> woken_{};
  size_t size_ = 0;
  crowd* crowd_ = nullptr;
};

} // namespace status::shim
