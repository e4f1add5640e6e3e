#include "actors/job_control.hpp"

#include <caf/scoped_actor.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace status {

namespace {

// The holder answers from memory; more means that it is gone.
constexpr caf::timespan patience = std::chrono::seconds{30};

// Deadlines further away than this overflow sooner or later.
constexpr caf::timespan longest_wait = std::chrono::hours{24 * 365};

// Runs on the body's thread, which may block.
template <class T, class... Ts>
T ask_holder(caf::actor_system& sys, const state_holder_actor& holder,
             Ts... xs) {
  T result;
  caf::error failed;
  caf::scoped_actor self{sys};
  shim::mail(self, std::move(xs)...)
    .request(holder, patience)
    .receive([&result](T& x) { result = std::move(x); },
             [&failed](caf::error& err) { failed = std::move(err); });
  if (!failed)
    return result;
  if (code_of(failed) == ec::none)
    failed = wrap(ec::holder_down, "the state holder does not answer", failed);
  throw failure{failed};
}

} // namespace

bool job_control::shared::cancel(const caf::error& why) {
  std::unique_lock guard{mutex};
  if (cancelled)
    return false;
  cause = why ? why : make_error(ec::cancelled);
  cancelled = true;
  guard.unlock();
  wake_up.notify_all();
  return true;
}

void job_control::shared::steer(const steering& x) {
  std::unique_lock guard{mutex};
  if (x.version > wanted.version)
    wanted = x;
}

job_control::job_control(std::shared_ptr<shared> with)
  : with_(std::move(with)) {
  // nop
}

state job_control::current() const noexcept {
  return with_->holder.view.load();
}

void job_control::advance(state to) {
  try {
    ask_holder<snapshot>(with_->sys, with_->holder.actor, atom::advance_v, to);
  } catch (const failure& x) {
    // The task may be told later than the holder decides: until then the body
    // would ask over and over.
    if (has_code(x.why(), ec::held))
      with_->steer(look().wanted);
    throw;
  }
}

snapshot job_control::look() const {
  return ask_holder<snapshot>(with_->sys, with_->holder.actor, atom::get_v);
}

steering job_control::wanted() const {
  std::unique_lock guard{with_->mutex};
  return with_->wanted;
}

steering job_control::restore(const steering& stored) {
  with_->steer(ask_holder<steering>(with_->sys, with_->holder.actor,
                                    atom::restore_v, stored));
  return wanted();
}

bool job_control::cancelled() const noexcept {
  return with_->cancelled;
}

caf::error job_control::cause() const {
  std::unique_lock guard{with_->mutex};
  return with_->cause;
}

bool job_control::wait_for(caf::timespan duration) const {
  std::unique_lock guard{with_->mutex};
  return !with_->wake_up.wait_for(guard, std::min(duration, longest_wait),
                                  [this] { return with_->cancelled.load(); });
}

} // namespace status
