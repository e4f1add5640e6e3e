#define CAF_SUITE schema_change_wanted

#include "schema_change/wanted.hpp"

#include "caf/test/unit_test.hpp"
#include "schema_change/failure.hpp"

namespace schema_change::schema_change_wanted_suite {

namespace {

bool accepted(const char* text) {
  try {
    return read_wanted(text, "x").name == "x";
  } catch (const failure& e) {
    CAF_CHECK(e.code() == status::ec::bad_argument);
    return false;
  }
}

} // namespace

CAF_TEST(a wanted table may have keys that stand on an index) {
  CAF_CHECK(accepted("CREATE TABLE x(id INTEGER PRIMARY KEY, a UNIQUE)"));
  CAF_CHECK(accepted("CREATE TABLE x(a, b, PRIMARY KEY (a, b))"));
  CAF_CHECK(accepted("CREATE TABLE x(a PRIMARY KEY, b) WITHOUT ROWID"));
}

CAF_TEST(what is wanted must be one table and no index) {
  CAF_CHECK(!accepted("CREATE TABLE x(a); CREATE INDEX i ON x(a)"));
  CAF_CHECK(!accepted("CREATE INDEX i ON x(a)"));
  CAF_CHECK(!accepted("CREATE TABLE y(a)"));
}

} // namespace schema_change::schema_change_wanted_suite
