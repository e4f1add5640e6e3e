#include "table.hpp"

#include <fmt/format.h>

#include "create.hpp"

namespace orders_writer {

namespace {

// Columns by name, as any application should that outlives a schema.
constexpr auto columns
  = "(customer_id, reference, status, total_cents, placed_at, note, id)";

constexpr auto next_id = "(SELECT 1 + coalesce(max(id), 0) FROM orders)";

// For NULL the database chooses.
std::string insert_text(const char* id, bool upsert) {
  return fmt::format(
    "INSERT INTO orders {} VALUES (?1, ?2, ?3, ?4, ?5, ?6, {}){} RETURNING id",
    columns, id,
    upsert ? " ON CONFLICT (reference) DO UPDATE SET status = excluded.status,"
             " total_cents = excluded.total_cents, note = excluded.note"
           : "");
}

constexpr auto replace_text
  = "INSERT OR REPLACE INTO orders (customer_id, reference, status,"
    " total_cents, placed_at, note, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

void bind_row(query& to, const order& x) {
  to.bind(1, x.customer)
    .bind(2, x.reference)
    .bind(3, x.status)
    .bind(4, x.cents)
    .bind(5, x.placed_at)
    .bind(6, x.note);
}

} // namespace

table::table(database& db)
  : insert_(db, insert_text("NULL", false)),
    add_(db, insert_text(next_id, false)),
    upsert_(db, insert_text("NULL", true)),
    put_(db, insert_text(next_id, true)),
    replace_(db, replace_text),
    update_(db,
            "UPDATE orders SET status = ?2, total_cents = ?3, note = ?4"
            " WHERE id = ?1"),
    update_many_(db,
                 "UPDATE orders SET status = ?3 WHERE id BETWEEN ?1"
                 " AND ?2"),
    rename_(db, "UPDATE OR REPLACE orders SET reference = ?2 WHERE id = ?1"),
    move_(db, "UPDATE OR REPLACE orders SET id = -id WHERE id = ?1"),
    remove_(db, "DELETE FROM orders WHERE id BETWEEN ?1 AND ?2"),
    add_item_(db, "INSERT INTO order_items VALUES (?1, ?2, ?3)") {}

void table::apply(const operation& x, std::vector<int64_t>& ids) {
  switch (x.what) {
    case verb::insert:
    case verb::add:
      ids.push_back(insert(x.what == verb::add ? add_ : insert_, x.row));
      add_items(ids.back(), x.row);
      break;
    case verb::update:
      update_.bind(1, x.id)
        .bind(2, x.row.status)
        .bind(3, x.row.cents)
        .bind(4, x.row.note)
        .run();
      break;
    case verb::update_many:
      update_many_.bind(1, x.id).bind(2, x.last).bind(3, x.row.status).run();
      break;
    case verb::rename:
      rename_.bind(1, x.id).bind(2, x.row.reference).run();
      break;
    case verb::move:
      move_.bind(1, x.id).run();
      break;
    case verb::remove:
      remove_.bind(1, x.id).bind(2, x.id).run();
      break;
    case verb::remove_many:
      remove_.bind(1, x.id).bind(2, x.last).run();
      break;
    case verb::upsert:
    case verb::put:
      ids.push_back(insert(x.what == verb::put ? put_ : upsert_, x.row));
      break;
    case verb::replace:
      bind_row(replace_, x.row);
      replace_.bind(7, x.id).run();
      add_items(x.id, x.row);
      break;
  }
}

void table::add_items(int64_t id, const order& x) {
  for (int64_t line = 1; line <= x.items; ++line)
    add_item_.bind(1, id).bind(2, line).bind(3, article(line)).run();
}

int64_t table::insert(query& how, const order& x) {
  bind_row(how, x);
  int64_t id = 0;
  while (how.step())
    id = how.integer(0);
  return id;
}

} // namespace orders_writer
