#include <fmt/format.h>

#include <utility>

#include "fleet/move.hpp"
#include "status/actors/task.hpp"

namespace fleet {

namespace {

using schema_change::value;
using status::ec;
using status::failure;

constexpr int64_t check_rows = 2000;

// Rows that differ are mended, and then all are compared again.
constexpr int rounds = 3;

int64_t key_of(const row& x) {
  return std::get<int64_t>(x.front());
}

} // namespace

/// Each in a moment at which the destination is what the source is: else a
/// unique one could meet two rows that never were there together.
void move::make_indexes() {
  for (const auto& index : shard_.indexes) {
    if (has_object(to_->db, index.name))
      continue;
    catch_up();
    check_steering();
    reading one_moment{*from_};
    owned into{*to_};
    drain(into);
    to_->db.exec(index.sql);
    into.commit();
  }
}

void move::check_all() {
  for (int round = 1;; ++round) {
    uint64_t differing = 0;
    for (size_t i = 0; i < shard_.tables.size(); ++i)
      while (!at_.tables[i].checked_all) {
        check_steering();
        differing += check_chunk(i);
        between(0, {});
      }
    if (differing == 0)
      return;
    auto text = fmt::format("{} rows were not as in the source", differing);
    if (round == rounds)
      throw failure{ec::unavailable, text + ", time and again"};
    world_.note(text + " and were mended; all are compared again");
    for (auto& table : at_.tables) {
      table.checked.reset();
      table.checked_all = false;
      table.rows_checked = 0;
    }
  }
}

/// Returns how many rows had to be mended.
uint64_t move::check_chunk(size_t number) {
  const auto& table = shard_.tables[number];
  auto next = at_.tables[number];
  auto first = next.checked ? value{*next.checked} : value{before_all_keys};
  uint64_t differing = 0;
  reading one_moment{*from_};
  owned into{*to_};
  drain(into);
  auto theirs = from_->db.prepare(table.chunk());
  theirs.bind({first, check_rows});
  std::vector<row> wanted;
  while (theirs.step())
    wanted.push_back(theirs.whole_row());
  next.checked_all = wanted.size() < static_cast<size_t>(check_rows);
  if (!wanted.empty())
    next.checked = key_of(wanted.back());
  auto ours = to_->db.prepare(table.range());
  ours.bind(
    {first, next.checked_all ? value{behind_all_keys} : value{*next.checked}});
  std::vector<row> found;
  while (ours.step())
    found.push_back(ours.whole_row());
  auto i = found.begin();
  for (const auto& x : wanted) {
    for (; i != found.end() && key_of(*i) < key_of(x); ++i, ++differing)
      to_->db.run(table.remove(), {i->front()});
    if (i != found.end() && *i == x) {
      ++i;
      continue;
    }
    if (i != found.end() && key_of(*i) == key_of(x))
      ++i;
    ++differing;
    to_->db.run(table.put(), x);
  }
  for (; i != found.end(); ++i, ++differing)
    to_->db.run(table.remove(), {i->front()});
  next.rows_checked += wanted.size();
  into.store(next);
  into.commit();
  at_.tables[number] = next;
  shown_.reached(at_);
  return differing;
}

} // namespace fleet
