#define CAF_SUITE state_holder
#include "holder_fixture.hpp"

namespace status::test::state_holder_suite {

CAF_TEST_FIXTURE_SCOPE(state_holder_tests, holder_fixture)

CAF_TEST(3.2 a holder begins with its options) {
  CAF_CHECK(look().current == state::initial);
  CAF_CHECK(look().at == stream_position({1, 0}));
  CAF_CHECK(holder.view.load() == state::initial);
  holder_options options;
  options.epoch = 7;
  options.first = state::post_checksum;
  options.may_repeat_checksum = true;
  begin(options);
  CAF_CHECK(look().current == state::post_checksum);
  CAF_CHECK(look().at == stream_position({7, 0}));
  CAF_CHECK(holder.view.load() == state::post_checksum);
  CAF_CHECK(advance(state::checksum).current == state::checksum);
}

CAF_TEST(3.4 a holder does not begin in errCleanup or in no state at all) {
  for (auto first :
       {state::err_cleanup, static_cast<state>(99), static_cast<state>(-1)}) {
    holder_options options;
    options.first = first;
    holder = spawn_state_holder(sys, options);
    CAF_CHECK(holder.view.load() == state::initial);
    auto now = ask<snapshot>(holder.actor, atom::get_v);
    CAF_CHECK(now.value().current == state::initial);
    end(holder.actor);
  }
}

CAF_TEST(3.2 advancing answers the state that was entered) {
  auto x = advance(state::copy_rows);
  CAF_CHECK(x.current == state::copy_rows);
  CAF_CHECK(x.at == stream_position({1, 1}));
  CAF_CHECK(holder.view.load() == state::copy_rows);
  CAF_CHECK(advance(state::copy_rows).at == x.at);
}

CAF_TEST(3.2 an illegal transition is refused and changes nothing) {
  advance(state::checksum);
  CAF_CHECK(try_advance(state::copy_rows).error() == ec::illegal_transition);
  CAF_CHECK(try_advance(state::err_cleanup).error() == ec::illegal_transition);
  CAF_CHECK(try_advance(static_cast<state>(11)).error()
            == ec::illegal_transition);
  CAF_CHECK(try_advance(static_cast<state>(-1)).error()
            == ec::illegal_transition);
  CAF_CHECK(holder.view.load() == state::checksum);
  CAF_CHECK_EQUAL(look().at.sequence, 1u);
}

CAF_TEST(3.6 a failure before the cut-over wins and the cut-over is refused) {
  advance(state::copy_rows);
  auto first = fail(disk_full);
  CAF_CHECK(first.value().first);
  CAF_CHECK(first.value().cause == disk_full);
  CAF_CHECK(holder.view.load() == state::err_cleanup);
  auto refused = try_advance(state::cut_over);
  CAF_CHECK(refused.error() == ec::illegal_transition);
  CAF_CHECK(has_code(refused.error(), ec::could_not_write_checkpoint));
}

CAF_TEST(3.6 the cut-over wins and a later failure is refused) {
  advance(state::cut_over);
  auto refused = fail(disk_full);
  CAF_CHECK(refused.error() == ec::past_cut_over);
  CAF_CHECK(has_code(refused.error(), ec::could_not_write_checkpoint));
  CAF_CHECK(look().current == state::cut_over);
  CAF_CHECK(advance(state::close).current == state::close);
  CAF_CHECK(fail(disk_full).error() == ec::past_cut_over);
}

CAF_TEST(3.6 exactly one of cut-over and failure happens in both orders) {
  for (bool cut_over_first : {true, false}) {
    begin({});
    caf::scoped_actor me{sys};
    auto cut_over
      = [&] { me->send(holder.actor, atom::advance_v, state::cut_over); };
    auto failure = [&] { me->send(holder.actor, atom::fail_v, disk_full); };
    if (cut_over_first) {
      cut_over();
      failure();
    } else {
      failure();
      cut_over();
    }
    settle();
    auto x = look();
    CAF_CHECK_EQUAL(x.at.sequence, 1u);
    CAF_CHECK(x.current
              == (cut_over_first ? state::cut_over : state::err_cleanup));
    CAF_CHECK_EQUAL(static_cast<bool>(x.first_cause), !cut_over_first);
  }
}

CAF_TEST(6.1 failing again is told the first cause) {
  fail(disk_full);
  auto second = fail(make_error(ec::cancelled, "Ctrl-C"));
  CAF_CHECK(!second.value().first);
  CAF_CHECK(second.value().cause == disk_full);
  CAF_CHECK_EQUAL(look().at.sequence, 1u);
}

CAF_TEST(3.4 close after errCleanup is recorded and the state stays) {
  fail(disk_full);
  auto x = advance(state::close);
  CAF_CHECK(x.current == state::err_cleanup);
  CAF_CHECK(x.closed != caf::timestamp{});
  CAF_CHECK(holder.view.load() == state::err_cleanup);
}

CAF_TEST(9.1 times and ages run on the clock of the actor system) {
  pass(10s);
  advance(state::copy_rows);
  pass(20s);
  CAF_CHECK(!record({1, 1}));
  pass(30s);
  auto x = look();
  CAF_CHECK_EQUAL(time_in(x, state::initial), caf::timespan{10s});
  CAF_CHECK_EQUAL(time_in(x, state::copy_rows), caf::timespan{50s});
  CAF_CHECK_EQUAL(x.saved_ago, caf::timespan{30s});
}

CAF_TEST(5.7 attempts are recorded and kept as history) {
  CAF_CHECK(!record({1, 1}));
  CAF_CHECK(!record({1, 2}, attempt_result::failed));
  auto x = history();
  CAF_REQUIRE_EQUAL(x.attempts.size(), 2u);
  CAF_CHECK_EQUAL(x.attempts[0].which.id, 1u);
  CAF_CHECK_EQUAL(x.attempts[1].which.id, 2u);
  CAF_CHECK_EQUAL(x.succeeded, 1u);
  CAF_CHECK_EQUAL(x.failed, 1u);
  CAF_CHECK_EQUAL(look().last_saved.saved.position, "pos:1");
}

CAF_TEST(5.8 an attempt of another epoch is refused) {
  CAF_CHECK(record({2, 1}) == ec::fenced);
  CAF_CHECK(record({0, 1}) == ec::fenced);
  CAF_CHECK(history().attempts.empty());
  CAF_CHECK_EQUAL(look().last_saved.which.id, 0u);
}

CAF_TEST(a transition is one record in the log) {
  holder_options options;
  options.epoch = 4;
  begin(options);
  advance(state::copy_rows);
  advance(state::copy_rows);
  CAF_REQUIRE_EQUAL(log->records.size(), 1u);
  const auto& x = log->records[0];
  CAF_CHECK(x.level == log_level::info);
  CAF_CHECK_EQUAL(x.component, "status.state_holder");
  CAF_CHECK_EQUAL(x.text, "copyRows");
  CAF_REQUIRE_EQUAL(x.fields.size(), 3u);
  CAF_CHECK_EQUAL(x.fields[0].value, "initial");
  CAF_CHECK_EQUAL(x.fields[1].value, "4");
  CAF_CHECK_EQUAL(x.fields[2].value, "1");
}

CAF_TEST(3.7 the view outlives its holder) {
  auto view = holder.view;
  advance(state::checksum);
  end(holder.actor);
  holder.actor = nullptr;
  CAF_CHECK(view.load() == state::checksum);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::state_holder_suite
