#include "actors/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace status {

lifecycle::lifecycle(uint64_t epoch, state first, bool may_repeat_checksum,
                     size_t replay_capacity, steering wanted, moment now)
  : at_{epoch, 0},
    current_(first),
    may_repeat_checksum_(may_repeat_checksum),
    replay_capacity_(replay_capacity),
    entered_(now) {
  if (wanted.version != 0 || wanted.paused.in_force || wanted.held.in_force)
    want(std::move(wanted));
}

caf::expected<std::optional<transition>> lifecycle::advance(state to,
                                                            moment now) {
  switch (judge_advance(current_, to, may_repeat_checksum_)) {
    case advance_verdict::enter:
      if (held() && past_cut_over(to) && !cut_over_granted(current_))
        return make_error(ec::held, "by " + to_text(wanted_->held));
      return std::optional{enter(to, now)};
    case advance_verdict::note_close:
      if (closed_ == caf::timestamp{})
        closed_ = now.wall;
      return std::optional<transition>{};
    case advance_verdict::stay:
      return std::optional<transition>{};
    default:
      return wrap(
        ec::illegal_transition,
        fmt::format("from {} to {}", to_string(current_), to_string(to)),
        first_cause_);
  }
}

caf::expected<lifecycle::failing> lifecycle::fail(const caf::error& cause,
                                                  moment now) {
  if (current_ == state::err_cleanup)
    return failing{{false, first_cause_}, std::nullopt};
  if (cut_over_granted(current_))
    return wrap(ec::past_cut_over, "the state is " + to_string(current_),
                cause);
  first_cause_
    = cause ? cause : make_error(ec::bad_argument, "failed without a cause");
  auto event = enter(state::err_cleanup, now);
  return failing{{true, first_cause_}, std::move(event)};
}

caf::expected<steering> lifecycle::steer(const steering_order& word,
                                         moment now) {
  if (cut_over_granted(current_))
    return make_error(ec::past_cut_over, "the state is " + to_string(current_));
  return want(apply(wanted(), word, now.wall));
}

const steering& lifecycle::restore(const steering& stored) {
  return want(merge(stored, wanted()));
}

const steering& lifecycle::want(steering x) {
  if (wanted_ == nullptr)
    wanted_ = std::make_unique<steering>();
  return *wanted_ = std::move(x);
}

caf::error lifecycle::record(attempt_record x, moment now) {
  if (x.which.epoch != at_.epoch)
    return make_error(ec::fenced,
                      fmt::format("an attempt of epoch {} in epoch {}",
                                  x.which.epoch, at_.epoch));
  if (attempts_ == nullptr)
    attempts_ = std::make_unique<attempts>();
  auto& all = *attempts_;
  all.newest = std::max(all.newest, x.which.id);
  if (x.result == attempt_result::ok) {
    all.last_saved = x;
    all.saved_at = now.at;
  }
  count(all.counts, x.result);
  all.last.add(std::move(x), attempt_history::capacity);
  return {};
}

attempt_history lifecycle::history() const {
  if (attempts_ == nullptr)
    return {};
  auto result = attempts_->counts;
  result.attempts = attempts_->last.last(attempts_->last.size());
  return result;
}

snapshot lifecycle::look(moment now) const {
  snapshot result;
  result.at = at_;
  result.current = current_;
  result.since = entered_.wall;
  if (path_ != nullptr)
    result.times = path_->times;
  result.times[static_cast<size_t>(current_)] += now.at - entered_.at;
  if (attempts_ != nullptr) {
    result.last_saved = attempts_->last_saved;
    if (result.last_saved.which.id != 0)
      result.saved_ago = now.at - attempts_->saved_at;
    result.last_attempt = attempts_->newest;
  }
  result.first_cause = first_cause_;
  result.closed = closed_;
  if (wanted_ != nullptr)
    result.wanted = *wanted_;
  return result;
}

catch_up lifecycle::since(const stream_position& seen, moment now) const {
  catch_up result;
  result.now = look(now);
  auto missed = at_.sequence - seen.sequence; // huge for one of the future
  auto known = path_ == nullptr ? 0 : path_->replay.size();
  if (seen.epoch != at_.epoch || missed > known)
    result.reset = true;
  else if (missed > 0)
    result.missed = path_->replay.last(missed);
  return result;
}

transition lifecycle::enter(state to, moment now) {
  transition event;
  event.at = {at_.epoch, ++at_.sequence};
  event.from = current_;
  event.to = to;
  event.when = now.wall;
  event.spent = now.at - entered_.at;
  event.cause = first_cause_; // empty unless the run fails by this
  if (to == state::close)
    closed_ = now.wall;
  if (path_ == nullptr)
    path_ = std::make_unique<path>();
  path_->times[static_cast<size_t>(current_)] += event.spent;
  current_ = to;
  entered_ = now;
  path_->replay.add(event, replay_capacity_);
  return event;
}

} // namespace status
