#define CAF_SUITE schema_change_input

#include "caf/test/unit_test.hpp"

#include <iostream>

#include "schema_change/input/input.hpp"

namespace schema_change::schema_change_input_suite {

namespace {

size_t tried = 0;

void try_all(const test::inputs& all) {
  for (const auto& x : all) {
    auto wrong = test::objections(x);
    if (!wrong.empty())
      CAF_MESSAGE(wrong);
    CAF_CHECK(wrong.empty());
  }
  tried += all.size();
}

} // namespace

CAF_TEST(a statement is understood as SQLite understands it or refused) {
  try_all(test::odd_statements());
}

CAF_TEST(a name means one table and nothing else is touched) {
  try_all(test::odd_names());
}

CAF_TEST(an expression is one over each row or refused) {
  try_all(test::odd_mappings());
}

CAF_TEST(a key identifies every row or the change is refused) {
  try_all(test::odd_keys());
}

CAF_TEST(a value is stored as a copy by hand stores it or its row is named) {
  try_all(test::odd_values());
}

CAF_TEST(columns come and go as a copy by hand makes them) {
  try_all(test::odd_columns());
}

CAF_TEST(what stands beside the table goes on or the change is refused) {
  try_all(test::odd_neighbours());
}

CAF_TEST(references in both directions hold or the change is refused) {
  try_all(test::odd_references());
}

CAF_TEST(what is too large for SQLite is refused and all else is changed) {
  try_all(test::odd_sizes());
}

// The tests of a suite run in their order.
CAF_TEST(there are enough of them) {
  constexpr size_t least = 200;
  std::cout << tried << " inputs tried\n";
  CAF_CHECK_GREATER_OR_EQUAL(tried, least);
}

} // namespace schema_change::schema_change_input_suite
