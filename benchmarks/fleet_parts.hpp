/// The jobs of the fleet that is measured, and who follows it.
#pragma once

#include <caf/binary_serializer.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include "status/desks.hpp"

namespace benchmark {

using job_actor = status::shim::extend<status::supervisor_actor,
                                       caf::result<void>(status::state)>;

/// Answers at once, so that what is measured is desk and fleet.
struct job {
  static constexpr const char* name = "job";

  explicit job(job_actor::pointer self) : self(self) {
    how_far.summary = "12.5% copyRows ETA 1h30m0s";
    how_far.tables = {{"orders", 0, 1'000'000, false},
                      {"items", 0, 5'000'000, false},
                      {"people", 0, 20'000, false}};
    now.at.epoch = 1;
  }

  void enter(status::state to) {
    status::transition event;
    event.at = {1, now.at.sequence + 1};
    event.from = now.current;
    event.to = to;
    event.when = caf::make_timestamp();
    status::note(now, event);
    status::shim::mail(self, event).send(subscriber);
  }

  template <class T>
  caf::result<T> wait() {
    waiting.emplace_back(
      self->make_response_promise<caf::typed_response_promise<T>>());
    return waiting.back();
  }

  job_actor::behavior_type make_behavior() {
    namespace atom = status::atom;
    return {
      [this](atom::wait) { return wait<status::run_result>(); },
      [this](atom::stop, const status::stop_order&) {
        return wait<status::run_result>();
      },
      [](atom::cancel, const caf::error& x) {
        return status::verdict{true, x};
      },
      [this](atom::subscribe, const status::subscriber_actor& who) {
        subscriber = who;
        return now;
      },
      [](atom::leave, const status::subscriber_actor&) {},
      [](atom::steer, const status::steering_order&) {
        return status::steering{};
      },
      [](atom::save) { return status::attempt_record{}; },
      [this](atom::progress) {
        for (auto& table : how_far.tables)
          table.rows_copied += 1000;
        return how_far;
      },
      [this](atom::get) { return now; },
      [](atom::history) { return status::attempt_history{}; },
      [this](status::state to) { enter(to); },
    };
  }

  job_actor::pointer self;
  status::snapshot now;
  status::progress how_far;
  status::subscriber_actor subscriber;
  std::vector<caf::typed_response_promise<status::run_result>> waiting;
};

/// Counts what a listener is told.
struct counts {
  std::atomic<uint64_t> batches{0};
  std::atomic<uint64_t> updates{0};
  std::atomic<uint64_t> bytes{0};
  std::mutex mutex;
  std::vector<double> delays; // seconds from transitions to here
};

struct listener {
  static constexpr const char* name = "listener";

  listener(status::listener_actor::pointer self, counts* to)
    : self(self), to(to) {}

  status::listener_actor::behavior_type make_behavior() {
    return {[this](const status::task_updates& x) {
      ++to->batches;
      to->updates += x.updates.size();
      buffer.clear();
      caf::binary_serializer sink{self->system(), buffer};
      if (!sink(x))
        to->bytes += buffer.size();
      auto now = caf::make_timestamp();
      std::lock_guard<std::mutex> guard{to->mutex};
      for (const auto& update : x.updates)
        for (const auto& event : update.missed)
          to->delays.push_back(
            std::chrono::duration<double>(now - event.when).count());
    }};
  }

  status::listener_actor::pointer self;
  counts* to;
  std::vector<char> buffer;
};

} // namespace benchmark
