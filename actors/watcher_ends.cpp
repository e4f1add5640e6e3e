#include <utility>

#include "actors/watcher_memory.hpp"

namespace status::watching {

result_promise memory::leave(watch_end how) {
  if (!loops[logger_loop].done || !loops[dumper_loop].done)
    overrule(how, {});
  leaving = true;
  auto promise = self->make_response_promise<result_promise>();
  stopping.emplace_back(promise);
  return promise;
}

void memory::abort_loops() {
  leaving = true;
  for (const auto& loop : loops)
    shim::anon_mail(atom::abort_v).urgent().send(loop.actor);
}

void memory::end_loop(const watch_result& x) {
  auto sender = self->current_sender();
  for (auto& loop : loops)
    if (loop.actor == sender)
      loop.done = true;
  if (loops[dumper_loop].actor == sender) {
    result.last = x.last;
    result.skipped_ticks = x.skipped_ticks;
    // Who aborted it has said why.
    if (!overruled && x.end != watch_end::aborted) {
      result.end = x.end;
      result.cause = x.cause;
    }
    // Who met the dumper's end waits for nobody.
    refuse_savers(no_more_saves());
  }
  if (x.end == watch_end::holder_down)
    lose_holder(x.cause);
  settle();
}

/// Says how the watch ends, whatever is said later.
void memory::overrule(watch_end how, const caf::error& cause) {
  if (std::exchange(overruled, true))
    return;
  result.end = how;
  result.cause = cause;
}

void memory::settle() {
  if (!loops[logger_loop].done || !loops[dumper_loop].done || questions > 0)
    return;
  for (auto& promise : std::exchange(waiting, {}))
    promise.deliver(result);
  if (!leaving)
    return;
  for (auto& promise : std::exchange(stopping, {}))
    promise.deliver(result);
  self->quit();
}

void memory::say(log_level level, std::string text) const {
  log(options.log, {level, name, std::move(text), {}});
}

} // namespace status::watching
