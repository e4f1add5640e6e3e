#include <fmt/format.h>

#include <utility>

#include "actors/dumper_step.hpp"
#include "actors/watcher_memory.hpp"

namespace status::watching {

namespace {

// A loop that crashes more often will not heal.
constexpr size_t max_restarts = 3;
constexpr caf::timespan restart_period = std::chrono::seconds{60};

} // namespace

void memory::lose_task(job& x, const caf::error& reason) {
  auto cause = code_of(reason) == ec::task_down
                 ? reason
                 : wrap(ec::task_down, {}, reason);
  // Transitions that came before its death arrive before the answer, so only
  // then it is known whether its work was done.
  ask_to_fail(x, watch_end::task_down, cause,
              [this, cause](job& who, const caf::expected<verdict>& y) {
                auto done = terminal(who.now) && !(y && y->first);
                say(done ? log_level::info : log_level::error, to_text(cause));
                if (!done)
                  overrule(who, watch_end::task_down, cause);
              });
  abort_loops(x);
}

void memory::lose_holder(job& x, const caf::error& cause) {
  if (std::exchange(x.holder_lost, true))
    return settle(x); // the answer to a question may be what was missing
  if (!past_cut_over(x.now)) {
    say(log_level::error, to_text(cause));
    overrule(x, watch_end::holder_down, cause);
  }
  // Who has failed the run may have died, too, before it told the task.
  if (!cut_over_granted(x.now) && options.cancel_when_holder_dies)
    cancel_task(x, cause);
  x.leaving = true;
  loop_order what;
  what.key = x.key;
  what.word = loop_word::holder_down;
  what.cause = cause;
  order_both(what);
  settle(x);
}

void memory::lose_loop(loop_index i, const caf::error& reason) {
  auto& slot = loops[i];
  auto& crashes = slot.crashes;
  auto time = self->clock().now();
  while (!crashes.empty() && crashes.front() + restart_period <= time)
    crashes.pop_front();
  auto hopeless = crashes.size() >= max_restarts;
  std::vector<uint64_t> keys;
  auto missed = false; // by a job that is to go on
  for (const auto& [key, x] : jobs)
    if (!x.done[i]) {
      keys.emplace_back(key);
      missed |= !x.leaving;
    }
  const auto* loop = i == logger_loop ? "status logger" : "checkpoint dumper";
  auto cause = wrap(ec::could_not_write_checkpoint,
                    fmt::format("the {} keeps crashing", loop), reason);
  if (missed && hopeless) {
    say(log_level::error, to_text(cause));
  } else if (missed) {
    crashes.emplace_back(time);
    say(log_level::warning,
        fmt::format("the {} is restarted: {}", loop, to_text(reason)));
  }
  slot.orders = {}; // the successor is told all anew
  for (auto key : keys)
    lose_loop(jobs.at(key), i, hopeless ? cause : caf::error{});
  if (i == dumper_loop)
    forget_records();
  // A group's loop has jobs to come, which are not to blame.
  if (group || (missed && !hopeless))
    start(i);
  for (auto key : keys) {
    auto& x = jobs.at(key);
    if (x.done[i])
      settle(x);
    else
      join_again(x, i);
  }
}

/// @param cause why the job cannot go on, if so.
void memory::lose_loop(job& x, loop_index i, const caf::error& cause) {
  if (i == dumper_loop)
    refuse_savers(x,
                  make_error(ec::unavailable, "the checkpoint dumper crashed"));
  if (!x.leaving && !cause)
    return; // the successor goes on
  x.done[i] = true;
  if (i == dumper_loop)
    close_record(x);
  if (!x.leaving)
    ask_to_fail(x, watch_end::failed, cause, [](job&, const auto&) {});
}

/// Tells the successor of a loop what the loop knew.
void memory::join_again(const job& x, loop_index i) {
  join(x, i);
  if (x.begun)
    order(i, beginning(x));
}

/// In the place of a dumper that nobody replaces.
void memory::close_record(job& x) {
  auto i = book->records.find(x.key);
  if (i == book->records.end())
    return;
  auto& record = i->second;
  dumper::actions todo;
  dumper::step(record, dumper::event::abort{}, self->clock().now(),
               caf::make_timestamp(), todo);
  for (const auto& y : todo)
    if (const auto* last = std::get_if<dumper::action::settle>(&y)) {
      shim::anon_mail(atom::record_v, last->outcome).send(x.holder);
      shim::anon_mail(atom::record_v, last->outcome).send(x.metrics);
    }
  auto& result = x.end().result;
  if (record.last != nullptr)
    result.last = *record.last;
  result.skipped_ticks = record.skipped;
}

/// Of jobs whose dumper only waited for a late answer.
void memory::forget_records() {
  auto& records = book->records;
  for (auto i = records.begin(); i != records.end();) {
    auto* x = find(i->first);
    if (x == nullptr || x->done[dumper_loop])
      i = records.erase(i);
    else
      ++i;
  }
}

} // namespace status::watching
