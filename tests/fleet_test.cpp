#define CAF_SUITE fleet
#include "fleet_fixture.hpp"

namespace status::test::fleet_suite {

CAF_TEST_FIXTURE_SCOPE(fleet_tests, fleet_fixture)

CAF_TEST(10.20 a fleet knows what the desks know that are announced) {
  auto job = add("orders", 3);
  job->progress.summary = "half";
  CAF_CHECK(!known("orders"));
  CAF_CHECK(!announce("db1:42", desk));
  CAF_REQUIRE(known("orders"));
  CAF_CHECK(known("orders")->node == "db1:42");
  job->enter(state::copy_rows);
  settle();
  pass(500ms);
  CAF_CHECK(known("orders")->now.current == state::copy_rows);
  pass(3s);
  CAF_CHECK(known("orders")->how_far.summary == "half");
  job->end({});
  pass(500ms);
  CAF_CHECK(known("orders")->seen == presence::ended);
}

CAF_TEST(10.20 every transition reaches who follows the fleet in order) {
  auto job = add("orders");
  CAF_CHECK(!announce("db1:42", desk));
  auto who = follow(fleet);
  for (auto to : {state::copy_rows, state::checksum, state::cut_over})
    job->enter(to);
  pass(100ms);
  job->enter(state::close);
  job->end({run_outcome::succeeded, {}, 1, job->now});
  pass(2s);
  const auto& events = who->events["orders"];
  CAF_REQUIRE_EQUAL(events.size(), 4u);
  for (size_t i = 0; i < events.size(); ++i)
    CAF_CHECK_EQUAL(events[i].at.sequence, i + 1);
  CAF_CHECK(who->resets.empty());
  CAF_CHECK(who->entries["orders"].seen == presence::ended);
  CAF_CHECK(who->entries["orders"].now.current == state::close);
}

CAF_TEST(10.20 a desk that is announced again is followed once) {
  auto one = announce("db1");
  CAF_CHECK(!announce("db1", one->actor));
  CAF_CHECK_EQUAL(one->follows, 1u);
}

CAF_TEST(10.20 what is no desk is refused) {
  desk_info other;
  other.node = "db1";
  other.protocol = 1;
  auto one = spawn_scripted_desk();
  auto who = caf::actor_cast<caf::strong_actor_ptr>(one->actor);
  CAF_CHECK(order(fleet, atom::announce_v, other, who) == ec::other_protocol);
  CAF_CHECK(announce("", one->actor) == ec::bad_argument);
  CAF_CHECK(announce("db1", desk_actor{}) == ec::bad_argument);
  CAF_CHECK(announce("db1", desk_actor{fleet}) == ec::bad_argument);
  CAF_CHECK_EQUAL(one->follows, 0u);
}

CAF_TEST(10.20 what a desk must not say makes the fleet drop it) {
  auto bad = announce("bad");
  auto good = announce("good");
  tell(bad, "orders", 1);
  tell(good, "items", 1);
  task_updates nonsense;
  nonsense.forgotten = {"two words"};
  tell(bad, nonsense);
  CAF_REQUIRE_EQUAL(bad->refused.size(), 1u);
  CAF_CHECK(bad->refused[0] == ec::bad_argument);
  CAF_CHECK(known("orders")->seen == presence::unreachable);
  CAF_CHECK(known("items")->seen == presence::live);
  CAF_CHECK_EQUAL(log->count(log_level::warning, "bad is unreachable"), 1u);
  // It may come back, but not at once.
  CAF_CHECK(announce("bad", bad->actor) == ec::bad_argument);
  pass_with({good}, 60s);
  CAF_CHECK(!announce("bad", bad->actor));
  tell(bad, "orders", 1);
  CAF_CHECK(known("orders")->seen == presence::live);
}

CAF_TEST(10.20 a clock that is ahead does not make a task newer) {
  auto one = announce("db1");
  task_updates x;
  x.updates.resize(1);
  x.updates[0].entry.task = "orders";
  x.updates[0].entry.node = "db1";
  x.updates[0].entry.last_seen = caf::make_timestamp() + 3600s;
  tell(one, x);
  CAF_CHECK(known("orders")->last_seen <= caf::make_timestamp());
}

CAF_TEST(10.20 a desk that refuses to be followed is dropped) {
  auto one = spawn_scripted_desk();
  one->refusal = make_error(ec::bad_argument);
  CAF_CHECK(!announce("db1", one->actor));
  CAF_CHECK_EQUAL(log->count(log_level::warning, "db1 is unreachable"), 1u);
  one->refusal = {};
  CAF_CHECK(!announce("db1", one->actor));
  CAF_CHECK_EQUAL(one->follows, 2u);
}

CAF_TEST(10.20 the end of a fleet ends no desk) {
  auto one = announce("db1");
  end(fleet, caf::exit_reason::user_shutdown);
  auto answer = ask<desk_info>(one->actor, atom::hello_v, protocol_version);
  CAF_CHECK(answer.has());
}

CAF_TEST(10.12 what a fleet does not understand is refused with a reason) {
  auto err = ask<desk_info>(caf::actor_cast<caf::actor>(fleet), atom::hello_v,
                            std::string{"who are you"})
               .error();
  CAF_CHECK(err == ec::bad_argument);
  CAF_CHECK(to_text(err).find("does not understand") != std::string::npos);
}

// -- commands --------------------------------------------------------------------

CAF_TEST(10.7 a fleet passes commands on to the desk that has the task) {
  auto one = announce("db1");
  auto two = announce("db2");
  tell(one, "orders", 1);
  tell(two, "items", 1);
  std::string items = "items";
  ask<attempt_history>(fleet, atom::history_v, items).value();
  ask<attempt_record>(fleet, atom::save_v, items).value();
  ask<steering>(fleet, atom::steer_v, items, steering_order{}).value();
  ask<verdict>(fleet, atom::cancel_v, items, caf::error{}).value();
  CAF_CHECK(!order(fleet, atom::stop_v, items, caf::error{}));
  std::vector<std::string> expected{
    "history items", "save items", "pause items", "cancel items", "stop items"};
  CAF_CHECK_EQUAL(two->asked, expected);
  CAF_CHECK(one->asked.empty());
  // What comes back is looked at, too.
  auto err = ask<progress>(fleet, atom::progress_v, items).error();
  CAF_CHECK(err == ec::bad_argument);
}

CAF_TEST(10.7 a fleet says why a task cannot be asked) {
  auto one = announce("db1");
  tell(one, "orders", 1);
  tell(one, "items", 1, presence::ended);
  std::string orders = "orders";
  auto unknown = ask<progress>(fleet, atom::progress_v, std::string{"others"});
  CAF_CHECK(unknown.error() == ec::bad_argument);
  auto ended = ask<progress>(fleet, atom::progress_v, std::string{"items"});
  CAF_CHECK(ended.error() == ec::unavailable);
  end(one->actor);
  pass(30s);
  auto lost = ask<progress>(fleet, atom::progress_v, orders);
  CAF_CHECK(lost.error() == ec::unavailable);
  CAF_CHECK(
    to_text(lost.error()).find("orders on db has been unreachable for 30s")
    != std::string::npos);
  CAF_CHECK(order(fleet, atom::stop_v, orders, caf::error{})
            == ec::unavailable);
}

CAF_TEST(10.7 a fleet waits for a stop for a limited time) {
  auto one = announce("db1");
  tell(one, "orders", 1);
  one->stop_hangs = true;
  auto answer
    = begin_order(fleet, atom::stop_v, std::string{"orders"}, caf::error{});
  pass_with({one}, 68s);
  CAF_CHECK(!*answer);
  pass_with({one}, 4s);
  CAF_REQUIRE(*answer);
  CAF_CHECK_EQUAL(to_text(**answer),
                  "unavailable: orders: no answer within 1m10s, it may come "
                  "into force later");
}

CAF_TEST(10.7 why a stop is refused is cleaned by the fleet) {
  auto one = announce("db1");
  tell(one, "orders", 1);
  one->stop_refusal = make_error(ec::past_cut_over, "\x1b[2J");
  auto err = order(fleet, atom::stop_v, std::string{"orders"}, caf::error{});
  CAF_CHECK(err == ec::past_cut_over);
  CAF_CHECK_EQUAL(to_text(err).find('\x1b'), std::string::npos);
}

CAF_TEST(10.7 a fleet has the history of an ended task told by its desk) {
  auto one = announce("db1");
  tell(one, "orders", 1, presence::ended);
  tell(one, "items", 1);
  std::string orders = "orders";
  ask<attempt_history>(fleet, atom::history_v, orders).value();
  CAF_CHECK_EQUAL(one->asked, std::vector<std::string>{"history orders"});
  end(one->actor);
  auto err = ask<attempt_history>(fleet, atom::history_v, orders).error();
  CAF_CHECK_EQUAL(to_text(err),
                  "unavailable: orders has ended: succeeded, and "
                  "db is gone");
  err = ask<attempt_history>(fleet, atom::history_v, std::string{"items"})
          .error();
  CAF_CHECK(err == ec::unavailable);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::fleet_suite
