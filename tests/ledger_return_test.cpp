#define CAF_SUITE ledger_return
#include "ledger_fixture.hpp"

namespace status::test::ledger_return_suite {

CAF_TEST_FIXTURE_SCOPE(ledger_return_tests, books)

CAF_TEST(10.9 who comes back is told what it missed) {
  book.put(news("a", 1, 0));
  enter("a", 1, 5);
  auto x = one(follow({{"a", {1, 3}}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({4, 5}));
  x = one(follow({{"a", {1, 5}}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK(x.missed.empty());
  x = one(follow({{"a", {1, 0}}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(x.missed.size(), 5u);
}

CAF_TEST(10.9 who comes back in another epoch is told what it missed) {
  book.put(news("a", 1, 0));
  enter("a", 1, 2);
  book.put(news("a", 2, 0));
  auto x = one(follow({{"a", {1, 2}}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK(x.missed.empty());
  book.put(step("a", 2, 1));
  x = one(follow({{"a", {1, 1}}}));
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({2, 1}));
}

CAF_TEST(10.9 who has seen what is not known starts over) {
  book.put(step("a", 2, 4));
  book.put(step("a", 2, 5));
  CAF_CHECK(one(follow({{"a", {1, 9}}})).reset);
  CAF_CHECK(one(follow({{"a", {2, 2}}})).reset);
  CAF_CHECK(one(follow({{"a", {2, 6}}})).reset);
  CAF_CHECK(one(follow({{"a", {3, 1}}})).reset);
  CAF_CHECK(!one(follow({{"a", {2, 3}}})).reset);
  // The epoch before may have gone on.
  book.put(step("b", 2, 1));
  auto batch = all(follow({{"b", {1, 7}}}));
  CAF_CHECK(batch.updates[1].reset);
}

CAF_TEST(10.9 who is new gets what is kept and no reset) {
  enter("a", 1, 2);
  book.put(step("a", 1, 4));
  auto x = one(follow());
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({4}));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::ledger_return_suite
