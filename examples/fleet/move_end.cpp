#include <fmt/format.h>

#include <utility>

#include "fleet/move.hpp"
#include "status/actors/task.hpp"

namespace fleet {

namespace {

using namespace std::chrono_literals;

using status::ec;
using status::failure;
using status::state;

// Once the cut-over is granted it must come.
constexpr int tries = 30;

} // namespace

void move::cut_over() {
  for (int i = 0; i < tries; ++i) {
    auto before = at_;
    try {
      wait_while_held();
      if (done_ ? grant() : try_cut_over())
        return;
      at_ = before;
      i = -1;
      world_.pause(10ms);
      continue;
    } catch (const schema_change::sqlite_error& x) {
      if (!granted_)
        throw;
      world_.note(fmt::format("the cut-over is tried again: {}", x.what()));
    }
    at_ = before;
    world_.pause(1s);
  }
  throw failure{ec::unavailable,
                "the cut-over was granted, and failed too "
                "often"};
}

void move::wait_while_held() {
  if (granted_)
    return;
  auto waited = false;
  check_steering();
  for (auto wanted = world_.wanted(); wanted.held.in_force;
       wanted = world_.wanted()) {
    shown_.throttled("cut-over held by " + to_text(wanted.held));
    waited = true;
    if (!done_)
      catch_up();
    world_.pause(100ms);
    check_steering();
    shown_.throttled("cut-over held by " + to_text(wanted.held));
  }
  if (waited)
    shown_.throttled({});
}

/// Asks for the cut-over; an operator may still hold it.
bool move::grant() {
  if (granted_)
    return true;
  try {
    world_.advance(state::cut_over);
  } catch (const failure& x) {
    if (!has_code(x.why(), ec::held))
      throw;
    return false; // what is wanted is known soon
  }
  granted_ = true;
  shown_.enter(state::cut_over);
  return true;
}

/// Writers wait from the lock on, and once the cut-over was granted for as long
/// as it takes. The destination is complete before the source says so, and the
/// source says so all at once.
bool move::try_cut_over() {
  catch_up();
  world_.trace(moment::caught_up);
  transaction lock{from_->db};
  from_->check_owner();
  if (read_shard(from_->db).definition != shard_.definition)
    throw failure{ec::mismatched_alter,
                  fmt::format("the schema of {} has changed since the move "
                              "began; remove {} to start over",
                              what_.from, what_.to)};
  if (pending() > few_changes && !granted_)
    return false;
  owned into{*to_};
  drain(into);
  pending();
  complete(into);
  world_.trace(moment::locked);
  if (!grant())
    return false;
  into.commit();
  world_.trace(moment::copied);
  from_->close(shard_, what_.to);
  lock.commit();
  world_.trace(moment::closed);
  shown_.reached(at_);
  return true;
}

/// Makes what is left, and looks whether nothing is missing.
void move::complete(owned& into) {
  auto& ours = to_->db;
  auto& theirs = from_->db;
  for (const auto& table : shard_.tables) {
    auto there = theirs.integer(table.count());
    auto here = ours.integer(table.count());
    if (there != here)
      throw failure{ec::unavailable,
                    fmt::format("{} has {} rows in the source and {} here",
                                table.info.name, there, here)};
    if (table.info.autoincrement) {
      auto last
        = theirs.integer("SELECT seq FROM main.sqlite_sequence WHERE name = ?",
                         {table.info.name});
      ours.run("DELETE FROM main.sqlite_sequence WHERE name = ?",
               {table.info.name});
      ours.run("INSERT INTO main.sqlite_sequence VALUES(?, ?)",
               {table.info.name, last});
    }
  }
  for (const auto& x : shard_.rest)
    if (!has_object(ours, x.name))
      ours.exec(x.sql);
  for (const char* name : {"user_version", "application_id"})
    ours.exec(fmt::format("PRAGMA main.{} = {}", name,
                          theirs.integer(fmt::format("PRAGMA main.{}", name))));
  into.finish();
}

} // namespace fleet
