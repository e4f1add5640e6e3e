#include "writer.hpp"

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "database.hpp"
#include "log.hpp"
#include "table.hpp"

namespace orders_writer {

namespace {

using clock = std::chrono::steady_clock;

// Set by a signal, hence global.
volatile std::sig_atomic_t told_to_stop = 0;

void tell_to_stop(int) {
  told_to_stop = 1;
}

class writer {
public:
  explicit writer(const writer_options& options);

  writer_summary run();

private:
  void open_log();

  void resolve(const history& seen);

  bool finished(clock::time_point started) const;

  void keep_rate(clock::time_point started) const;

  void attempt(const intent& what);

  void commit(const intent& what);

  const writer_options& options_;
  database db_;
  table orders_;
  query claim_;
  log_writer log_;
  origin from_;
  int64_t number_ = 0; // of the last intent
  int64_t highest_ = 0;
  writer_summary summary_;
};

writer::writer(const writer_options& options)
  : options_(options),
    db_(options.database, database::mode::read_write),
    orders_(db_),
    claim_(db_,
           "INSERT INTO writer_progress VALUES (?1, ?2, 1 + (SELECT"
           " coalesce(max(sequence), 0) FROM writer_progress), ?3)"
           " ON CONFLICT (writer) DO UPDATE SET number = excluded.number,"
           " sequence = excluded.sequence, ids = excluded.ids"
           " RETURNING sequence"),
    log_(options.log) {
  db_.patience(options.patience);
  db_.exec("PRAGMA foreign_keys = ON");
  from_.rows = db_.integer("SELECT rows FROM writer_origin");
  from_.seed
    = static_cast<uint64_t>(db_.integer("SELECT seed FROM writer_origin"));
  highest_ = db_.integer("SELECT max(id) FROM orders");
  open_log();
}

void writer::open_log() {
  auto seen = read_log(options_.log);
  if (seen.from.rows == 0) {
    log_.header(options_.seed, from_);
    return;
  }
  if (seen.writer != options_.seed || seen.from.rows != from_.rows
      || seen.from.seed != from_.seed)
    throw std::runtime_error{
      options_.log + " is of another writer or database; name another file"};
  number_ = seen.last_number;
  if (seen.open)
    resolve(seen);
}

// The last transaction was begun, and then this process died: whether it was
// committed stands in the row that it would have changed.
void writer::resolve(const history& seen) {
  query row{db_,
            "SELECT number, sequence, ids FROM writer_progress WHERE"
            " writer = ?1"};
  row.bind(1, static_cast<int64_t>(options_.seed));
  auto committed = row.step() && row.integer(0) == seen.open->number;
  if (committed)
    log_.committed(seen.open->number, {row.integer(1), ids_of(row.text(2))},
                   {});
  else
    log_.rolled_back(seen.open->number, "died");
  summary_.resolved = true;
}

writer_summary writer::run() {
  auto started = clock::now();
  while (!finished(started)) {
    attempt(next_intent({from_, options_.seed, options_.own_ids}, ++number_,
                        highest_));
    keep_rate(started);
  }
  return summary_;
}

bool writer::finished(clock::time_point started) const {
  return told_to_stop != 0
         || (options_.most > 0 && summary_.committed >= options_.most)
         || (options_.duration.count() > 0
             && clock::now() - started >= options_.duration);
}

void writer::keep_rate(clock::time_point started) const {
  if (options_.rate <= 0)
    return;
  auto done = summary_.committed + summary_.rolled_back;
  std::this_thread::sleep_until(
    started + std::chrono::microseconds{done * 1'000'000 / options_.rate});
}

void writer::attempt(const intent& what) {
  log_.intend(what);
  try {
    commit(what);
  } catch (const database_error& problem) {
    db_.roll_back();
    // After any other error the log leaves the end open: a failed commit may
    // have got through.
    if (!problem.busy())
      throw;
    log_.rolled_back(what.number, problem.what());
    ++summary_.timed_out;
  }
  summary_.longest_wait = std::max(summary_.longest_wait, db_.take_waited());
}

void writer::commit(const intent& what) {
  db_.exec("BEGIN IMMEDIATE");
  outcome done;
  for (const auto& x : what.operations)
    orders_.apply(x, done.ids);
  if (what.give_up) {
    db_.exec("ROLLBACK");
    log_.rolled_back(what.number, "on purpose");
    ++summary_.rolled_back;
    return;
  }
  claim_.bind(1, static_cast<int64_t>(options_.seed))
    .bind(2, what.number)
    .bind(3, text_of(done.ids));
  while (claim_.step())
    done.sequence = claim_.integer(0);
  db_.exec("COMMIT");
  auto waited = db_.take_waited();
  summary_.longest_wait = std::max(summary_.longest_wait, waited);
  log_.committed(what.number, done, waited);
  ++summary_.committed;
  for (auto id : done.ids)
    highest_ = std::max(highest_, id);
}

} // namespace

writer_summary write(const writer_options& options) {
  std::signal(SIGINT, tell_to_stop);
  std::signal(SIGTERM, tell_to_stop);
  return writer{options}.run();
}

} // namespace orders_writer
