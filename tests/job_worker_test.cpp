#define CAF_SUITE job_worker
#include "live.hpp"

#include <memory>
#include <stdexcept>

#include "actors/job_worker.hpp"

using namespace status;
using namespace status::test;

namespace {

template <class Exception>
caf::error caught(Exception what) {
  try {
    throw what;
  } catch (...) {
    return current_error(ec::unavailable);
  }
}

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
