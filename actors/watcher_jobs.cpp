#include <algorithm>
#include <utility>

#include "actors/watcher_questions.hpp"

namespace status::watching {

namespace {

// In one message. More would take memory, and keep a loop waiting.
constexpr size_t most_orders = 64;

// At once. Of a million jobs that begin together, the last would be asked for
// longer than a holder may be silent.
constexpr size_t most_subscribing = 1000;

template <class Handle>
const void* id_of(const Handle& x) {
  return caf::actor_cast<caf::actor_control_block*>(x);
}

using keys = std::unordered_multimap<const void*, uint64_t>;

void erase(keys& from, const void* id, uint64_t key) {
  auto [first, last] = from.equal_range(id);
  auto i = std::find_if(first, last,
                        [key](const auto& x) { return x.second == key; });
  if (i != last)
    from.erase(i);
}

} // namespace

// -- beginning and end ---------------------------------------------------------

caf::error memory::add(const task_actor& task,
                       const state_holder_actor& holder) {
  if (!task || !holder)
    return make_error(ec::bad_argument, "a watch needs a task and a holder");
  auto key = last_key + 1;
  if (!by_task.emplace(id_of(task), key).second)
    return make_error(ec::bad_argument, "the group watches the task already");
  auto& x = jobs[++last_key];
  x.key = key;
  x.task = task;
  x.holder = holder;
  x.origin = self->clock().now().time_since_epoch();
  if (options.metrics != nullptr)
    x.metrics = spawn_metrics(self->system(), options.metrics, me(), holder,
                              options.status_interval, options.log);
  for (auto i : {logger_loop, dumper_loop})
    join(x, i);
  shim::monitor_lightly(self, here, *this, task);
  if (by_holder.emplace(id_of(holder), key);
      by_holder.count(id_of(holder)) == 1) // for all of its jobs
    shim::monitor_lightly(self, here, *this, holder);
  if (subscribing < most_subscribing)
    subscribe(x);
  else
    to_subscribe.emplace_back(key);
  return {};
}

void memory::subscribe(job& x) {
  x.asked = true;
  ++subscribing;
  ask_holder<snapshot>(
    x,
    [this, key = x.key](const caf::expected<snapshot>& y) {
      --subscribing;
      subscribe_next();
      auto* who = find(key);
      if (who == nullptr || who->holder_lost)
        return;
      if (y)
        learn(*who, *y);
      else
        lose_holder(
          *who, wrap(ec::holder_down, "the state holder is silent", y.error()));
    },
    atom::subscribe_v, subscriber_actor{me()});
}

void memory::subscribe_next() {
  while (subscribing < most_subscribing && !to_subscribe.empty()) {
    auto* x = find(to_subscribe.front());
    to_subscribe.pop_front();
    // One that is to stop waits for the answer, too.
    if (x != nullptr && !x->asked && !x->holder_lost)
      subscribe(*x);
  }
}

void memory::forget(job& x) {
  if (!group)
    return self->quit();
  shim::demonitor_lightly(self, here, x.task);
  if (by_holder.count(id_of(x.holder)) == 1)
    shim::demonitor_lightly(self, here, x.holder);
  erase(by_holder, id_of(x.holder), x.key);
  erase(by_speaker, x.speaker.get(), x.key);
  if (x.awaited) {
    loop_order what;
    what.key = x.key;
    what.word = loop_word::abort;
    order(dumper_loop, std::move(what));
  }
  by_task.erase(id_of(x.task));
  jobs.erase(x.key);
  // Holders that have ended have left something here.
  if (++forgotten > jobs.size() + 100) {
    forgotten = 0;
    shim::sweep(self);
  }
}

void memory::down(const caf::actor_addr& who, const caf::error& why) {
  const auto* id = id_of(who);
  if (auto i = by_task.find(id); i != by_task.end())
    if (auto& x = jobs.at(i->second); !std::exchange(x.task_lost, true))
      lose_task(x, why);
  std::vector<uint64_t> those;
  auto [first, last] = by_holder.equal_range(id);
  for (auto i = first; i != last; ++i)
    those.emplace_back(i->second);
  for (auto key : those)
    if (auto* x = find(key))
      lose_holder(*x, wrap(ec::holder_down, "the state holder ended", why));
}

job* memory::find(uint64_t key) {
  auto i = jobs.find(key);
  return i == jobs.end() ? nullptr : &i->second;
}

job* memory::find(const task_actor& task) {
  auto i = by_task.find(id_of(task));
  return i == by_task.end() ? nullptr : find(i->second);
}

job* memory::only() {
  return group ? nullptr : find(1);
}

// -- the state -----------------------------------------------------------------

void memory::learn(job& x, const snapshot& now) {
  if (auto speaker = self->current_sender(); x.holder != speaker) {
    erase(by_speaker, x.speaker.get(), x.key);
    by_speaker.emplace(speaker.get(), x.key);
    x.speaker = std::move(speaker);
  }
  x.begun = true;
  x.now = now.current;
  x.epoch = now.at.epoch;
  x.last_attempt = now.last_attempt;
  order_both(beginning(x));
}

loop_order memory::beginning(const job& x) {
  loop_order result;
  result.key = x.key;
  result.word = loop_word::begin;
  result.now = x.now;
  result.epoch = x.epoch;
  result.last_attempt = x.last_attempt;
  return result;
}

void memory::move(const transition& event) {
  if (auto* x = only())
    return move(*x, event.to);
  const auto& speaker = self->current_sender();
  auto known = false;
  for (const auto* table : {&by_holder, &by_speaker}) {
    auto [first, last] = table->equal_range(speaker.get());
    known |= first != last;
    for (auto i = first; i != last; ++i)
      if (auto& x = jobs.at(i->second); x.begun)
        move(x, event.to);
  }
  // Its job was forgotten. Most holders have nothing more to tell by then, so
  // they are not bothered before. One that is asked just now may have this one
  // speak for it, which knows the group once for all of its jobs.
  if (!known && subscribing == 0)
    shim::anon_mail(atom::leave_v, subscriber_actor{me()})
      .send(caf::actor_cast<state_holder_actor>(speaker));
}

void memory::move(job& x, state to) {
  x.now = to;
  if (may_checkpoint(to) && may_log_status(to))
    return; // both loops go on
  loop_order what;
  what.key = x.key;
  what.word = loop_word::moved;
  what.now = to;
  order_both(what);
}

// -- orders --------------------------------------------------------------------

void memory::join(const job& x, loop_index i) {
  loop_order what;
  what.key = x.key;
  what.word = loop_word::join;
  what.task = caf::actor_cast<caf::actor>(x.task);
  what.origin = x.origin;
  if (i == dumper_loop) {
    what.holder = caf::actor_cast<caf::actor>(x.holder);
    what.metrics = caf::actor_cast<caf::actor>(x.metrics);
  }
  order(i, std::move(what));
}

void memory::order(loop_index i, loop_order what) {
  auto& loop = loops[i];
  loop.orders.all.emplace_back(std::move(what));
  if (loop.orders.all.size() == most_orders)
    send_orders(loop);
  // Behind what is in the mailbox already, which may bring more orders.
  if (!std::exchange(flushing, true))
    shim::anon_mail(atom::flush_v).send(me());
}

void memory::order_both(const loop_order& what) {
  for (auto i : {logger_loop, dumper_loop})
    order(i, what);
}

void memory::give_up(uint64_t number) {
  auto question = questions.extract(number);
  if (!question)
    return;
  shim::forget(self, question.mapped().id);
  question.mapped().give_up();
}

agenda::place* memory::find(const agenda::item& x) {
  auto i = questions.find(x.key);
  return i == questions.end() ? nullptr : &i->second.due;
}

void memory::flush() {
  flushing = false;
  for (auto& loop : loops)
    if (!loop.orders.all.empty())
      send_orders(loop);
}

void memory::send_orders(loop_slot& loop) {
  shim::mail(self, std::exchange(loop.orders, {})).send(loop.actor);
}

} // namespace status::watching
