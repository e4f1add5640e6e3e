#include "dumper_driver.hpp"

#include <algorithm>

namespace status::test {

namespace {

template <class Timers>
auto earliest(Timers& xs) {
  return std::min_element(
    xs.begin(), xs.end(),
    [](const auto& x, const auto& y) { return x.when < y.when; });
}

} // namespace

dumper_driver::dumper_driver() {
  opts.interval = 50s;
  opts.timeout = 30s;
  opts.min_pause = 1s;
  opts.stale_after = 500s;
}

void dumper_driver::start(state current) {
  self = dumper::begin(opts, at(0s));
  subscribe(current);
}

void dumper_driver::subscribe(state current) {
  snapshot now;
  now.at.epoch = 7;
  now.current = current;
  on(dumper::event::subscribed{now});
}

void dumper_driver::crash(state current) {
  ticks.clear();
  expiries.clear();
  dumper::resume(self);
  subscribe(current);
}

void dumper_driver::on(const dumper::any_event& event) {
  dumper::actions todo;
  dumper::step(self, event, at(time), wall + time, todo);
  for (const auto& x : todo)
    std::visit([this](const auto& y) { keep(y); }, x);
}

void dumper_driver::pass(caf::timespan duration) {
  auto until = time + duration;
  while (fire_until(until)) {
    // nop
  }
  time = until;
}

size_t dumper_driver::said(log_level level, const std::string& part) const {
  size_t result = 0;
  for (const auto& x : log)
    if (x.level == level && x.text.find(part) != std::string::npos)
      ++result;
  return result;
}

std::optional<watch_end> dumper_driver::end() const {
  if (finished.empty())
    return std::nullopt;
  return finished.back().end;
}

bool dumper_driver::fire_until(caf::timespan until) {
  auto tick = earliest(ticks);
  auto expiry = earliest(expiries);
  auto due = [&](const auto& xs, auto i) {
    return i != xs.end() && i->when <= at(until);
  };
  if (due(expiries, expiry)
      && (!due(ticks, tick) || expiry->when <= tick->when)) {
    auto x = *expiry;
    expiries.erase(expiry);
    time = std::max(time, x.when - at(0s));
    on(dumper::event::expire{x.id});
    return true;
  }
  if (due(ticks, tick)) {
    time = std::max(time, tick->when - at(0s));
    ticks.erase(tick);
    on(dumper::event::tick{});
    return true;
  }
  return false;
}

void dumper_driver::keep(const dumper::action::arm_tick& x) {
  ticks.emplace_back(x);
}

void dumper_driver::keep(const dumper::action::arm_expiry& x) {
  expiries.emplace_back(x);
}

void dumper_driver::keep(const dumper::action::ask_task& x) {
  CAF_CHECK_EQUAL(x.which.epoch, 7u);
  asked.emplace_back(asking{x.which.id, time});
}

void dumper_driver::keep(const dumper::action::settle& x) {
  settled.emplace_back(x.outcome);
}

void dumper_driver::keep(const dumper::action::refuse& x) {
  refused.emplace_back(x.why);
}

void dumper_driver::keep(const dumper::action::ask_judge& x) {
  charges.emplace_back(x.cause);
}

void dumper_driver::keep(const dumper::action::ask_throttle&) {
  ++throttle_questions;
}

void dumper_driver::keep(const dumper::action::write& x) {
  log.emplace_back(x.what);
}

void dumper_driver::keep(const dumper::action::finish& x) {
  finished.emplace_back(x.how);
}

} // namespace status::test
