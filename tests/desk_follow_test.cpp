#define CAF_SUITE desk_follow
#include "desk_fixture.hpp"

namespace status::test::desk_follow_suite {

namespace {

struct following : desk_fixture {
  size_t batches(const mailbox_ptr& who) {
    return who->batches.size();
  }

  /// Batches that have come in a time.
  size_t batches_in(const mailbox_ptr& who, caf::timespan time) {
    auto before = batches(who);
    pass(time, 50ms);
    return batches(who) - before;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(desk_follow_tests, following)

CAF_TEST(10.8 who follows is told everything and then what is new) {
  auto job = add("orders");
  auto who = follow(desk);
  CAF_REQUIRE_EQUAL(batches(who), 1u);
  CAF_CHECK_EQUAL(who->entries.count("orders"), 1u);
  add("items");
  pass(250ms);
  CAF_CHECK_EQUAL(who->entries.size(), 2u);
  job->progress.summary = "half";
  pass(2s);
  CAF_CHECK_EQUAL(who->entries["orders"].how_far.summary, "half");
}

CAF_TEST(10.8 a transition is told at once) {
  auto job = add("orders");
  auto who = follow(desk);
  pass(900ms);
  auto before = batches(who);
  job->enter(state::copy_rows);
  settle();
  CAF_CHECK(batches(who) > before);
  CAF_CHECK(who->entries["orders"].now.current == state::copy_rows);
}

CAF_TEST(10.8 transitions in a row share a batch every 250 ms) {
  auto job = add("orders");
  auto who = follow(desk);
  pass(900ms);
  auto before = batches(who);
  for (auto to : {state::copy_rows, state::apply_changeset,
                  state::analyze_table, state::checksum}) {
    job->enter(to);
    settle();
  }
  CAF_CHECK_EQUAL(batches(who), before + 1);
  pass(250ms);
  CAF_CHECK(batches(who) <= before + 3);
  CAF_CHECK_EQUAL(who->events["orders"].size(), 4u);
}

CAF_TEST(10.8 progress is told once a second at most) {
  auto with = options;
  with.progress_interval = 100ms;
  desk = spawn(with);
  auto job = add("orders");
  auto who = follow(desk);
  pass(1s);
  CAF_CHECK(batches_in(who, 20s) <= 20u);
  CAF_CHECK(job->questions > 150u);
}

CAF_TEST(10.8 a desk without news gives signs of life) {
  auto who = follow(desk);
  auto signs = batches_in(who, 60s);
  CAF_CHECK(signs >= 25u);
  CAF_CHECK(signs <= 30u);
  CAF_CHECK_EQUAL(who->empty_batches(), batches(who));
}

CAF_TEST(10.8 the next batch waits for the answer to the one before) {
  auto job = add("orders");
  auto quick = follow(desk);
  auto slow = follow(desk);
  pass(900ms);
  slow->answers = false;
  job->enter(state::copy_rows);
  settle();
  auto before = batches(slow);
  for (auto to : {state::apply_changeset, state::analyze_table}) {
    job->enter(to);
    pass(1s);
  }
  CAF_CHECK_EQUAL(batches(slow), before);
  CAF_CHECK_EQUAL(quick->events["orders"].size(), 3u);
  slow->answers = true;
  slow->answer();
  settle();
  CAF_CHECK_EQUAL(batches(slow), before + 1);
  CAF_CHECK_EQUAL(slow->events["orders"].size(), 3u);
  CAF_CHECK(slow->resets.empty());
}

CAF_TEST(10.8 a large desk is told batch by batch without a pause) {
  for (auto i = 0; i < 450; ++i)
    add(std::to_string(i));
  auto who = follow(desk);
  CAF_CHECK_EQUAL(batches(who), 3u);
  CAF_CHECK_EQUAL(who->entries.size(), 450u);
}

CAF_TEST(10.8 who does not answer for 10 s is forgotten) {
  add("orders");
  auto who = follow(desk);
  who->answers = false;
  pass(2s);
  auto before = batches(who);
  pass(8s);
  who->answer();
  settle();
  CAF_CHECK_EQUAL(batches(who), before + 1); // just in time
  pass(12s);
  who->answers = true;
  who->answer();
  CAF_CHECK_EQUAL(batches_in(who, 10s), 0u);
}

CAF_TEST(10.8 who ends is forgotten) {
  auto who = follow(desk);
  auto other = follow(desk);
  end(who->actor);
  CAF_CHECK_EQUAL(batches_in(who, 10s), 0u);
  CAF_CHECK(batches(other) > 3u);
}

CAF_TEST(10.8 who leaves is told nothing more) {
  add("orders");
  auto who = follow(desk);
  CAF_CHECK(!order(desk, atom::leave_v, who->actor));
  CAF_CHECK_EQUAL(batches_in(who, 10s), 0u);
}

CAF_TEST(10.8 who follows again begins anew and is told once) {
  add("orders");
  auto who = follow(desk);
  pass(3s);
  ask<desk_info>(desk, atom::follow_v, follow_order{{{}, false}, {}},
                 who->actor)
    .value();
  CAF_CHECK_EQUAL(who->batches.back().updates.size(), 1u);
  CAF_CHECK(batches_in(who, 10s) <= 10u);
}

CAF_TEST(10.9 who comes back is told what it has missed) {
  auto from = [](uint64_t sequence) {
    follow_order result;
    result.which.unfinished = false;
    result.seen.push_back({"orders", {1, sequence}});
    return result;
  };
  auto job = add("orders");
  for (auto to : {state::copy_rows, state::apply_changeset})
    job->enter(to);
  settle();
  auto who = follow(desk, from(1));
  CAF_REQUIRE_EQUAL(who->events["orders"].size(), 1u);
  CAF_CHECK(who->events["orders"][0].to == state::apply_changeset);
  CAF_CHECK(who->resets.empty());
  auto other = follow(desk, from(9));
  CAF_CHECK_EQUAL(other->resets.size(), 1u);
}

CAF_TEST(10.9 the end reaches also those who are slow) {
  auto job = add("orders");
  auto who = follow(desk, {{{}, true}, {}});
  who->answers = false;
  pass(1s);
  for (auto i = 0; i < 200; ++i)
    job->enter(i % 2 == 0 ? state::checksum : state::post_checksum);
  job->enter(state::close);
  job->end({run_outcome::succeeded, {}, 1, job->now});
  pass(5s);
  who->answers = true;
  who->answer();
  settle();
  CAF_CHECK(who->entries["orders"].seen == presence::ended);
  CAF_CHECK(who->entries["orders"].now.current == state::close);
  CAF_CHECK_EQUAL(who->resets.size(), 1u); // 200 are more than are kept
}

CAF_TEST(10.8 an order that makes no sense is refused) {
  follow_order bad;
  bad.which.text = std::string(257, 'x');
  auto who = spawn_mailbox();
  auto refused = ask<desk_info>(desk, atom::follow_v, bad, who->actor);
  CAF_CHECK(refused.error() == ec::bad_argument);
  bad = {};
  bad.seen.push_back({"two words", {1, 1}});
  refused = ask<desk_info>(desk, atom::follow_v, bad, who->actor);
  CAF_CHECK(refused.error() == ec::bad_argument);
  refused
    = ask<desk_info>(desk, atom::follow_v, follow_order{}, listener_actor{});
  CAF_CHECK(refused.error() == ec::bad_argument);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::desk_follow_suite
