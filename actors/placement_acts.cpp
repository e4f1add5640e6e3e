#include <algorithm>
#include <utility>

#include "actors/placement_memory.hpp"

namespace status::placing {

/// Does what is due, and sees to it that this is called again when more is.
void memory::act() {
  auto todo = book.take(now());
  for (auto& x : todo.notes)
    log(log_to, std::move(x));
  for (auto& [task, cause] : todo.cancels)
    shim::anon_mail(atom::cancel_v, task, cause).send(fleet);
  for (auto& [node, order] : todo.starts)
    start(node, order);
  auto next = book.next(now()).value_or(heard + hearing);
  next = std::min(next, heard + hearing);
  if (!armed || next < *armed) {
    armed = next;
    shim::mail(self, atom::tick_v)
      .schedule(next)
      .send(caf::actor_cast<inner_actor>(self));
  }
  if (book.done())
    for (auto& promise : std::exchange(waiting, {}))
      promise.deliver(book.results());
}

void memory::tick() {
  // Of several that are under way only the last one is followed by another.
  if (armed && *armed <= now())
    armed = std::nullopt;
  if (now() - heard >= hearing)
    follow(); // it took us for dead
  act();
}

void memory::follow() {
  heard = now();
  shim::mail(self, atom::follow_v, follow_order{{{}, false}, {}},
             caf::actor_cast<listener_actor>(self))
    .request(fleet, hearing)
    .then([](const desk_info&) {}, [](const caf::error&) {});
}

void memory::start(const std::string& node, const job_order& order) {
  auto refused = [this, task = order.task, node](const caf::error& why) {
    book.refused(task, node, why, now());
    act();
  };
  shim::mail(self, atom::start_v, order)
    .request(workers[node], start_patience)
    .then(
      [refused](bool taken) {
        if (!taken)
          refused({});
      },
      [refused](const caf::error& err) { refused(err); });
}

// -- workers -------------------------------------------------------------------

caf::result<void> memory::announce(const desk_info& who,
                                   const caf::strong_actor_ptr& whom) {
  if (who.capacity > 0 && who.protocol == protocol_version && whom
      && !check(who)) // else the fleet says what is wrong
    join(who, caf::actor_cast<worker_actor>(whom));
  return shim::mail(self, atom::announce_v, who, whom).delegate(fleet);
}

/// They announce themselves again and again.
void memory::join(const desk_info& who, const worker_actor& worker) {
  auto& known = workers[who.node];
  if (known == worker)
    return;
  if (known)
    book.leave(who.node, now());
  known = worker;
  book.join(who.node, who.capacity, now());
  shim::monitor(self, worker,
                [this, node = who.node, address = worker.address()](
                  const caf::error&) { lose(node, address); });
  act();
}

void memory::lose(const std::string& node, const caf::actor_addr& address) {
  auto i = workers.find(node);
  if (i == workers.end() || i->second.address() != address)
    return;
  workers.erase(i);
  book.leave(node, now());
  act();
}

} // namespace status::placing
