#include "actors/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace status {

lifecycle::lifecycle(uint64_t epoch, state first, bool may_repeat_checksum,
                     size_t replay_capacity, steering wanted, moment now)
  : at_{epoch, 0},
    current_(first),
    may_repeat_checksum_(may_repeat_checksum),
    replay_capacity_(replay_capacity),
    entered_(now),
    wanted_(std::move(wanted)) {
  // nop
}

caf::expected<std::optional<transition>> lifecycle::advance(state to,
                                                            moment now) {
  switch (judge_advance(current_, to, may_repeat_checksum_)) {
    case advance_verdict::enter:
      if (wanted_.held.in_force && past_cut_over(to)
          && !cut_over_granted(current_))
        return make_error(ec::held, "by " + to_text(wanted_.held));
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
  wanted_ = apply(std::move(wanted_), word, now.wall);
  return wanted_;
}

const steering& lifecycle::restore(const steering& stored) {
  return wanted_ = merge(stored, wanted_);
}

caf::error lifecycle::record(attempt_record x, moment now) {
  if (x.which.epoch != at_.epoch)
    return make_error(ec::fenced,
                      fmt::format("an attempt of epoch {} in epoch {}",
                                  x.which.epoch, at_.epoch));
  last_attempt_ = std::max(last_attempt_, x.which.id);
  if (x.result == attempt_result::ok) {
    last_saved_ = x;
    saved_at_ = now.at;
  }
  add(history_, std::move(x));
  return {};
}

snapshot lifecycle::look(moment now) const {
  snapshot result;
  result.at = at_;
  result.current = current_;
  result.since = entered_.wall;
  result.times = times_;
  result.times[static_cast<size_t>(current_)] += now.at - entered_.at;
  result.last_saved = last_saved_;
  if (last_saved_.which.id != 0)
    result.saved_ago = now.at - saved_at_;
  result.first_cause = first_cause_;
  result.closed = closed_;
  result.wanted = wanted_;
  result.last_attempt = last_attempt_;
  return result;
}

catch_up lifecycle::since(const stream_position& seen, moment now) const {
  catch_up result;
  result.now = look(now);
  auto missed = at_.sequence - seen.sequence; // huge for one of the future
  if (seen.epoch != at_.epoch || missed > replay_.size()) {
    result.reset = true;
    return result;
  }
  auto first = std::prev(replay_.end(), static_cast<ptrdiff_t>(missed));
  result.missed.assign(first, replay_.end());
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
  times_[static_cast<size_t>(current_)] += event.spent;
  current_ = to;
  entered_ = now;
  replay_.emplace_back(event);
  if (replay_.size() > replay_capacity_)
    replay_.pop_front();
  return event;
}

} // namespace status
