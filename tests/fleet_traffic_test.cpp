#define CAF_SUITE fleet_traffic
#include "fleet_fixture.hpp"

#include <caf/binary_serializer.hpp>

namespace status::test::fleet_traffic_suite {

namespace {

constexpr size_t desk_count = 2;

constexpr size_t tasks_per_desk = 100;

/// What goes over a line.
struct traffic {
  size_t messages = 0; // batches and their answers
  size_t bytes = 0;    // of the batches
  size_t events = 0;
};

/// Stands in for whoever follows, passes on what it is told, and counts it.
struct meter {
  static constexpr const char* name = "test.meter";

  meter(listener_actor::pointer self, traffic* counted, listener_actor next)
    : self(self), counted(counted), next(std::move(next)) {
    shim::harden(self);
  }

  listener_actor::behavior_type make_behavior() {
    return {[this](task_updates& x) -> caf::result<void> {
      counted->messages += 2;
      buffer.clear();
      caf::binary_serializer sink{self->system(), buffer};
      if (!sink(x))
        counted->bytes += buffer.size();
      for (const auto& update : x.updates)
        counted->events += update.missed.size();
      if (!next)
        return caf::unit;
      return shim::mail(self, std::move(x)).delegate(next);
    }};
  }

  listener_actor::pointer self;
  traffic* counted;
  listener_actor next;
  std::vector<char> buffer;
};

/// Desks full of tasks that are a bit further each time they are asked.
struct crowd : fleet_fixture {
  crowd() {
    for (size_t i = 0; i < desk_count; ++i) {
      options.node = "db" + std::to_string(i) + ":42";
      desk = spawn(options);
      for (size_t j = 0; j < tasks_per_desk; ++j) {
        auto job
          = add("shop" + std::to_string(i) + ".orders" + std::to_string(j));
        job->progress.summary = "12.5% copyRows ETA 1h30m0s";
        for (const auto* table : {"orders", "items", "people"})
          job->progress.tables.push_back({table, 1000, 5'000'000, false});
      }
      // The fleet hears of the desk what goes through the meter.
      auto line = announce(options.node);
      follow_through(desk, to_fleet, line->listener);
    }
    follow_through(fleet, to_one, {});
    pass(10s);
    to_fleet = {};
    to_one = {};
  }

  template <class Handle>
  void follow_through(const Handle& whom, traffic& counted,
                      const listener_actor& next) {
    auto who = shim::spawn<meter>(sys, &counted, next);
    owned.emplace_back(caf::actor_cast<caf::actor>(who));
    ask<desk_info>(desk_actor{whom}, atom::follow_v,
                   follow_order{{{}, false}, {}}, listener_actor{who})
      .value();
  }

  /// Lets a minute pass, in which so many tasks of all enter a state every
  /// 100 ms.
  void pass_minute(size_t entering) {
    size_t next = 0;
    for (auto step = 0; step < 600; ++step) {
      for (auto& job : jobs)
        ++job->progress.tables.front().rows_copied;
      for (size_t i = 0; i < entering; ++i, ++entered) {
        auto& job = *jobs[next++ * 37 % jobs.size()];
        job.enter(job.now.current == state::checksum ? state::post_checksum
                                                     : state::checksum);
      }
      pass(100ms);
    }
  }

  void print(const std::string& what, const traffic& x, size_t tasks) {
    auto per_task = [tasks](size_t y) {
      return static_cast<double>(y) / static_cast<double>(tasks);
    };
    CAF_MESSAGE(what << ": " << per_task(x.messages) << " messages and "
                     << per_task(x.bytes) / 1024 << " KiB per task and minute");
  }

  size_t tasks() const {
    return jobs.size();
  }

  traffic to_fleet; // from all desks
  traffic to_one;   // from the fleet
  size_t entered = 0;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(fleet_traffic_tests, crowd)

CAF_TEST(10.8 tasks that make progress cost a batch a second per desk) {
  CAF_REQUIRE_EQUAL(list(fleet).tasks.size(), tasks());
  pass_minute(0);
  print("desks to their fleet", to_fleet, tasks());
  print("the fleet to one who follows it", to_one, tasks());
  CAF_CHECK(to_fleet.messages <= desk_count * 2 * 61);
  // 200 tasks to a batch.
  CAF_CHECK(to_one.messages <= 2 * 61 * ((tasks() + 199) / 200));
  CAF_CHECK(to_fleet.bytes <= 60 * 1024 * tasks());
  // And nothing of it is older than that.
  CAF_CHECK(list(fleet).tasks.front().how_far.tables.front().rows_copied
            >= 1000 + 580);
}

CAF_TEST(10.8 transitions cost four more batches a second per desk at most) {
  pass_minute(9);
  print("desks to their fleet", to_fleet, tasks());
  print("the fleet to one who follows it", to_one, tasks());
  CAF_CHECK(to_fleet.messages <= desk_count * 2 * 5 * 61);
  CAF_CHECK(to_one.messages <= 2 * 5 * 61 * ((tasks() + 199) / 200));
  pass(2s);
  CAF_CHECK_EQUAL(to_fleet.events, entered);
  CAF_CHECK_EQUAL(to_one.events, entered);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::fleet_traffic_suite
