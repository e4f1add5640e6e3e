/// What a watcher and its two loops tell each other, many tasks at a time. Not
/// for others: a loop believes whoever sends it an order.
#pragma once

#include <caf/actor.hpp>

#include <cstdint>
#include <vector>

#include "status/messages/types.hpp"
#include "status/messages/watch.hpp"
#include "status/shim.hpp"

namespace status {

/// The events of a task that its watcher knows of.
enum class loop_word : uint8_t {
  join,  // the loop runs for one more task; it does not know the state yet
  begin, // the holder has answered: the state, what was tried before
  moved, // the state has passed a gate
  stop,  // in order
  abort, // at once
  holder_down, // nobody can decide any more
};

STATUS_ENUM(loop_word, loop_word::holder_down)

/// One of them. Which members mean something depends on the word.
struct loop_order {
  uint64_t key = 0; // the watcher's name for the task
  loop_word word = loop_word::join;
  caf::actor task;            // join
  caf::actor holder;          // join
  caf::actor metrics;         // join
  caf::timespan origin{};     // join: of the grid, on the actor system's clock
  state now = state::initial; // begin, moved
  uint64_t epoch = 0;         // begin
  uint64_t last_attempt = 0;  // begin
  stop_order how;             // stop
  caf::error cause;           // holder_down
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, loop_order& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("key", x.key), g.field("word", x.word), g.field("task", x.task),
    g.field("holder", x.holder), g.field("metrics", x.metrics),
    g.field("origin", x.origin), g.field("now", x.now),
    g.field("epoch", x.epoch), g.field("last_attempt", x.last_attempt),
    g.field("how", x.how), g.field("cause", x.cause));
}

/// In the order in which they were given.
struct loop_orders {
  std::vector<loop_order> all;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, loop_orders& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("all", x.all));
}

/// A loop's last word about a task.
struct loop_end {
  uint64_t key = 0;
  watch_result how;
  bool waits = false; // for late answers, until it is told to abort
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, loop_end& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("key", x.key), g.field("how", x.how),
                            g.field("waits", x.waits));
}

struct loop_ends {
  std::vector<loop_end> all;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, loop_ends& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("all", x.all));
}

} // namespace status
