#include <utility>

#include "actors/watcher_memory.hpp"

namespace status::watching {

caf::error memory::not_watched() {
  return make_error(ec::bad_argument, "the group does not watch the task");
}

// -- on request ----------------------------------------------------------------

caf::result<watch_result> memory::wait(job* x) {
  if (x == nullptr)
    return not_watched();
  auto promise = self->make_response_promise<result_promise>();
  x->end().waiting.emplace_back(promise);
  settle(*x);
  return promise;
}

caf::result<watch_result> memory::stop(job* x, const stop_order& how) {
  if (x == nullptr)
    return not_watched();
  auto promise = leave(*x, watch_end::stopped);
  loop_order what;
  what.key = x->key;
  what.word = loop_word::stop;
  what.how = how;
  order_both(what);
  settle(*x);
  return promise;
}

caf::result<watch_result> memory::abort(job* x) {
  if (x == nullptr)
    return not_watched();
  auto promise = leave(*x, watch_end::aborted);
  abort_loops(*x);
  settle(*x);
  return promise;
}

result_promise memory::leave(job& x, watch_end how) {
  if (!x.over())
    overrule(x, how, {});
  x.leaving = true;
  auto promise = self->make_response_promise<result_promise>();
  x.end().stopping.emplace_back(promise);
  return promise;
}

void memory::abort_loops(job& x) {
  x.leaving = true;
  loop_order what;
  what.key = x.key;
  what.word = loop_word::abort;
  order_both(what);
}

// -- by themselves -------------------------------------------------------------

void memory::end_loop(const loop_ends& ends) {
  auto sender = self->current_sender();
  auto i = loops[logger_loop].actor == sender ? logger_loop : dumper_loop;
  if (loops[i].actor != sender)
    return; // a predecessor, whose tasks have been given to another
  for (const auto& [key, how, waits] : ends.all) {
    auto* x = find(key);
    if (x == nullptr)
      continue;
    x->done[i] = true;
    if (i == dumper_loop) {
      auto& result = x->end().result;
      result.last = how.last;
      result.skipped_ticks = how.skipped_ticks;
      x->awaited = waits;
      // Who aborted it has said why.
      if (!x->overruled && how.end != watch_end::aborted) {
        result.end = how.end;
        result.cause = how.cause;
      }
      // Who met the dumper's end waits for nobody.
      refuse_savers(*x, no_more_saves(*x));
    }
    if (how.end == watch_end::holder_down)
      lose_holder(*x, how.cause);
    else
      settle(*x);
  }
}

/// Says how the watch ends, whatever is said later.
void memory::overrule(job& x, watch_end how, const caf::error& cause) {
  if (std::exchange(x.overruled, true))
    return;
  auto& result = x.end().result;
  result.end = how;
  result.cause = cause;
}

void memory::settle(job& x) {
  if (!x.over() || x.questions > 0)
    return;
  auto& words = x.end();
  for (auto& promise : std::exchange(words.waiting, {}))
    promise.deliver(words.result);
  if (!x.leaving)
    return;
  for (auto& promise : std::exchange(words.stopping, {}))
    promise.deliver(words.result);
  forget(x);
}

void memory::say(log_level level, std::string text) const {
  log(options.log, {level, name, std::move(text), {}});
}

} // namespace status::watching
