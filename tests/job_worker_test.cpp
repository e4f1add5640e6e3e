#define CAF_SUITE job_worker
#include "live.hpp"

#include <memory>
#include <stdexcept>

#include "actors/job_worker.hpp"

namespace status::test::job_worker_suite {

namespace {

template <class Exception>
caf::error caught(Exception what) {
  try {
    throw what;
  } catch (...) {
    return current_error(ec::unavailable);
  }
}

struct workers : live_fixture {
  ~workers() {
    finish();
  }
};

} // namespace

CAF_TEST(a failure is caught as the error it carries) {
  auto err = caught(failure{ec::fenced, "epoch 3"});
  CAF_CHECK_EQUAL(to_text(err), "fenced off by a newer run: epoch 3");
}

CAF_TEST(a failure keeps an error of CAF and what it wraps) {
  auto inner = caf::make_error(caf::sec::request_timeout);
  CAF_CHECK_EQUAL(caught(failure{inner}), caf::sec::request_timeout);
  auto err = caught(failure{wrap(ec::expired, "dump", inner)});
  CAF_CHECK_EQUAL(cause_of(err), caf::sec::request_timeout);
}

CAF_TEST(a failure without an error is still an error) {
  CAF_CHECK_EQUAL(caught(failure{caf::error{}}), ec::unavailable);
}

CAF_TEST(any exception becomes an error with its text) {
  CAF_CHECK_EQUAL(to_text(caught(std::out_of_range{"row 7"})),
                  "unavailable: row 7");
  CAF_CHECK_EQUAL(to_text(caught(42)), "unavailable: unknown exception");
}

CAF_TEST_FIXTURE_SCOPE(job_worker_tests, workers)

CAF_TEST(stray errors do not end a worker) {
  auto worker
    = spawn_job_worker(sys, std::make_shared<const job_callbacks>(), holder);
  caf::anon_send(caf::actor_cast<caf::actor>(worker),
                 make_error(ec::unavailable, "stray"));
  CAF_CHECK(ask<progress>(worker, atom::progress_v));
  caf::anon_send_exit(worker, caf::exit_reason::user_shutdown);
}

CAF_TEST(the default report fails when the state holder is gone) {
  auto job = std::make_shared<job_callbacks>();
  job->progress = [] { return progress{}; };
  auto worker = spawn_job_worker(sys, job, holder);
  CAF_CHECK(ask<std::string>(worker, atom::report_v));
  caf::anon_send_exit(holder.actor, caf::exit_reason::kill);
  CAF_CHECK_EQUAL(wait_for_end(holder.actor), caf::exit_reason::kill);
  auto answer = ask<std::string>(worker, atom::report_v);
  CAF_REQUIRE(!answer);
  CAF_CHECK_EQUAL(answer.error(), caf::sec::request_receiver_down);
  caf::anon_send_exit(worker, caf::exit_reason::user_shutdown);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::job_worker_suite
