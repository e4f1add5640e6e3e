#include "book.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace orders_writer {

void book::put(intent what, outcome done) {
  auto sequence = done.sequence;
  if (!steps.emplace(sequence, step{std::move(what), std::move(done)}).second)
    throw std::runtime_error{fmt::format(
      "two transactions have the number {}; is a log named twice?", sequence)};
}

void book::add(const std::string& path) {
  auto seen = read_log(path, [this](intent what, outcome done) {
    put(std::move(what), std::move(done));
  });
  if (seen.from.rows == 0)
    return; // its writer died before it wrote anything
  if (from.rows != 0
      && (from.rows != seen.from.rows || from.seed != seen.from.seed))
    throw std::runtime_error{path + " belongs to another database"};
  from = seen.from;
  compare(seen);
}

// The row of a writer tells how its last transaction ended. It can be ahead of
// the log by that one, and by no other.
void book::compare(const history& seen) {
  query row{db_,
            "SELECT number, sequence, ids FROM writer_progress WHERE"
            " writer = ?1"};
  row.bind(1, static_cast<int64_t>(seen.writer));
  auto found = row.step();
  auto number = found ? row.integer(0) : 0;
  if (seen.open && number == seen.open->number)
    put(*seen.open, {row.integer(1), ids_of(row.text(2))});
  else if (number != seen.last_committed)
    faults.push_back(fmt::format(
      "writer {} committed up to its transaction {}, the database is at {}",
      seen.writer, seen.last_committed, number));
}

void book::complete() const {
  int64_t next = 1;
  for (const auto& x : steps)
    if (x.first != next++)
      throw std::runtime_error{fmt::format(
        "transaction {} is in none of the logs; name all of them", next - 1)};
}

} // namespace orders_writer
