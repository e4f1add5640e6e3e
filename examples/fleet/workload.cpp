#include "fleet/workload.hpp"

#include <fmt/format.h>

namespace fleet {

namespace {

using schema_change::connection;

constexpr const char* tables = R"(
CREATE TABLE customers(id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE,
                       balance INTEGER NOT NULL);
CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER NOT NULL,
                    amount INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX orders_by_customer ON orders(customer);
CREATE TABLE payments(id INTEGER PRIMARY KEY AUTOINCREMENT,
                      orders INTEGER, amount INTEGER, note TEXT);
CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open';
CREATE TRIGGER paid AFTER UPDATE OF state ON orders WHEN NEW.state = 'paid'
BEGIN
  INSERT INTO payments(orders, amount, note)
  VALUES(NEW.id, NEW.amount, 'order ' || NEW.id);
END;
CREATE TABLE ledger(one INTEGER PRIMARY KEY CHECK(one = 1), seed INTEGER,
                    shard INTEGER, rows INTEGER, last INTEGER NOT NULL);
)";

/// A number that looks like chance, and is the same each time (splitmix64).
class numbers {
public:
  numbers(const workload& what, uint64_t transaction)
    : state_(what.seed * 0x9e3779b97f4a7c15 + what.shard * 0xd1b54a32d192ed03
             + transaction) {}

  int64_t below(uint64_t limit) {
    state_ += 0x9e3779b97f4a7c15;
    auto x = state_;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return static_cast<int64_t>((x ^ (x >> 31)) % limit);
  }

private:
  uint64_t state_;
};

} // namespace

void fill(connection& db, const workload& what) {
  db.exec("PRAGMA journal_mode = WAL");
  schema_change::transaction guard{db};
  db.exec(tables);
  auto rows = static_cast<int64_t>(what.rows);
  auto counted = [](const char* select) {
    return std::string{
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
             "FROM n WHERE i < ?1) "}
           + select;
  };
  db.run(counted("INSERT INTO customers SELECT i, 'customer' || i || "
                 "'@example.org', i * 7 % 1000 FROM n"),
         {rows / 4 + 1});
  db.run(counted("INSERT INTO orders SELECT i, i * 31 % (?1 / 4 + 1) + 1, i * "
                 "13 % 500, iif(i % 3, 'open', 'paid') FROM n"),
         {rows});
  db.run(
    counted("INSERT INTO payments(orders, amount, note) SELECT i, i % 500, "
            "'order ' || i FROM n"),
    {rows / 2 + 1});
  db.run(
    "INSERT INTO ledger VALUES(1, ?, ?, ?, 0)",
    {static_cast<int64_t>(what.seed), static_cast<int64_t>(what.shard), rows});
  guard.commit();
}

workload workload_of(connection& db) {
  auto x = db.prepare("SELECT seed, shard, rows FROM ledger");
  x.step();
  return {static_cast<uint64_t>(x.integer(0)),
          static_cast<uint64_t>(x.integer(1)),
          static_cast<uint64_t>(x.integer(2))};
}

uint64_t last_transaction(connection& db) {
  return static_cast<uint64_t>(db.integer("SELECT last FROM ledger"));
}

void transact(connection& db, const workload& what, uint64_t number) {
  numbers next{what, number};
  auto order = [&] { return next.below(2 * what.rows) + 1; };
  auto customer = [&] { return next.below(what.rows / 2 + 1) + 1; };
  schema_change::transaction guard{db};
  for (auto steps = next.below(3) + 1; steps > 0; --steps)
    switch (next.below(7)) {
      case 0:
        db.run("INSERT OR IGNORE INTO orders VALUES(?, ?, ?, 'open')",
               {order(), customer(), next.below(500)});
        break;
      case 1:
        db.run("UPDATE orders SET state = 'paid' WHERE id = ?", {order()});
        break;
      case 2:
        db.run("DELETE FROM orders WHERE id = ?", {order()});
        break;
      case 3: // displaces whoever has that address
        db.run("INSERT OR REPLACE INTO customers VALUES(?, ?, ?)",
               {customer(), fmt::format("customer{}@example.org", customer()),
                next.below(1000)});
        break;
      case 4: // another key
        db.run("UPDATE OR IGNORE orders SET id = ? WHERE id = ?",
               {order(), order()});
        break;
      case 5: // displaces whoever has that address, too
        db.run(
          "UPDATE OR REPLACE customers SET email = email || '.', balance "
          "= balance + 1 WHERE id = ?",
          {customer()});
        break;
      default:
        db.run("DELETE FROM payments WHERE id = ?", {order()});
        db.run("INSERT INTO payments(orders, amount, note) VALUES(?, ?, ?)",
               {order(), next.below(500), fmt::format("by hand {}", number)});
        break;
    }
  db.run("UPDATE ledger SET last = ?", {static_cast<int64_t>(number)});
  guard.commit();
}

} // namespace fleet
