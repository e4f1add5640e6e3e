// A holder that lives but does not answer: stuck in a log, say, or overrun.
#define CAF_SUITE watcher_silence
#include "watched.hpp"

#include <optional>
#include <vector>

namespace status::test::watcher_silence_suite {

namespace {

using subscribers = std::vector<subscriber_actor>;

// Answers no question; whether it answers subscribers depends on `first`.
class silent_holder {
public:
  static constexpr const char* name = "test.silent_holder";

  silent_holder(state_holder_actor::pointer self, std::optional<snapshot> first,
                std::shared_ptr<subscribers> heard)
    : self(self), first(std::move(first)), heard(std::move(heard)) {
    // nop
  }

  state_holder_actor::behavior_type make_behavior() {
    return {
      [this](atom::fail, const caf::error&) { return never<verdict>(); },
      [this](atom::advance, state) { return never<snapshot>(); },
      [this](atom::get) { return never<snapshot>(); },
      [this](atom::subscribe,
             const subscriber_actor& x) -> caf::result<snapshot> {
        if (!first)
          return never<snapshot>();
        heard->emplace_back(x);
        return *first;
      },
      [this](atom::subscribe, const subscriber_actor&, const stream_position&) {
        return never<catch_up>();
      },
      [](atom::leave, const subscriber_actor&) {},
      [](atom::record, const attempt_record&) {},
      [this](atom::history) { return never<attempt_history>(); },
      [this](atom::steer, const steering_order&) { return never<steering>(); },
      [this](atom::restore, const steering&) { return never<steering>(); },
    };
  }

private:
  template <class T>
  caf::typed_response_promise<T> never() {
    return self->make_response_promise<caf::typed_response_promise<T>>();
  }

  state_holder_actor::pointer self;
  std::optional<snapshot> first;
  std::shared_ptr<subscribers> heard;
};

class silence : public watched {
public:
  void begin(std::optional<snapshot> first) {
    end(holder.actor);
    holder.actor = shim::spawn<silent_holder>(sys, std::move(first), heard);
    owned.emplace_back(caf::actor_cast<caf::actor>(holder.actor));
    start_watch();
  }

  // Asks the watcher to cancel, and tells it about a transition, but not who
  // has won.
  reply<verdict> cancel_and_enter(state to) {
    snapshot copying;
    copying.current = state::copy_rows;
    begin(copying);
    auto answer
      = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
    transition event;
    event.at.sequence = 1;
    event.from = state::copy_rows;
    event.to = to;
    for (const auto& x : *heard)
      caf::send_as(caf::actor_cast<caf::actor>(holder.actor),
                   caf::actor_cast<caf::actor>(x), event);
    settle();
    CAF_CHECK(job.cancels.empty());
    return answer;
  }

  std::shared_ptr<subscribers> heard = std::make_shared<subscribers>();
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(watcher_silence_tests, silence)

CAF_TEST(6.4 a holder that never answers counts as dead) {
  begin(std::nullopt);
  auto over = ask<watch_result>(watcher, atom::wait_v);
  pass(9900ms);
  CAF_CHECK(!over.has());
  pass(100ms);
  CAF_CHECK(over.value().end == watch_end::holder_down);
  CAF_CHECK(code_of(over.value().cause) == ec::holder_down);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(log->count(log_level::error), 1u);
}

CAF_TEST(6.4 a holder that falls silent later counts as dead) {
  snapshot copying;
  copying.current = state::copy_rows;
  begin(copying);
  pass(20s); // nothing else is due until the answer
  auto answer
    = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  pass(9900ms);
  CAF_CHECK(!answer.has());
  pass(100ms);
  CAF_CHECK(code_of(answer.error()) == ec::holder_down);
}

CAF_TEST(3.6 a failed run is cancelled though the verdict is lost) {
  auto answer = cancel_and_enter(state::err_cleanup);
  pass(9900ms);
  CAF_CHECK(job.cancels.empty());
  pass(100s);
  CAF_REQUIRE_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK_EQUAL(job.cancels[0], ec::cancelled); // why the run has failed
  CAF_CHECK(code_of(answer.error()) == ec::holder_down);
}

CAF_TEST(3.6 a failed run is cancelled once though two verdicts are lost) {
  auto first = cancel_and_enter(state::err_cleanup);
  auto second
    = ask<verdict>(watcher, atom::cancel_v, make_error(ec::cancelled));
  pass(100s);
  CAF_CHECK_EQUAL(job.cancels.size(), 1u);
  CAF_CHECK(code_of(second.error()) == ec::holder_down);
}

CAF_TEST(3.6 a granted cut-over is not cancelled though the verdict is lost) {
  auto answer = cancel_and_enter(state::cut_over);
  pass(100s);
  CAF_CHECK(job.cancels.empty());
  CAF_CHECK(code_of(answer.error()) == ec::holder_down);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watcher_silence_suite
