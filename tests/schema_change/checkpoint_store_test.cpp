#define CAF_SUITE schema_change_checkpoint_store

#include "precompiled.hpp"

#include "schema_change/checkpoint_store.hpp"

#include "schema_change/failure.hpp"

namespace schema_change {

namespace {

/// A database with one row, in which something is written over.
stored_run loaded_with(const std::string& column, const value& x) {
  connection db{""};
  checkpoint_store::prepare(db);
  stored_run first;
  first.table = "orders";
  checkpoint_store::insert(db, first);
  db.run("UPDATE _status_checkpoint SET " + column + " = ?", {x});
  return *checkpoint_store::load(db, "orders");
}

bool refused(const std::string& column, const value& x) {
  try {
    return !loaded_with(column, x).damage.empty();
  } catch (const failure& e) {
    return e.code() == status::ec::bad_argument
           && e.after() == leftovers::untouched;
  }
}

} // namespace

CAF_TEST(a time that does not fit is as far away as one that does) {
  auto now = std::chrono::system_clock::now();
  using std::chrono::hours;
  constexpr auto year = hours{24 * 365};
  CAF_CHECK(loaded_with("written_at", "9999-12-31").written > now + 200 * year);
  CAF_CHECK(loaded_with("written_at", "0000-01-01").written < now - 200 * year);
  CAF_CHECK(loaded_with("written_at", "yesterday").written < now - year);
}

CAF_TEST(a key that nobody has stored is refused) {
  CAF_CHECK(!refused("copied", "i5"));
  CAF_CHECK(refused("copied", "i5x"));
  CAF_CHECK(refused("checked", "i9223372036854775808"));
  CAF_CHECK(refused("copied", blob{"\xff"}));
}

CAF_TEST(a checkpoint of another version or in no phase is refused) {
  CAF_CHECK(refused("version", int64_t{2}));
  CAF_CHECK(refused("phase", "done"));
}

} // namespace schema_change
