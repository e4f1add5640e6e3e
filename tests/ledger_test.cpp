#define CAF_SUITE ledger
#include "ledger_fixture.hpp"

namespace status::test::ledger_suite {

CAF_TEST_FIXTURE_SCOPE(ledger_tests, books)

// -- entries ---------------------------------------------------------------------

CAF_TEST(10.5 entries are listed by name and filtered) {
  book.put(news("b", 1, 0));
  book.put(news("a", 1, 0));
  auto ended = news("c", 1, 0);
  ended.entry.seen = presence::ended;
  book.put(ended);
  CAF_CHECK_EQUAL(book.list({{}, false}).tasks.size(), 3u);
  CAF_CHECK_EQUAL(book.list({{}, true}).tasks.size(), 2u);
  CAF_CHECK_EQUAL(std::string{book.list({{}, true}).tasks[0].task}, "a");
  CAF_CHECK_EQUAL(book.list({"c", true}).tasks.size(), 0u);
  CAF_CHECK_EQUAL(book.list({"db1", false}).tasks.size(), 3u);
  CAF_CHECK(book.find("a") != nullptr);
  CAF_CHECK(book.find("d") == nullptr);
}

// -- transitions -----------------------------------------------------------------

CAF_TEST(10.8 changes between two batches are told once and transitions all) {
  auto who = follow();
  book.put(news("a", 1, 0));
  CAF_CHECK(!one(who).reset);
  enter("a", 1, 3);
  auto x = one(who);
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({1, 2, 3}));
  CAF_CHECK_EQUAL(x.entry.now.at.sequence, 3u);
  CAF_CHECK(all(who).updates.empty());
}

CAF_TEST(10.9 a transition that is known is not told again) {
  auto who = follow();
  enter("a", 1, 2);
  one(who);
  auto again = news("a", 1, 3);
  again.missed = {event(1, 1), event(1, 2), event(1, 3)};
  book.put(again);
  CAF_CHECK_EQUAL(sequences(one(who)), numbers({3}));
}

CAF_TEST(10.9 a gap is told as a reset) {
  auto who = follow();
  enter("a", 1, 2);
  one(who);
  book.put(step("a", 1, 4));
  auto x = one(who);
  CAF_CHECK(x.reset);
  CAF_CHECK(x.missed.empty());
  // It is told once, and what follows is whole.
  book.put(step("a", 1, 5));
  x = one(who);
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({5}));
}

CAF_TEST(10.9 an entry that ran ahead of its transitions is a gap) {
  auto who = follow();
  enter("a", 1, 2);
  one(who);
  book.put(news("a", 1, 4));
  CAF_CHECK(one(who).reset);
}

CAF_TEST(10.9 a reset that is told is passed on) {
  auto who = follow();
  enter("a", 1, 2);
  one(who);
  auto x = news("a", 1, 2);
  x.reset = true;
  book.put(x);
  CAF_CHECK(one(who).reset);
}

CAF_TEST(10.9 a new epoch begins without a gap) {
  auto who = follow();
  enter("a", 1, 2);
  one(who);
  book.put(news("a", 2, 0));
  CAF_CHECK(!one(who).reset);
  book.put(step("a", 2, 1));
  CAF_CHECK(!one(who).reset);
  book.put(step("a", 3, 1));
  CAF_CHECK(!one(who).reset);
  book.put(step("a", 4, 2));
  CAF_CHECK(one(who).reset);
}

CAF_TEST(10.9 a lower epoch is another job and a reset) {
  auto who = follow();
  book.put(step("a", 5, 1));
  one(who);
  book.put(step("a", 1, 1));
  auto x = one(who);
  CAF_CHECK(x.reset);
  CAF_CHECK_EQUAL(x.entry.now.at.epoch, 1u);
  book.put(step("a", 1, 2));
  x = one(who);
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({2}));
}

CAF_TEST(10.9 nothing is lost before anything is known) {
  auto who = follow();
  book.put(news("a", 0, 0));
  one(who);
  book.change("a", [](task_entry& x) { x.now.at = {3, 5}; });
  CAF_CHECK(!one(who).reset);
  book.change("a", [](task_entry& x) { x.now.at = {3, 6}; }, {event(3, 6)});
  auto x = one(who);
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(sequences(x), numbers({6}));
}

CAF_TEST(10.9 a follower that was slow for longer than the ring is reset) {
  auto slow = follow();
  auto quick = follow();
  enter("a", 1, 1);
  one(slow);
  one(quick);
  enter("a", 2, ledger::replay_capacity + 1);
  auto x = one(quick);
  CAF_CHECK(!x.reset);
  CAF_CHECK_EQUAL(x.missed.size(), ledger::replay_capacity);
  enter("a", ledger::replay_capacity + 2, ledger::replay_capacity + 2);
  CAF_CHECK(!one(quick).reset);
  x = one(slow);
  CAF_CHECK(x.reset);
  CAF_CHECK(x.missed.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::ledger_suite
