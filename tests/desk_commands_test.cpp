#define CAF_SUITE desk_commands
#include "desk_fixture.hpp"

namespace status::test::desk_commands_suite {

namespace {

using strings = std::vector<std::string>;

const std::string orders = "orders";

const caf::error enough = make_error(ec::cancelled, "enough");

} // namespace

CAF_TEST_FIXTURE_SCOPE(desk_commands_tests, desk_fixture)

CAF_TEST(10.7 commands reach the task that is named) {
  auto other = add("items");
  auto job = add(orders);
  job->progress.summary = "far";
  auto how_far = ask<progress>(desk, atom::progress_v, orders).value();
  CAF_CHECK_EQUAL(how_far.summary, "far");
  ask<attempt_history>(desk, atom::history_v, orders).value();
  ask<attempt_record>(desk, atom::save_v, orders).value();
  ask<verdict>(desk, atom::cancel_v, orders, enough).value();
  CAF_CHECK_EQUAL(job->asked,
                  strings({"history", "save", "cancel cancelled: enough"}));
  CAF_CHECK(other->asked.empty());
}

CAF_TEST(10.7 a word is seen in the entry at once) {
  add(orders);
  auto word = steering_order{steering_word::hold, "ann", "night"};
  auto wanted = ask<steering>(desk, atom::steer_v, orders, word).value();
  CAF_CHECK(wanted.held.in_force);
  CAF_CHECK_EQUAL(entry(orders).now.wanted.held.by, "ann");
}

CAF_TEST(10.7 an error of the task itself is passed on) {
  auto job = add(orders);
  job->refusal = make_error(ec::past_cut_over, "too late");
  auto err = ask<verdict>(desk, atom::cancel_v, orders, enough).error();
  CAF_CHECK_EQUAL(to_text(err), "past the cut-over: too late");
}

CAF_TEST(10.7 an unknown task is named in the error) {
  auto err = ask<progress>(desk, atom::progress_v, orders).error();
  CAF_CHECK(err == ec::bad_argument);
  CAF_CHECK_EQUAL(to_text(err), "bad argument: there is no task orders");
  CAF_CHECK(order(desk, atom::stop_v, orders, enough) == ec::bad_argument);
  CAF_CHECK(ask<attempt_history>(desk, atom::history_v, orders).error()
            == ec::bad_argument);
}

CAF_TEST(10.7 a task that does not answer is unavailable after a while) {
  auto job = add(orders);
  job->progress_hangs = true;
  auto answer = ask<progress>(desk, atom::progress_v, orders);
  pass(9s);
  CAF_CHECK(!answer.has());
  pass(1s);
  CAF_CHECK(answer.error() == ec::unavailable);
  CAF_CHECK(to_text(answer.error()).find("orders") != std::string::npos);
}

CAF_TEST(10.7 a task that ends meanwhile is unavailable) {
  auto job = add(orders);
  job->end({});
  auto err = ask<verdict>(desk, atom::cancel_v, orders, enough).error();
  CAF_CHECK_EQUAL(to_text(err), "unavailable: orders has ended: succeeded");
}

CAF_TEST(10.7 the history of a task that has ended is told from memory) {
  auto job = add(orders);
  job->history.succeeded = 7;
  job->enter(state::close);
  settle();
  job->history.succeeded = 8; // nobody asks for it any more
  job->end({});
  auto known = ask<attempt_history>(desk, atom::history_v, orders).value();
  CAF_CHECK_EQUAL(known.succeeded, 7u);
}

CAF_TEST(10.7 the history of a task that was over when it came is known) {
  auto job = spawn_job();
  job->history.succeeded = 7;
  job->enter(state::close);
  CAF_CHECK(!add(orders, desk_job{job->actor}));
  job->end({});
  auto known = ask<attempt_history>(desk, atom::history_v, orders).value();
  CAF_CHECK_EQUAL(known.succeeded, 7u);
}

CAF_TEST(10.7 a history that ended with its task is unavailable) {
  auto job = add(orders);
  job->refusal = make_error(ec::unavailable, "too late");
  job->enter(state::close);
  settle();
  job->end({});
  auto err = ask<attempt_history>(desk, atom::history_v, orders).error();
  CAF_CHECK_EQUAL(to_text(err),
                  "unavailable: orders has ended, and its history with it");
}

CAF_TEST(10.7 stop takes a last checkpoint and cancels with the cause) {
  auto job = add(orders);
  CAF_CHECK(!order(desk, atom::stop_v, orders, enough));
  CAF_CHECK_EQUAL(job->asked, strings({"save", "cancel cancelled: enough"}));
}

CAF_TEST(10.7 stop cancels a job that cannot be saved) {
  auto job = add(orders);
  job->save_hangs = true;
  CAF_CHECK(!order(desk, atom::stop_v, orders, enough));
  CAF_CHECK(!order(desk, atom::stop_v, orders, enough)); // idempotent
  CAF_CHECK_EQUAL(job->asked, strings({"save"}));
  pass(120s, 1s);
  CAF_CHECK_EQUAL(job->asked, strings({"save", "cancel cancelled: enough"}));
}

CAF_TEST(10.7 a stop that was refused can be ordered again) {
  auto job = add(orders);
  job->refusal = make_error(ec::unavailable, "busy");
  CAF_CHECK(!order(desk, atom::stop_v, orders, enough));
  CAF_CHECK_EQUAL(log->count(log_level::warning, "orders goes on"), 1u);
  job->refusal = {};
  CAF_CHECK(!order(desk, atom::stop_v, orders, enough));
  CAF_CHECK_EQUAL(job->asked.size(), 4u);
}

CAF_TEST(10.7 past the cut-over there is no stop) {
  auto job = add(orders);
  job->enter(state::cut_over);
  settle();
  CAF_CHECK(order(desk, atom::stop_v, orders, enough) == ec::past_cut_over);
  CAF_CHECK(job->asked.empty());
}

CAF_TEST(10.7 words that cannot be shown reach no task) {
  auto job = add(orders);
  auto bad = make_error(ec::cancelled, "\x1b[2J");
  auto refused = ask<verdict>(desk, atom::cancel_v, orders, bad);
  CAF_CHECK(refused.error() == ec::bad_argument);
  CAF_CHECK(order(desk, atom::stop_v, orders, bad) == ec::bad_argument);
  auto word
    = steering_order{steering_word::hold, "ann", std::string(5000, 'x')};
  CAF_CHECK(ask<steering>(desk, atom::steer_v, orders, word).error()
            == ec::bad_argument);
  word = {steering_word::hold, "\xFF", ""};
  CAF_CHECK(ask<steering>(desk, atom::steer_v, orders, word).error()
            == ec::bad_argument);
  CAF_CHECK(job->asked.empty());
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::desk_commands_suite
