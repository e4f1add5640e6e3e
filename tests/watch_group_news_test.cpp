// What the jobs of a group hear of their holders, of which some are one by
// several names.
#define CAF_SUITE watch_group_news
#include "one_group.hpp"

namespace status::test::watch_group_news_suite {

CAF_TEST_FIXTURE_SCOPE(watch_group_news_tests, one_group)

CAF_TEST(4.7 two jobs under one holder each hear of it) {
  start_group();
  auto first = add_job();
  auto second = make_job();
  second.holder = first.holder;
  add(second);
  ask<watch_result>(group, atom::stop_v, first.task, stop_order{}).value();
  auto over = ask<watch_result>(group, atom::wait_v, second.task);
  CAF_CHECK(!over.has());
  enter(second, state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
  end(first.holder.actor);
  auto gone = ask<watch_result>(group, atom::wait_v, second.task);
  CAF_CHECK(code_of(gone.error()) == ec::bad_argument);
}

CAF_TEST(4.7 a job that goes takes no news from one that comes) {
  start_group();
  auto first = add_job();
  auto second = make_job();
  second.holder = first.holder;
  caf::anon_send(group, atom::add_v, second.task, second.holder.actor);
  caf::anon_send(group, atom::abort_v, first.task);
  auto* held = settle_without(second.holder.actor);
  sched.jobs.emplace_back(held);
  settle();
  auto over = ask<watch_result>(group, atom::wait_v, second.task);
  enter(second, state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST(4.7 a job that went before its holder answered is told of once) {
  start_group();
  auto x = make_job();
  caf::anon_send(group, atom::add_v, x.task, x.holder.actor);
  caf::anon_send(group, atom::abort_v, x.task);
  sched.jobs.emplace_back(settle_without(x.holder.actor));
  settle();
  CAF_CHECK(hears(x, state::waiting_on_sentinel_table));
  CAF_CHECK(!hears(x, state::checksum));
}

CAF_TEST(4.7 a holder may have another one speak for it) {
  start_spied_watch();
  start_group();
  auto x = make_job();
  x.holder.actor = spy;
  add(x);
  auto over = ask<watch_result>(group, atom::wait_v, x.task);
  CAF_CHECK(!over.has());
  advance(state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST(4.7 who spoke for the holder of a job that has gone may still speak) {
  start_spied_watch();
  start_group();
  auto first = make_job();
  first.holder.actor = spy;
  add(first);
  ask<watch_result>(group, atom::abort_v, first.task).value();
  auto second = make_job();
  second.holder = holder;
  add(second);
  auto over = ask<watch_result>(group, atom::wait_v, second.task);
  CAF_CHECK(!over.has());
  advance(state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST(4.7 two names of one holder are told of until both are gone) {
  start_group();
  auto first = make_job();
  auto second = make_job();
  auto holder = first.holder;
  first.holder.actor = spawn_spy(holder.actor);
  second.holder.actor = spawn_spy(holder.actor);
  add(first);
  add(second);
  ask<watch_result>(group, atom::abort_v, first.task).value();
  first.holder = holder;
  CAF_CHECK(hears(first, state::waiting_on_sentinel_table));
  CAF_CHECK(hears(first, state::checksum));
  ask<watch_result>(group, atom::abort_v, second.task).value();
  CAF_CHECK(hears(first, state::post_checksum));
  CAF_CHECK(!hears(first, state::cut_over));
}

CAF_TEST(4.7 a name of a holder takes no news from one that has answered) {
  start_group();
  auto first = make_job();
  auto second = make_job();
  first.holder.actor = spawn_spy(second.holder.actor);
  add(second);
  caf::anon_send(group, atom::add_v, first.task, first.holder.actor);
  caf::anon_send(group, atom::abort_v, first.task);
  sched.jobs.emplace_back(settle_without(first.holder.actor));
  settle();
  auto over = ask<watch_result>(group, atom::wait_v, second.task);
  enter(second, state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST(4.7 a name of a holder takes no news from one that is asked later) {
  start_group();
  auto first = make_job();
  auto second = make_job();
  first.holder.actor = spawn_spy(second.holder.actor);
  add(first);
  caf::anon_send(first.holder.actor, atom::get_v); // it has something to do
  caf::anon_send(group, atom::abort_v, first.task);
  auto* held = settle_without(first.holder.actor);
  add(second);
  sched.jobs.emplace_back(held);
  settle();
  auto over = ask<watch_result>(group, atom::wait_v, second.task);
  enter(second, state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST(4.7 a name of a holder takes no news from one that is asked) {
  start_group();
  auto first = make_job();
  auto second = make_job();
  auto holder = second.holder;
  second.holder.actor = spawn_spy(holder.actor);
  first.holder.actor = holder.actor;
  add(first);
  caf::anon_send(holder.actor, atom::advance_v, state::checksum);
  caf::anon_send(group, atom::add_v, second.task, second.holder.actor);
  settle_without(holder.actor);
  caf::anon_send(group, atom::abort_v, first.task);
  sched.jobs.emplace_back(settle_without(holder.actor));
  settle();
  auto over = ask<watch_result>(group, atom::wait_v, second.task);
  second.holder = holder;
  enter(second, state::close);
  CAF_CHECK(over.value().end == watch_end::past_gate);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::watch_group_news_suite
