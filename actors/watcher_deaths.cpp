#include <fmt/format.h>

#include <utility>

#include "actors/watcher_memory.hpp"

namespace status::watching {

namespace {

// A loop that crashes more often will not heal.
constexpr size_t max_restarts = 3;
constexpr caf::timespan restart_period = std::chrono::seconds{60};

} // namespace

void memory::lose_task(const caf::error& reason) {
  auto cause = code_of(reason) == ec::task_down
                 ? reason
                 : wrap(ec::task_down, {}, reason);
  // Transitions that came before its death arrive before the answer, so only
  // then it is known whether its work was done.
  ask_to_fail(watch_end::task_down, cause,
              [this, cause](const caf::expected<verdict>& x) {
                auto done = terminal(now) && !(x && x->first);
                say(done ? log_level::info : log_level::error, to_text(cause));
                if (!done)
                  overrule(watch_end::task_down, cause);
              });
  abort_loops();
}

void memory::lose_holder(const caf::error& cause) {
  if (std::exchange(holder_lost, true))
    return settle(); // the answer to a question may be what was missing
  if (!past_cut_over(now)) {
    say(log_level::error, to_text(cause));
    overrule(watch_end::holder_down, cause);
  }
  // Who has failed the run may have died, too, before it told the task.
  if (!cut_over_granted(now) && options.cancel_when_holder_dies)
    cancel_task(cause);
  abort_loops();
  settle();
}

void memory::lose_loop(loop_index i, const caf::error& reason) {
  auto& slot = loops[i];
  if (slot.done)
    return;
  auto time = self->clock().now();
  auto& crashes = slot.crashes;
  while (!crashes.empty() && crashes.front() + restart_period <= time)
    crashes.pop_front();
  const auto* loop = i == logger_loop ? "status logger" : "checkpoint dumper";
  if (i == dumper_loop)
    refuse_savers(make_error(ec::unavailable, "the checkpoint dumper crashed"));
  if (!leaving && crashes.size() < max_restarts) {
    crashes.emplace_back(time);
    say(log_level::warning,
        fmt::format("the {} is restarted: {}", loop, to_text(reason)));
    if (i == dumper_loop)
      dumper::resume(*record);
    return start(i);
  }
  slot.done = true;
  result.last = record->last;
  result.skipped_ticks = record->skipped;
  if (!leaving) {
    auto cause = wrap(ec::could_not_write_checkpoint,
                      fmt::format("the {} keeps crashing", loop), reason);
    say(log_level::error, to_text(cause));
    ask_to_fail(watch_end::failed, cause, [](const auto&) {});
  }
  settle();
}

} // namespace status::watching
