/// What desks tell of tasks, DESIGN §10: entries, and updates for those who
/// follow them.
#pragma once

#include <caf/timespan.hpp>
#include <caf/timestamp.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "status/messages/error.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/run.hpp"
#include "status/messages/snapshot.hpp"
#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// Who answers at a desk.
struct desk_info {
  uint16_t protocol = protocol_version;
  std::string node;      // for people, e.g. `db1:4242`
  uint32_t capacity = 0; // of jobs that a worker takes at once; 0: it is none
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, desk_info& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("protocol", x.protocol),
                            g.field("node", x.node),
                            g.field("capacity", x.capacity));
}

/// Whether a desk can reach a task.
enum class presence : uint8_t {
  live,
  unreachable, // its node is lost or silent, which says nothing of the task
  ended,       // for good, see the outcome
};

STATUS_ENUM(presence, presence::ended)

std::string to_string(presence x);

/// All that a desk knows of a task.
struct task_entry {
  std::string task; // its name, unique at a desk
  std::string node;
  presence seen = presence::live;
  caf::timestamp last_seen{}; // wall clock, when the desk last heard of it
  snapshot now;
  progress how_far;
  run_outcome outcome = run_outcome::succeeded; // once it has `ended`
  caf::error cause;                             // of an outcome that is a pity
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, task_entry& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(
    g.field("task", x.task), g.field("node", x.node), g.field("seen", x.seen),
    g.field("last_seen", x.last_seen), g.field("now", x.now),
    g.field("how_far", x.how_far), g.field("outcome", x.outcome),
    g.field("cause", x.cause));
}

/// Which tasks somebody wants to hear of.
struct task_filter {
  std::string text;       // a part of the task's or the node's name
  bool unfinished = true; // not those that have ended
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, task_filter& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("text", x.text),
                            g.field("unfinished", x.unfinished));
}

bool matches(const task_filter& filter, const task_entry& x);

/// Entries in the order of their names.
struct task_list {
  std::vector<task_entry> tasks;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, task_list& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("tasks", x.tasks));
}

/// What is new of one task.
struct task_update {
  task_entry entry;
  bool reset = false;             // some transitions are lost: start over
  std::vector<transition> missed; // since the last update, contiguous
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, task_update& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("entry", x.entry),
                            g.field("reset", x.reset),
                            g.field("missed", x.missed));
}

/// What is new at a desk. An empty one says that the desk is alive.
struct task_updates {
  std::vector<task_update> updates;   // comes after
  std::vector<std::string> forgotten; // names of tasks
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, task_updates& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("updates", x.updates),
                            g.field("forgotten", x.forgotten));
}

/// How far somebody has followed a task before.
struct task_position {
  std::string task;
  stream_position seen;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, task_position& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("task", x.task), g.field("seen", x.seen));
}

/// What somebody wants to follow.
struct follow_order {
  task_filter which;
  std::vector<task_position> seen; // to go on from there
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, follow_order& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("which", x.which), g.field("seen", x.seen));
}

/// Says what is wrong with something that a peer sent: a name or a text that
/// cannot be shown or has no measure, a list without measure, a number that is
/// no value of its enum, a time that cannot be. Empty if it can be used.
caf::error check(const task_updates& x);
caf::error check(const task_list& x);
caf::error check(const task_entry& x);
caf::error check(const follow_order& x);
caf::error check(const desk_info& x);
caf::error check(const progress& x);
caf::error check(const attempt_history& x);
caf::error check(const attempt_record& x);
caf::error check(const steering& x);
caf::error check(const verdict& x);

/// Makes what a job says of itself pass `check`, as far as its texts, lists and
/// times go: what is too long is cut, what cannot be shown is replaced.
void make_fit(transition& x);
void make_fit(snapshot& x);
void make_fit(progress& x);
void make_fit(attempt_history& x);
void make_fit(attempt_record& x);
void make_fit(steering& x);
void make_fit(verdict& x);

/// Brings up to date what a transition says of a snapshot; the times wait for
/// the next one.
void note(snapshot& known, const transition& event);

/// Returns whether `x` can name a task or a node: 1 to 256 bytes of UTF-8 that
/// can be seen, without blanks.
bool is_name(std::string_view x);

} // namespace status
