#include "model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace orders_writer {

namespace {

bool answers_id(verb x) {
  return x == verb::insert || x == verb::add || x == verb::upsert
         || x == verb::put;
}

} // namespace

model::model(const origin& from) : highest_(from.rows) {
  for (int64_t id = 1; id <= from.rows; ++id) {
    auto x = first_order(from, id);
    by_reference_.emplace(x.reference, id);
    orders_.emplace_hint(orders_.end(), id, std::move(x));
  }
}

void model::apply(const intent& what, const outcome& done) {
  size_t used = 0;
  for (const auto& x : what.operations) {
    if (!answers_id(x.what))
      apply(x);
    else if (used < done.ids.size())
      apply(x, done.ids[used++]);
    else
      throw std::runtime_error{fmt::format(
        "transaction {} has fewer ids than inserts", done.sequence)};
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
    default:
      break; // the others answer an id, see below
  }
}

void model::apply(const operation& x, int64_t id) {
  auto upserts = x.what == verb::upsert || x.what == verb::put;
  auto known = by_reference_.find(x.row.reference);
  if (upserts && known != by_reference_.end()) {
    merge(known->second, id, x.row);
    return;
  }
  if (x.what == verb::insert || x.what == verb::upsert) {
    // The table says AUTOINCREMENT, before and after: no id comes twice, not
    // even that of a deleted row.
    if (id <= highest_)
      throw std::runtime_error{
        fmt::format("the database chose the id {} a second time", id)};
  } else if (auto next = next_id(); id != next) {
    throw std::runtime_error{
      fmt::format("the next id was {}, the database says {}", next, id)};
  }
  highest_ = std::max(highest_, id);
  by_reference_[x.row.reference] = id;
  orders_[id] = x.row;
  if (upserts)
    orders_[id].items = 0;
}

void model::merge(int64_t known, int64_t changed, const order& x) {
  if (known != changed)
    throw std::runtime_error{
      fmt::format("{} belongs to {}, but the database changed {}", x.reference,
                  known, changed)};
  auto& row = orders_[known];
  set_status(row, x.status);
  row.cents = x.cents;
  row.note = x.note;
}

int64_t model::next_id() const {
  return orders_.empty() ? 1 : 1 + orders_.rbegin()->first;
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
