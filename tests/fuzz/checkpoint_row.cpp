// The checkpoint row as somebody may have left it: it is refused, or known to
// be damaged, or it is read and written back the same. One line per column,
// with its type first: `i7`, `tname`, `b` for bytes, `n` for NULL.
#include <cstdlib>

#include "fuzz/target.hpp"
#include "same_members.hpp"
#include "schema_change/checkpoint_store.hpp"
#include "schema_change/failure.hpp"

namespace schema_change {

namespace {

constexpr const char* columns[]
  = {"version",     "epoch",       "owner",         "token",         "phase",
     "statement",   "definition",  "copied",        "copied_all",    "checked",
     "checked_all", "rows_copied", "rows_expected", "rows_checked",  "change",
     "sentinel",    "keep_old",    "written_at",    "attempt_epoch", "attempt",
     "steering"};

constexpr uint64_t least_impossible = 1ULL << 62U;

value value_of(const std::string& text) {
  auto rest = text.substr(text.empty() ? 0 : 1);
  switch (text.empty() ? 't' : text[0]) {
    case 'i':
      return int64_t{std::strtoll(rest.c_str(), nullptr, 10)};
    case 'b':
      return blob{rest};
    case 'n':
      return std::monostate{};
    default:
      return rest;
  }
}

/// Returns whether SQLite takes the row at all.
bool put(connection& db, const std::vector<std::string>& lines) {
  stored_run first;
  first.table = "orders";
  checkpoint_store::insert(db, first);
  try {
    for (size_t i = 0; i < lines.size() && i < std::size(columns); ++i)
      db.run(std::string{"UPDATE _status_checkpoint SET "} + columns[i]
               + " = ?",
             {value_of(lines[i])});
    return true;
  } catch (const sqlite_error&) {
    return false;
  }
}

/// What a load must not lose. Flags are not among it: any number is one.
row kept(connection& db) {
  return *db.first(
    "SELECT epoch, owner, token, phase, statement, definition, copied, "
    "checked, rows_copied, rows_expected, rows_checked, change, steering "
    "FROM _status_checkpoint");
}

/// Whether what was stored with the right type is still what it was. Negative
/// counts are none.
bool still(const row& before, const row& after) {
  for (size_t i = 0; i < before.size(); ++i) {
    const auto* count = std::get_if<int64_t>(&before[i]);
    auto none = count != nullptr && *count < 0;
    if (before[i].index() == after[i].index() && !none
        && !(before[i] == after[i]))
      return false;
  }
  return true;
}

bool same(const stored_run& x, const stored_run& y) {
  return x.table == y.table && x.epoch == y.epoch && x.owner == y.owner
         && x.token == y.token && x.now == y.now && x.statement == y.statement
         && x.definition == y.definition && x.copied == y.copied
         && x.copied_all == y.copied_all && x.checked == y.checked
         && x.checked_all == y.checked_all && x.rows_copied == y.rows_copied
         && x.rows_expected == y.rows_expected
         && x.rows_checked == y.rows_checked && x.change == y.change
         && x.sentinel == y.sentinel && x.keep_old == y.keep_old
         && status::test::same(x.wanted, y.wanted);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  connection db{""};
  checkpoint_store::prepare(db);
  if (!put(db,
           fuzz::split(fuzz::text_of(bytes, size), "\n", std::size(columns))))
    return 0;
  try {
    auto found = checkpoint_store::load(db, "Orders");
    fuzz::must(found.has_value(), "the row is found");
    if (!found->damage.empty())
      return 0; // which nobody writes back
    auto before = kept(db);
    checkpoint_store::update(db, *found);
    fuzz::must(still(before, kept(db)), "a column is written as it was");
    auto again = checkpoint_store::load(db, "orders");
    fuzz::must(again && same(*again, *found),
               "a row is written as it was read");
    checkpoint_store::steer(db, "orders", found->wanted);
    again = checkpoint_store::load(db, "orders");
    fuzz::must(again && same(*again, *found),
               "what operators want is stored as it was read");
    auto mine = *found;
    mine.owner = "me";
    checkpoint_store::claim(db, mine);
    fuzz::must(checkpoint_store::owned(db, "orders", "me"), "a claim is kept");
    // One that no start can have reached need not.
    fuzz::must(mine.epoch > found->epoch || found->epoch > least_impossible,
               "a claim counts the epoch up");
  } catch (const failure& e) {
    fuzz::must(e.after() == leftovers::untouched, "a refusal touches nothing");
  }
  return 0;
}

} // namespace schema_change
