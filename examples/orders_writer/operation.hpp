/// What the writer does to the table: chosen by chance, written down as text,
/// understood again by the verification.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "order.hpp"

namespace orders_writer {

/// The ways to change a row that a schema change has to get right.
enum class verb : uint8_t {
  insert,      // the database chooses the id
  add,         // like insert, with the next free id
  update,      // by id
  update_many, // the status of a range of ids
  rename,      // UPDATE OR REPLACE of the reference: may displace another row
  move,        // UPDATE OR REPLACE of the id to -id
  remove,      // by id
  remove_many, // a range of ids
  upsert,      // ON CONFLICT (reference) DO UPDATE
  put,         // like upsert, with the next free id
  replace,     // INSERT OR REPLACE: may displace two rows
};

/// One statement with all that it needs.
struct operation {
  verb what = verb::insert;
  int64_t id = 0;   // not used by insert, upsert
  int64_t last = 0; // the end of a range
  order row;        // what of it is used depends on the verb
};

/// What one transaction does.
struct intent {
  int64_t number = 0;   // counts the writer's transactions from 1
  bool give_up = false; // rolled back on purpose
  std::vector<operation> operations;
};

/// Who writes, and how.
struct author {
  origin from;
  uint64_t writer = 1;
  bool own_ids = false; // does not leave it to the database to choose ids
};

/// Returns the transaction that a writer does as its `number`th. `highest` is
/// about the highest id in use.
intent next_intent(const author& by, int64_t number, int64_t highest);

/// Writes an intent as one line, without its end.
std::string line_of(const intent& x);

/// Reads what `line_of` has written. Throws `std::runtime_error`.
intent intent_of(std::string_view line);

/// Splits a line at every tab.
std::vector<std::string> fields_of(std::string_view line);

} // namespace orders_writer
