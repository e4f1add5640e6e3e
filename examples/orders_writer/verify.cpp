#include "verify.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "book.hpp"
#include "database.hpp"
#include "model.hpp"

namespace orders_writer {

namespace {

constexpr size_t most_examples = 5;

// -- the rows ------------------------------------------------------------------

// Types may change with the schema, and so may a missing note to an empty one;
// what an application reads may not.
constexpr auto all_rows
  = "SELECT id, customer_id, CAST(total_cents AS TEXT),"
    " (SELECT count(*) FROM order_items WHERE order_id = orders.id),"
    " status, placed_at, reference, coalesce(note, '') FROM orders";

std::string difference(const order& x, const query& row) {
  std::string result;
  auto look = [&](const char* column, const std::string& wanted, int at) {
    if (auto is = row.text(at); is != wanted)
      result += fmt::format(" {}='{}' instead of '{}'", column, is, wanted);
  };
  look("customer_id", std::to_string(x.customer), 1);
  look("total_cents", std::to_string(x.cents), 2);
  look("items", std::to_string(x.items), 3);
  look("status", x.status, 4);
  look("placed_at", x.placed_at, 5);
  look("reference", x.reference, 6);
  look("note", x.note, 7);
  return result;
}

void example(verdict& result, std::string text) {
  if (result.examples.size() < most_examples)
    result.examples.push_back(std::move(text));
}

void compare_rows(database& db, const model& wanted, verdict& result) {
  std::unordered_set<int64_t> ids;
  std::unordered_set<std::string> references;
  query row{db, all_rows};
  while (row.step()) {
    ++result.checked;
    auto id = row.integer(0);
    if (auto first = ids.insert(id).second;
        !references.insert(row.text(6)).second || !first) {
      ++result.duplicated;
      example(result, fmt::format("duplicated: {}", id));
      continue;
    }
    auto known = wanted.orders().find(id);
    if (known == wanted.orders().end()) {
      ++result.unexpected;
      example(result, fmt::format("unexpected: {}", id));
    } else if (auto text = difference(known->second, row); !text.empty()) {
      ++result.differing;
      example(result, fmt::format("differing: {}:{}", id, text));
    }
  }
  for (const auto& x : wanted.orders())
    if (ids.count(x.first) == 0) {
      ++result.lost;
      example(result, fmt::format("lost: {}", x.first));
    }
}

// -- what stands around the table ----------------------------------------------

void expect(verdict& result, const char* what, int64_t wanted, int64_t is) {
  if (wanted != is)
    result.faults.push_back(
      fmt::format("{}: {} instead of {}", what, is, wanted));
}

void look_around(database& db, const model& wanted, verdict& result) {
  if (auto text = db.text("PRAGMA integrity_check"); text != "ok")
    result.faults.push_back("integrity_check: " + text);
  expect(result, "rows that refer to none", 0,
         db.integer("SELECT count(*) FROM pragma_foreign_key_check WHERE"
                    " \"table\" IN ('orders', 'order_items')"));
  expect(result, "rows written by the trigger", wanted.events(),
         db.integer("SELECT count(*) FROM order_events"));
  int64_t open = 0;
  for (const auto& x : wanted.orders())
    if (x.second.status == "new" || x.second.status == "paid")
      ++open;
  expect(result, "rows of the view", open,
         db.integer("SELECT count(*) FROM open_orders"));
  expect(result, "rows in the partial index", open,
         db.integer("SELECT count(*) FROM orders INDEXED BY orders_open WHERE"
                    " status IN ('new', 'paid')"));
  result.amounts = db.text(
    "SELECT group_concat(kind, ' and ') FROM (SELECT"
    " DISTINCT typeof(total_cents) AS kind FROM orders"
    " ORDER BY kind)");
}

} // namespace

verdict verify(const std::string& path, const std::vector<std::string>& logs) {
  verdict result;
  database db{path, database::mode::read_write};
  db.exec("BEGIN");
  book read{db};
  for (const auto& log : logs)
    read.add(log);
  result.faults = read.faults;
  read.complete();
  if (read.from.rows == 0)
    read.from
      = {db.integer("SELECT rows FROM writer_origin"),
         static_cast<uint64_t>(db.integer("SELECT seed FROM writer_origin"))};
  model wanted{read.from};
  for (const auto& x : read.steps)
    wanted.apply(x.second.what, x.second.done);
  result.logs = static_cast<int64_t>(logs.size());
  result.transactions = static_cast<int64_t>(read.steps.size());
  result.expected = static_cast<int64_t>(wanted.orders().size());
  compare_rows(db, wanted, result);
  look_around(db, wanted, result);
  db.exec("COMMIT");
  return result;
}

} // namespace orders_writer
