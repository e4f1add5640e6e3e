// A sample of every message type, with nothing left at its default.
#pragma once

#include "fixture.hpp"

#include "same_members.hpp"

namespace status::test {

inline caf::error sample_error() {
  return wrap(ec::could_not_write_checkpoint, "attempt 7",
              wrap(ec::task_down, "node b", caf::exit_reason::kill));
}

inline attempt_record sample_record() {
  return {{1, 2}, attempt_result::late, noon, 7s, {"x:3", 4}, sample_error()};
}

inline attempt_history sample_history() {
  return {{sample_record(), {}, sample_record()}, 5, 6};
}

inline progress sample_progress() {
  return {state::checksum,
          "12.5% copyRows ETA 1h30m0s",
          {{"orders", 1, 2, true}, {"items", 3, 4, false}},
          {eta_kind::ready, 90s},
          {true, "pause file", 1000},
          5,
          6,
          true,
          7,
          noon};
}

inline transition sample_transition() {
  return {{1, 2}, state::analyze_table, state::err_cleanup, noon,
          3s,     sample_error()};
}

inline steering sample_steering() {
  return {3,
          {true, "ann", "backup", noon},
          {true, "bob", "the night shift decides", noon + 1s}};
}

inline snapshot sample_snapshot() {
  snapshot x{
    {1, 2},    state::cut_over,   noon, {}, sample_record(), 8s, sample_error(),
    noon + 1s, sample_steering(), 9};
  for (size_t i = 0; i < x.times.size(); ++i)
    x.times[i] = std::chrono::seconds{i + 1};
  return x;
}

inline catch_up sample_catch_up() {
  return {true, sample_snapshot(), {sample_transition(), {}}};
}

inline watch_result sample_watch_result() {
  return {watch_end::holder_down, sample_error(), sample_record(), 9};
}

inline run_result sample_run_result() {
  return {run_outcome::cancelled, sample_error(), 3, sample_snapshot()};
}

inline task_entry sample_entry() {
  return {
    "orders",          "db1:42",          presence::ended,     noon,
    sample_snapshot(), sample_progress(), run_outcome::failed, sample_error()};
}

inline task_update sample_update() {
  return {sample_entry(), true, {sample_transition(), {}}};
}

inline task_updates sample_updates() {
  return {{sample_update(), {}}, {"items"}};
}

inline follow_order sample_follow_order() {
  return {{"ord", false}, {{"orders", {1, 2}}, {}}};
}

/// Calls `f` with the name and a sample of every message.
template <class F>
void for_each_sample(F f) {
  f("attempt", attempt{1, 2});
  f("checkpoint", checkpoint{"x:3", 4});
  f("attempt_record", sample_record());
  f("attempt_history", sample_history());
  f("table_progress", table_progress{"orders", 1, 2, true});
  f("eta", eta{eta_kind::ready, 90s});
  f("throttle", throttle{true, "pause file", 1000});
  f("progress", sample_progress());
  f("stream_position", stream_position{1, 2});
  f("transition", sample_transition());
  f("snapshot", sample_snapshot());
  f("catch_up", sample_catch_up());
  f("verdict", verdict{true, sample_error()});
  f("watch_result", sample_watch_result());
  f("stop_order", stop_order{true, 5s});
  f("run_result", sample_run_result());
  f("steering_order", steering_order{steering_word::hold, "ann", "backup"});
  f("standing_word", standing_word{true, "ann", "backup", noon});
  f("steering", sample_steering());
  f("desk_info", desk_info{1, "db1:42", 3});
  f("task_entry", sample_entry());
  f("task_filter", task_filter{"ord", false});
  f("task_list", task_list{{sample_entry(), {}}});
  f("task_update", sample_update());
  f("task_updates", sample_updates());
  f("task_position", task_position{"orders", {1, 2}});
  f("follow_order", sample_follow_order());
}

} // namespace status::test
