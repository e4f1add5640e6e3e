#include "model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace orders_writer {

model::model(const origin& from) : highest_(from.rows) {
  for (int64_t id = 1; id <= from.rows; ++id) {
    auto x = first_order(from, id);
    by_reference_.emplace(x.reference, id);
    orders_.emplace_hint(orders_.end(), id, std::move(x));
  }
}

void model::apply(const intent& what, const outcome& done) {
  size_t chosen = 0;
  for (const auto& x : what.operations) {
    if (x.what != verb::insert && x.what != verb::upsert) {
      apply(x);
      continue;
    }
    if (chosen == done.ids.size())
      throw std::runtime_error{fmt::format(
        "transaction {} has fewer ids than inserts", done.sequence)};
    auto id = done.ids[chosen++];
    if (x.what == verb::insert)
      insert(id, x.row);
    else
      upsert(id, x.row);
  }
}

void model::apply(const operation& x) {
  switch (x.what) {
    case verb::update:
      if (auto i = orders_.find(x.id); i != orders_.end()) {
        set_status(i->second, x.row.status);
        i->second.cents = x.row.cents;
        i->second.note = x.row.note;
      }
      break;
    case verb::update_many:
      for (auto i = orders_.lower_bound(x.id);
           i != orders_.end() && i->first <= x.last; ++i)
        set_status(i->second, x.row.status);
      break;
    case verb::rename:
      rename(x.id, x.row.reference);
      break;
    case verb::move:
      move(x.id);
      break;
    case verb::remove:
      remove(x.id, x.id);
      break;
    case verb::remove_many:
      remove(x.id, x.last);
      break;
    case verb::replace:
      remove(x.id, x.id);
      displace(x.row.reference, x.id);
      by_reference_[x.row.reference] = x.id;
      orders_[x.id] = x.row;
      highest_ = std::max(highest_, x.id);
      break;
    case verb::insert:
    case verb::upsert:
      break; // these need an id, see above
  }
}

void model::insert(int64_t id, const order& x) {
  // The table says AUTOINCREMENT, before and after: no id comes twice, not even
  // that of a deleted row.
  if (id <= highest_)
    throw std::runtime_error{
      fmt::format("the database chose the id {} a second time", id)};
  highest_ = id;
  by_reference_[x.reference] = id;
  orders_[id] = x;
}

void model::upsert(int64_t id, const order& x) {
  auto known = by_reference_.find(x.reference);
  if (known == by_reference_.end()) {
    insert(id, x);
    orders_[id].items = 0;
    return;
  }
  if (known->second != id)
    throw std::runtime_error{
      fmt::format("{} belongs to {}, but the database changed {}", x.reference,
                  known->second, id)};
  auto& row = orders_[id];
  set_status(row, x.status);
  row.cents = x.cents;
  row.note = x.note;
}

void model::remove(int64_t first, int64_t last) {
  auto end = orders_.upper_bound(last);
  for (auto i = orders_.lower_bound(first); i != end; i = orders_.erase(i))
    by_reference_.erase(i->second.reference);
}

void model::displace(const std::string& reference, int64_t id) {
  auto other = by_reference_.find(reference);
  if (other != by_reference_.end() && other->second != id)
    remove(other->second, other->second);
}

void model::set_status(order& x, const std::string& status) {
  if (x.status != status)
    ++events_;
  x.status = status;
}

void model::rename(int64_t id, const std::string& reference) {
  auto i = orders_.find(id);
  if (i == orders_.end())
    return;
  displace(reference, id);
  by_reference_.erase(i->second.reference);
  i->second.reference = reference;
  by_reference_[reference] = id;
}

void model::move(int64_t id) {
  auto i = orders_.find(id);
  if (i == orders_.end())
    return;
  auto row = i->second;
  remove(id, id);
  remove(-id, -id);
  by_reference_[row.reference] = -id;
  orders_[-id] = std::move(row);
}

} // namespace orders_writer
