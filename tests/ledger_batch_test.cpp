#define CAF_SUITE ledger_batch
#include "fixture.hpp"

#include "actors/ledger.hpp"

namespace status::test::ledger_batch_suite {

namespace {

task_update news(const std::string& task, presence seen = presence::live) {
  task_update result;
  result.entry.task = task;
  result.entry.node = "db1";
  result.entry.seen = seen;
  return result;
}

struct batches {
  task_updates take(ledger::follower_id who) {
    return book.take(who, more);
  }

  std::vector<std::string> names(ledger::follower_id who) {
    std::vector<std::string> result;
    for (const auto& x : take(who).updates)
      result.emplace_back(x.entry.task);
    return result;
  }

  ledger book;
  bool more = false;
};

using strings = std::vector<std::string>;

} // namespace

CAF_TEST_FIXTURE_SCOPE(ledger_batch_tests, batches)

CAF_TEST(10.8 a batch has a limit of tasks and nothing is told twice) {
  auto who = book.follow({{{}, false}, {}});
  for (size_t i = 0; i < ledger::batch_size + 5; ++i)
    book.put(news(std::to_string(i)));
  CAF_CHECK_EQUAL(take(who).updates.size(), ledger::batch_size);
  CAF_CHECK(more);
  CAF_CHECK_EQUAL(take(who).updates.size(), 5u);
  CAF_CHECK(!more);
  CAF_CHECK(take(who).updates.empty());
}

CAF_TEST(10.8 a batch has a limit of bytes) {
  auto who = book.follow({{{}, false}, {}});
  auto large = news({});
  large.entry.how_far.tables.resize(1000);
  for (auto& table : large.entry.how_far.tables)
    table.table.assign(200, 'x');
  for (auto i = 0; i < 10; ++i) {
    large.entry.task = std::to_string(i);
    book.put(large);
  }
  auto first = take(who);
  CAF_CHECK(first.updates.size() >= 4u);
  CAF_CHECK(first.updates.size() < 10u);
  CAF_CHECK(more);
  auto rest = take(who).updates.size();
  CAF_CHECK(rest > 0u);
  CAF_CHECK(rest < 10u);
}

CAF_TEST(10.8 what is not wanted is not told) {
  auto who = book.follow({{"or", false}, {}});
  book.put(news("items"));
  book.put(news("orders"));
  CAF_CHECK_EQUAL(names(who), strings({"orders"}));
  book.put(news("items"));
  CAF_CHECK(names(who).empty());
}

CAF_TEST(10.8 who wants the unfinished is told of ends that come later) {
  book.put(news("a", presence::ended));
  book.put(news("b"));
  auto who = book.follow({{{}, true}, {}});
  CAF_CHECK_EQUAL(names(who), strings({"b"}));
  book.put(news("b", presence::ended));
  CAF_CHECK_EQUAL(names(who), strings({"b"}));
}

CAF_TEST(10.8 who has seen a task before is told of its end) {
  book.put(news("a", presence::ended));
  book.put(news("b", presence::ended));
  follow_order order;
  order.which.text = "c";
  order.seen.push_back({"a", {1, 1}});
  auto who = book.follow(order);
  CAF_CHECK_EQUAL(names(who), strings({"a"}));
  CAF_CHECK(names(who).empty());
}

CAF_TEST(10.8 what is forgotten is told until everybody knows) {
  book.put(news("a"));
  auto quick = book.follow({{{}, false}, {}});
  auto slow = book.follow({{{}, false}, {}});
  take(quick);
  take(slow);
  book.erase("a");
  CAF_CHECK_EQUAL(book.size(), 0u);
  CAF_CHECK_EQUAL(take(quick).forgotten, strings({"a"}));
  CAF_CHECK(take(quick).forgotten.empty());
  CAF_CHECK_EQUAL(book.erased(), 1u);
  // What comes again is there after a batch that says both.
  book.put(news("a"));
  auto both = take(slow);
  CAF_CHECK_EQUAL(both.forgotten, strings({"a"}));
  CAF_CHECK_EQUAL(both.updates.size(), 1u);
  CAF_CHECK(!both.updates[0].reset);
  CAF_CHECK_EQUAL(book.erased(), 0u);
}

CAF_TEST(10.8 a batch has a limit of names that are forgotten) {
  auto who = book.follow({{{}, false}, {}});
  for (size_t i = 0; i < ledger::batch_names + 5; ++i) {
    book.put(news(std::to_string(i)));
    book.erase(std::to_string(i));
  }
  book.put(news("a"));
  auto first = take(who);
  CAF_CHECK_EQUAL(first.forgotten.size(), ledger::batch_names);
  CAF_CHECK(first.updates.empty());
  CAF_CHECK(more);
  auto rest = take(who);
  CAF_CHECK_EQUAL(rest.forgotten.size(), 5u);
  CAF_CHECK_EQUAL(rest.updates.size(), 1u);
  CAF_CHECK(!more);
}

CAF_TEST(10.8 nothing is kept for those who have left) {
  auto who = book.follow({{{}, false}, {}});
  for (auto i = 0; i < 1000; ++i) {
    book.put(news("a"));
    book.erase("a");
  }
  CAF_CHECK_EQUAL(book.erased(), 1000u);
  book.leave(who);
  CAF_CHECK_EQUAL(book.erased(), 0u);
  book.put(news("a"));
  book.erase("a");
  CAF_CHECK_EQUAL(book.erased(), 0u);
  CAF_CHECK(take(who).updates.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::ledger_batch_suite
