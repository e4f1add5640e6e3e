#include "schema_change/last_word.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace schema_change {

namespace waiting {

namespace {

namespace atom = status::atom;
namespace shim = status::shim;

// A change takes days at most. The monitor sees the supervisor die.
constexpr caf::timespan forever = std::chrono::hours{24 * 365};

/// Asks the supervisor for its last word; knows that it can die before.
struct memory {
  static constexpr const char* name = "schema_change.last_word";

  memory(caf::event_based_actor* self, status::supervisor_actor of,
         std::shared_ptr<std::promise<status::run_result>> to)
    : self(self), of(std::move(of)), to(std::move(to)) {}

  caf::behavior make_behavior() {
    shim::harden(self);
    shim::monitor(self, of, [this](const caf::error& why) { lost(why); });
    shim::mail(self, atom::wait_v)
      .request(of, forever)
      .then([this](status::run_result& x) { settle(std::move(x)); },
            [this](const caf::error& why) { lost(why); });
    return {[](atom::tick) {}};
  }

  void lost(const caf::error& why) {
    status::run_result result;
    result.outcome = status::run_outcome::failed;
    result.cause = wrap(status::ec::ownership_ambiguous,
                        "the supervisor ended before its job", why);
    settle(std::move(result));
  }

  void settle(status::run_result x) {
    if (auto promise = std::exchange(to, nullptr))
      promise->set_value(std::move(x));
    self->quit();
  }

  caf::event_based_actor* self;
  status::supervisor_actor of;
  std::shared_ptr<std::promise<status::run_result>> to;
};

} // namespace

} // namespace waiting

status::run_result wait_for(caf::actor_system& sys,
                            const status::supervisor_actor& supervisor) {
  auto promise = std::make_shared<std::promise<status::run_result>>();
  auto result = promise->get_future();
  status::shim::spawn<waiting::memory>(sys, supervisor, std::move(promise));
  return result.get();
}

} // namespace schema_change
