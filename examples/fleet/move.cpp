#include "fleet/move.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "schema_change/failure.hpp"
#include "status/actors/task.hpp"

namespace fleet {

namespace {

using namespace std::chrono_literals;

using schema_change::value;
using status::ec;
using status::failure;
using status::state;

constexpr auto look_for_word = 100ms;

} // namespace

move::move(move_settings what, host& world, gauges& shown)
  : what_(std::move(what)),
    world_(world),
    shown_(shown),
    chunk_(what_.chunk_time, what_.most_rows) {}

void move::run() {
  try {
    begin();
    auto enter = [this](state x) {
      check_steering();
      world_.advance(x);
      shown_.enter(x);
    };
    if (!done_) {
      enter(state::copy_rows);
      for (size_t i = 0; i < shard_.tables.size(); ++i)
        copy(i);
      enter(state::apply_changeset);
      catch_up();
      enter(state::restore_secondary_indexes);
      make_indexes();
      enter(state::checksum);
      check_all();
      enter(state::post_checksum);
      catch_up();
    }
    cut_over();
    world_.advance(state::close);
    shown_.enter(state::close);
  } catch (const schema_change::failure& x) {
    throw failure{x.code(), x.what()};
  } catch (const schema_change::sqlite_error& x) {
    check_fence(); // who has lost the shard need not find it as it was
    throw failure{ec::unavailable, x.what()};
  }
}

void move::check_fence() {
  try {
    if (from_)
      from_->check_owner();
  } catch (const schema_change::sqlite_error&) {
    // Nobody knows.
  }
}

// First the source, whose owner alone may cut over; then the destination, which
// nobody else fills from then on.
void move::begin() {
  from_.emplace(what_.from, what_.epoch);
  auto give_up = [this] { return world_.cancelled(); };
  from_->db.patience(30s, give_up);
  auto owner = from_->claim(what_.to);
  if (owner.moved) {
    done_ = true;
    if (!is_ready(what_.to, owner.token))
      throw failure{ec::ownership_ambiguous,
                    fmt::format("{} has moved to {}, which is not there",
                                what_.from, what_.to)};
    return;
  }
  shard_ = read_shard(from_->db);
  to_.emplace(what_.to, what_.epoch);
  to_->db.patience(30s, give_up);
  auto resumed = to_->claim(what_.from, owner.token, shard_);
  from_->capture(shard_, resumed);
  at_ = to_->load();
  // What is not logged any more must have been applied.
  if (from_->first_change() > at_.change + 1 && resumed)
    throw failure{
      ec::binlog_not_found,
      fmt::format("{} lags behind what {} still has of its changes; "
                  "remove it to start over",
                  what_.to, what_.from)};
  auto stored = to_->wanted();
  if (!stored)
    world_.note("what operators wanted cannot be read, and is forgotten");
  auto wanted = world_.restore(stored.value_or(status::steering{}));
  owned guard{*to_};
  if (!stored || wanted.version != stored->version)
    guard.store(wanted);
  for (size_t i = 0; i < shard_.tables.size(); ++i)
    if (auto& table = at_.tables[i]; !table.copied) {
      table.expected
        = static_cast<uint64_t>(from_->db.integer(shard_.tables[i].count()));
      guard.store(table);
    }
  guard.commit();
  world_.trace(moment::claimed);
  shown_.began(resumed, what_.epoch);
  shown_.reached(at_);
}

void move::check_steering() {
  wait_while_paused();
  if (world_.cancelled())
    throw failure{ec::cancelled, "cancelled"};
}

void move::wait_while_paused() {
  auto waited = false;
  for (auto wanted = world_.wanted();
       wanted.paused.in_force && !world_.cancelled();
       wanted = world_.wanted()) {
    shown_.throttled("paused by " + to_text(wanted.paused));
    waited = true;
    world_.pause(look_for_word);
  }
  if (waited)
    shown_.throttled({});
}

void move::copy(size_t number) {
  const auto& table = shard_.tables[number];
  while (!at_.tables[number].copied_all) {
    check_steering();
    schema_change::stopwatch watch;
    auto next = at_.tables[number];
    auto most = std::min(chunk_.rows(), what_.most_rows);
    if (what_.rows_per_second > 0)
      most = std::min(most, std::max<uint64_t>(what_.rows_per_second / 4, 1));
    std::vector<row> rows;
    {
      auto chunk = from_->db.prepare(table.chunk());
      chunk.bind({next.copied ? value{*next.copied} : value{before_all_keys},
                  static_cast<int64_t>(most)});
      while (chunk.step())
        rows.push_back(chunk.whole_row());
    }
    next.copied_all = rows.size() < most;
    if (!rows.empty())
      next.copied = std::get<int64_t>(rows.back().front());
    next.rows += rows.size();
    owned into{*to_};
    auto put = to_->db.prepare(table.put());
    for (const auto& x : rows)
      put.bind(x).step();
    into.store(next);
    watch.worked();
    into.commit();
    at_.tables[number] = next;
    shown_.reached(at_);
    chunk_.took(rows.size(), watch.effort());
    between(rows.size(), watch.elapsed());
  }
}

void move::between(uint64_t rows, std::chrono::nanoseconds took) {
  std::chrono::nanoseconds gap = 500us;
  if (what_.rows_per_second > 0) {
    std::chrono::duration<double> due{
      static_cast<double>(rows) / static_cast<double>(what_.rows_per_second)};
    gap = std::max(
      gap, std::chrono::duration_cast<std::chrono::nanoseconds>(due) - took);
  }
  world_.pause(gap);
}

} // namespace fleet
