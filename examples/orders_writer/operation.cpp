#include "operation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace orders_writer {

namespace {

struct named {
  verb what;
  const char* name;
  int weight; // of 100
};

constexpr auto verbs = std::array{
  named{verb::insert, "insert", 30}, named{verb::add, "add", 0},
  named{verb::update, "update", 29}, named{verb::update_many, "ship", 4},
  named{verb::rename, "rename", 4},  named{verb::move, "move", 2},
  named{verb::remove, "delete", 11}, named{verb::remove_many, "purge", 2},
  named{verb::upsert, "upsert", 9},  named{verb::put, "put", 0},
  named{verb::replace, "replace", 9}};

constexpr size_t fields_per_operation = 10;

verb choose(dice& chance) {
  auto left = chance.between(1, 100);
  for (const auto& x : verbs)
    if ((left -= x.weight) <= 0)
      return x.what;
  return verb::insert;
}

// Every second time one of the newest, as in life.
int64_t some_id(dice& chance, int64_t highest) {
  if (chance.between(0, 1) == 0)
    return chance.between(std::max<int64_t>(1, highest - 200), highest);
  return chance.between(1, highest);
}

// Sometimes one that another row has, or had.
std::string some_reference(dice& chance, const origin& from,
                           const std::string& fresh) {
  if (chance.between(0, 1) == 0)
    return fresh;
  return fmt::format("A{:07}", chance.between(1, from.rows));
}

operation choose_operation(dice& chance, const origin& from,
                           const std::string& fresh, int64_t highest) {
  operation x;
  x.what = choose(chance);
  x.row.customer = chance.between(1, from.customers());
  fill(x.row, chance);
  x.row.reference = fresh;
  x.id = some_id(chance, highest);
  switch (x.what) {
    case verb::update_many:
      x.last = x.id + chance.between(0, 20);
      break;
    case verb::remove_many:
      x.last = x.id + chance.between(0, 3);
      break;
    case verb::rename:
    case verb::upsert:
    case verb::replace:
      x.row.reference = some_reference(chance, from, fresh);
      break;
    default:
      break;
  }
  return x;
}

} // namespace

intent next_intent(const author& by, int64_t number, int64_t highest) {
  dice chance{by.writer * 0x9e6c63d0876a9a47ULL
              + static_cast<uint64_t>(number)};
  intent result;
  result.number = number;
  result.give_up = chance.between(1, 100) <= 3;
  auto count = chance.between(1, 10) == 1 ? chance.between(2, 6) : 1;
  for (int64_t i = 0; i < count; ++i) {
    auto x = choose_operation(
      chance, by.from, fmt::format("W{}-{}-{}", by.writer, number, i), highest);
    if (by.own_ids && x.what == verb::insert)
      x.what = verb::add;
    if (by.own_ids && x.what == verb::upsert)
      x.what = verb::put;
    result.operations.push_back(std::move(x));
  }
  return result;
}

std::string line_of(const intent& x) {
  auto result = fmt::format("I\t{}\t{}", x.number, x.give_up ? 1 : 0);
  for (const auto& y : x.operations) {
    const auto* name
      = std::find_if(verbs.begin(), verbs.end(), [&](const named& z) {
          return z.what == y.what;
        })->name;
    result += fmt::format("\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", name,
                          y.id, y.last, y.row.customer, y.row.cents,
                          y.row.items, y.row.status, y.row.placed_at,
                          y.row.reference, y.row.note);
  }
  return result;
}

intent intent_of(std::string_view line) {
  auto fields = fields_of(line);
  if (fields.size() < 3 || fields[0] != "I"
      || (fields.size() - 3) % fields_per_operation != 0)
    throw std::runtime_error{fmt::format("not an intent: {}", line)};
  intent result;
  result.number = std::stoll(fields[1]);
  result.give_up = fields[2] == "1";
  for (size_t at = 3; at < fields.size(); at += fields_per_operation) {
    const auto* known
      = std::find_if(verbs.begin(), verbs.end(),
                     [&](const named& z) { return fields[at] == z.name; });
    if (known == verbs.end())
      throw std::runtime_error{fmt::format("not a verb: {}", fields[at])};
    operation x;
    x.what = known->what;
    x.id = std::stoll(fields[at + 1]);
    x.last = std::stoll(fields[at + 2]);
    x.row.customer = std::stoll(fields[at + 3]);
    x.row.cents = std::stoll(fields[at + 4]);
    x.row.items = std::stoll(fields[at + 5]);
    x.row.status = fields[at + 6];
    x.row.placed_at = fields[at + 7];
    x.row.reference = fields[at + 8];
    x.row.note = fields[at + 9];
    result.operations.push_back(std::move(x));
  }
  return result;
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> result;
  while (true) {
    auto end = line.find('\t');
    result.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos)
      return result;
    line.remove_prefix(end + 1);
  }
}

} // namespace orders_writer
