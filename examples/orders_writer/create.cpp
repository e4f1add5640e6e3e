#include "create.hpp"

#include <fmt/format.h>

#include <array>

#include "database.hpp"

namespace orders_writer {

namespace {

// Years ago somebody chose TEXT for an amount, and allowed what no order has.
constexpr auto tables = R"(
CREATE TABLE customers (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT NOT NULL COLLATE NOCASE UNIQUE,
  city  TEXT NOT NULL
);
CREATE TABLE orders (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  reference   TEXT,
  status      TEXT,
  total_cents TEXT,
  placed_at   TEXT,
  note        TEXT
);
CREATE TABLE order_items (
  order_id INTEGER NOT NULL
           REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
  line     INTEGER NOT NULL,
  article  TEXT NOT NULL,
  PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
CREATE TABLE order_events (
  id       INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  event    TEXT NOT NULL
);
)";

// What stands around the table and has to work afterwards as before. The last
// two are the writer's: a row per writer, changed in each of its transactions,
// and what the first rows were made from.
constexpr auto around = R"(
CREATE UNIQUE INDEX orders_by_reference ON orders (reference);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at);
CREATE INDEX orders_open ON orders (placed_at)
  WHERE status IN ('new', 'paid');
CREATE TRIGGER orders_status AFTER UPDATE OF status ON orders
  WHEN OLD.status IS NOT NEW.status
BEGIN
  INSERT INTO order_events (order_id, event)
    VALUES (NEW.id, OLD.status || ' -> ' || NEW.status);
END;
CREATE VIEW open_orders AS
  SELECT orders.id, customers.name, orders.total_cents
    FROM orders JOIN customers ON customers.id = orders.customer_id
   WHERE orders.status IN ('new', 'paid');
CREATE TABLE writer_progress (
  writer   INTEGER PRIMARY KEY,
  number   INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  ids      TEXT NOT NULL
);
CREATE TABLE writer_origin (
  rows INTEGER NOT NULL,
  seed INTEGER NOT NULL
);
)";

void add_customers(database& db, const origin& from) {
  static constexpr auto cities
    = std::array{"Bremen", "Graz", "Bergen", "Porto", "Łódź", "Ghent"};
  query add{db, "INSERT INTO customers VALUES (?1, ?2, ?3, ?4)"};
  for (int64_t id = 1; id <= from.customers(); ++id)
    add.bind(1, id)
      .bind(2, fmt::format("Customer {}", id))
      .bind(3, fmt::format("customer-{}@example.org", id))
      .bind(4, cities[static_cast<size_t>(id) % cities.size()])
      .run();
}

void add_orders(database& db, const origin& from) {
  query add{db, "INSERT INTO orders VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  query item{db, "INSERT INTO order_items VALUES (?1, ?2, ?3)"};
  for (int64_t id = 1; id <= from.rows; ++id) {
    auto x = first_order(from, id);
    add.bind(1, id)
      .bind(2, x.customer)
      .bind(3, x.reference)
      .bind(4, x.status)
      .bind(5, std::to_string(x.cents))
      .bind(6, x.placed_at);
    if (x.note.empty())
      add.bind_null(7);
    else
      add.bind(7, x.note);
    add.run();
    for (int64_t line = 1; line <= x.items; ++line)
      item.bind(1, id).bind(2, line).bind(3, article(line)).run();
  }
}

} // namespace

std::string article(int64_t line) {
  return fmt::format("article {}", line);
}

void create(const std::string& path, const origin& from, bool wal) {
  database db{path, database::mode::create};
  if (db.integer("SELECT count(*) FROM sqlite_schema") != 0)
    throw std::runtime_error{path + " is a database already; name a new file"};
  // Without a journal: who dies here starts over with a new file.
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
  db.exec(tables);
  add_customers(db, from);
  add_orders(db, from);
  db.exec(around);
  query origin{db, "INSERT INTO writer_origin VALUES (?1, ?2)"};
  origin.bind(1, from.rows).bind(2, static_cast<int64_t>(from.seed)).run();
  db.exec("COMMIT");
  db.exec(wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
}

} // namespace orders_writer
