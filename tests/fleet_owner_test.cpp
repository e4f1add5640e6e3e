#define CAF_SUITE fleet_owner
#include "fleet_fixture.hpp"

namespace status::test::fleet_owner_suite {

namespace {

struct owners : fleet_fixture {
  uint64_t epoch() {
    auto x = known("orders");
    return x ? x->now.at.epoch : 0;
  }

  presence seen() {
    return known("orders")->seen;
  }

  size_t warnings() {
    return log->count(log_level::warning, "an old run of orders");
  }

  scripted_desk_ptr one = announce("db1");
  scripted_desk_ptr two = announce("db2");
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(fleet_owner_tests, owners)

// -- the higher epoch ------------------------------------------------------------

CAF_TEST(10.21 the higher epoch wins and the lower one is named once) {
  tell(two, "orders", 2);
  tell(one, "orders", 1);
  tell(one, "orders", 1);
  CAF_CHECK_EQUAL(epoch(), 2u);
  CAF_CHECK_EQUAL(warnings(), 1u);
  tell(one, "orders", 3);
  CAF_CHECK_EQUAL(epoch(), 3u);
  tell(two, "orders", 2);
  CAF_CHECK_EQUAL(epoch(), 3u);
}

CAF_TEST(10.21 an equal epoch of another node does not win) {
  tell(one, "orders", 2);
  task_updates other;
  other.updates.resize(1);
  other.updates[0].entry.task = "orders";
  other.updates[0].entry.node = "elsewhere";
  other.updates[0].entry.now.at.epoch = 2;
  tell(two, other);
  CAF_CHECK(known("orders")->node == "db");
}

CAF_TEST(10.21 a run that has not begun is no news of others) {
  tell(one, "orders", 5);
  tell(two, "orders", 0);
  CAF_CHECK_EQUAL(epoch(), 5u);
  CAF_CHECK_EQUAL(warnings(), 0u);
  tell(two, "orders", 6);
  CAF_CHECK_EQUAL(epoch(), 6u);
}

CAF_TEST(10.21 while a run begins an old one does not come back) {
  tell(two, "orders", 5);
  tell(two, "orders", 0); // the desk has taken the job again
  tell(one, "orders", 4);
  CAF_CHECK_EQUAL(epoch(), 0u);
  tell(two, "orders", 6);
  CAF_CHECK_EQUAL(epoch(), 6u);
}

CAF_TEST(10.21 a thawed run is not shown when its successor has ended) {
  tell(one, "orders", 1);
  end(one->actor);
  tell(two, "orders", 2);
  tell(two, "orders", 2, presence::ended);
  one = announce("db1");
  tell(one, "orders", 1);
  CAF_CHECK(seen() == presence::ended);
  CAF_CHECK_EQUAL(epoch(), 2u);
  CAF_CHECK_EQUAL(warnings(), 1u);
  // Nor when its successor is forgotten.
  tell(two, {{}, {"orders"}});
  CAF_CHECK(!known("orders"));
  tell(one, "orders", 1);
  CAF_CHECK(!known("orders"));
  tell(one, "orders", 3);
  CAF_CHECK_EQUAL(epoch(), 3u);
}

CAF_TEST(10.21 a thawed run is not shown though its desk was forgotten) {
  tell(one, "orders", 1);
  pass_with({two}, 14s);
  tell(two, "orders", 2);
  pass_with({two}, 80s);
  tell(two, {{}, {"orders"}});
  CAF_CHECK(!announce("db1", one->actor));
  tell(one, "orders", 1);
  CAF_CHECK(!known("orders"));
  tell(one, "orders", 3);
  CAF_CHECK_EQUAL(epoch(), 3u);
}

CAF_TEST(10.21 a run that was replaced while its desk was away is not shown) {
  tell(one, "orders", 1);
  tell(one, "what no desk says", 1);
  tell(two, "orders", 2);
  pass_with({two}, 62s);
  tell(two, {{}, {"orders"}});
  CAF_CHECK(!announce("db1", one->actor));
  tell(one, "orders", 1);
  CAF_CHECK(!known("orders"));
}

CAF_TEST(10.21 what is forgotten of an old run changes nothing) {
  tell(two, "orders", 2);
  tell(one, "orders", 1);
  tell(one, {{}, {"orders"}});
  CAF_CHECK_EQUAL(epoch(), 2u);
  CAF_CHECK(seen() == presence::live);
}

CAF_TEST(10.21 the loss of an old run changes nothing) {
  tell(one, "orders", 1);
  tell(two, "orders", 2);
  end(one->actor);
  CAF_CHECK(seen() == presence::live);
}

CAF_TEST(10.21 a desk may begin a task anew with a lower epoch) {
  tell(one, "orders", 7, presence::ended);
  tell(one, "orders", 1);
  CAF_CHECK_EQUAL(epoch(), 1u);
  CAF_CHECK(seen() == presence::live);
}

// -- lost and silent -------------------------------------------------------------

CAF_TEST(10.22 a lost desk makes its tasks unreachable and fails none) {
  tell(one, "orders", 1);
  tell(one, "items", 1, presence::ended);
  auto last = known("orders")->last_seen;
  auto who = follow(fleet);
  end(one->actor);
  CAF_CHECK(seen() == presence::unreachable);
  CAF_CHECK(known("orders")->last_seen == last);
  CAF_CHECK(known("items")->seen == presence::ended);
  pass(300ms);
  CAF_CHECK(who->entries["orders"].seen == presence::unreachable);
  CAF_CHECK(who->resets.empty());
}

CAF_TEST(10.22 a desk that comes back in time is live again) {
  tell(one, "orders", 1);
  end(one->actor);
  one = announce("db1");
  tell(one, "orders", 1);
  CAF_CHECK(seen() == presence::live);
  pass_with({one, two}, 100s);
  CAF_CHECK(seen() == presence::live);
}

CAF_TEST(10.22 a desk that comes back before its loss is known is believed) {
  tell(one, "orders", 1);
  auto again = announce("db1");
  tell(again, "orders", 1);
  end(one->actor);
  CAF_CHECK(seen() == presence::live);
  CAF_CHECK_EQUAL(warnings(), 0u);
}

CAF_TEST(10.22 a silent desk is unreachable until it speaks) {
  tell(one, "orders", 1);
  pass_with({two}, 8s);
  CAF_CHECK(seen() == presence::live);
  pass_with({two}, 6s);
  CAF_CHECK(seen() == presence::unreachable);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "db1 is unreachable"), 1u);
  pass_with({two}, 20s);
  CAF_CHECK(one->follows > 2u); // it may have forgotten who followed
  CAF_CHECK_EQUAL(log->count(log_level::warning, "db1 is unreachable"), 1u);
  // What it says first is asked for again in full.
  auto follows = one->follows;
  tell(one);
  CAF_CHECK_EQUAL(one->follows, follows + 1);
  tell(one, "orders", 1);
  CAF_CHECK(seen() == presence::live);
}

CAF_TEST(10.22 an empty batch is a sign of life) {
  tell(one, "orders", 1);
  pass_with({one, two}, 60s);
  CAF_CHECK(seen() == presence::live);
}

CAF_TEST(10.22 what is unreachable is forgotten after a while) {
  tell(one, "orders", 1);
  auto who = follow(fleet);
  end(one->actor);
  pass_with({two}, 58s);
  CAF_CHECK(known("orders"));
  pass_with({two}, 4s);
  CAF_CHECK(!known("orders"));
  CAF_CHECK_EQUAL(who->forgotten, std::vector<std::string>{"orders"});
}

CAF_TEST(10.22 what has ended is forgotten after a while) {
  tell(one, "orders", 1);
  tell(one, "items", 1, presence::ended);
  pass_with({one, two}, 40s);
  tell(one, "items", 1, presence::ended); // no news
  pass_with({one, two}, 22s);
  CAF_CHECK(known("orders"));
  CAF_CHECK(!known("items"));
}

CAF_TEST(10.22 a desk that is silent for ever is forgotten) {
  tell(one, "orders", 1);
  pass_with({two}, 90s);
  CAF_CHECK(!known("orders"));
  auto follows = one->follows;
  pass_with({two}, 60s);
  CAF_CHECK_EQUAL(one->follows, follows);
  CAF_CHECK(!announce("db1", one->actor));
  CAF_CHECK_EQUAL(one->follows, follows + 1);
}

CAF_TEST(10.22 what a desk forgets the fleet forgets) {
  tell(one, "orders", 1);
  tell(one, {{}, {"orders"}});
  CAF_CHECK(!known("orders"));
  tell(one, "orders", 1);
  CAF_CHECK(known("orders"));
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::fleet_owner_suite
