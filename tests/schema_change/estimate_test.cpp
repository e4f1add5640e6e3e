#define CAF_SUITE schema_change_estimate

#include "schema_change/estimate.hpp"

#include "caf/test/unit_test.hpp"
#include "schema_change/sqlite.hpp"
#include "schema_change/wanted.hpp"

namespace schema_change::schema_change_estimate_suite {

CAF_TEST(rows are counted however much time there is) {
  constexpr auto table = "CREATE TABLE x(id INTEGER PRIMARY KEY, a)";
  connection db{""};
  db.exec(table);
  db.exec("INSERT INTO x VALUES (1, 'a'), (9, 'b')");
  // Whoever adds this to any time is found by UndefinedBehaviorSanitizer.
  using std::chrono::milliseconds;
  constexpr auto longest
    = std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds::max());
  CAF_CHECK_EQUAL(estimate(db, read_wanted(table, "x"), longest).rows, 2u);
}

} // namespace schema_change::schema_change_estimate_suite
