#include <set>
#include <utility>

#include "fleet/move.hpp"

namespace fleet {

namespace {

using schema_change::value;

constexpr int64_t batch = 1000; // changes

} // namespace

uint64_t move::pending() {
  auto result = static_cast<uint64_t>(from_->last_change() - at_.change);
  shown_.pending(result);
  return result;
}

/// Brings the rows of the next changes up to date, as the source has them now.
/// Returns whether there were any.
bool move::apply_some(owned& into) {
  std::set<std::pair<int64_t, int64_t>> keys; // table, key
  auto last = at_.change;
  auto log = from_->db.prepare(
    "SELECT id, tab, key FROM main._fleet_log "
    "WHERE id > ? ORDER BY id LIMIT ?");
  log.bind({last, batch});
  while (log.step()) {
    last = log.integer(0);
    keys.emplace(log.integer(1), log.integer(2));
  }
  if (last == at_.change)
    return false;
  for (const auto& [number, key] : keys) {
    const auto& table = shard_.tables.at(static_cast<size_t>(number));
    if (auto now = from_->db.first(table.one(), {key}))
      to_->db.run(table.put(), *now);
    else
      to_->db.run(table.remove(), {key});
  }
  into.store(last);
  at_.change = last;
  return true;
}

void move::drain(owned& into) {
  while (apply_some(into)) {
    // Until there is nothing left at this moment.
  }
}

void move::catch_up() {
  while (pending() > few_changes) {
    check_steering();
    {
      reading one_moment{*from_};
      owned into{*to_};
      apply_some(into);
      into.commit();
    }
    from_->forget(at_.change);
    shown_.reached(at_);
    between(0, {});
  }
}

} // namespace fleet
