#define CAF_SUITE error
#include "fixture.hpp"

#include <caf/pec.hpp>

#include <array>
#include <string>

#include "status/messages/error.hpp"

namespace status::test::error_suite {

namespace {

struct named_error {
  ec value;
  int number;
  std::string text;
};

// Written out, not computed: this table is the tripwire.
const std::array<named_error, 19> all_errors{{
  {ec::none, 0, "none"},
  {ec::mismatched_alter, 1, "statement differs from the checkpoint's"},
  {ec::binlog_not_found, 2, "change position is gone"},
  {ec::could_not_write_checkpoint, 3, "could not write checkpoint"},
  {ec::watermark_not_ready, 4, "watermark not ready"},
  {ec::checkpoint_too_old, 5, "checkpoint too old"},
  {ec::checkpoint_collision, 6, "another run works on the table"},
  {ec::cancelled, 7, "cancelled"},
  {ec::expired, 8, "expired"},
  {ec::fenced, 9, "fenced off by a newer run"},
  {ec::illegal_transition, 10, "illegal transition"},
  {ec::past_cut_over, 11, "past the cut-over"},
  {ec::ownership_ambiguous, 12, "ownership is ambiguous"},
  {ec::bad_argument, 13, "bad argument"},
  {ec::task_down, 14, "task ended"},
  {ec::holder_down, 15, "state holder ended"},
  {ec::unavailable, 16, "unavailable"},
  {ec::held, 17, "the cut-over is on hold"},
  {ec::other_protocol, 18, "other version of the protocol"},
}};

caf::error chain_of(int length, const caf::error& innermost) {
  auto result = innermost;
  for (int i = 1; i < length; ++i)
    result = wrap(ec::expired, "", result);
  return result;
}

} // namespace

CAF_TEST(the numbers and texts of the errors are pinned) {
  CAF_CHECK_EQUAL(static_cast<int>(last_of(ec{})), all_errors.back().number);
  for (size_t i = 0; i < all_errors.size(); ++i) {
    const auto& x = all_errors[i];
    CAF_CHECK_EQUAL(x.number, static_cast<int>(i));
    CAF_CHECK_EQUAL(static_cast<int>(x.value), x.number);
    CAF_CHECK_EQUAL(to_string(x.value), x.text);
  }
  CAF_CHECK_EQUAL(to_string(static_cast<ec>(19)), "unknown error");
  CAF_CHECK_EQUAL(to_string(static_cast<ec>(255)), "unknown error");
}

CAF_TEST(the errors of the original keep their meaning) {
  CAF_CHECK(make_error(ec::mismatched_alter) == ec::mismatched_alter);
  CAF_CHECK(make_error(ec::binlog_not_found) == ec::binlog_not_found);
  CAF_CHECK(make_error(ec::could_not_write_checkpoint)
            == ec::could_not_write_checkpoint);
  CAF_CHECK(make_error(ec::watermark_not_ready) == ec::watermark_not_ready);
  CAF_CHECK(make_error(ec::mismatched_alter, "ALTER a")
            != make_error(ec::binlog_not_found, "ALTER a"));
}

CAF_TEST(an error is compared by its code and not by its text) {
  CAF_CHECK(make_error(ec::fenced, "by run 7") == ec::fenced);
  CAF_CHECK(make_error(ec::fenced, "by run 7") != ec::expired);
  CAF_CHECK(wrap(ec::fenced, "", make_error(ec::expired)) == ec::fenced);
}

CAF_TEST(no error has no code and no cause and is called none) {
  CAF_CHECK(code_of({}) == ec::none);
  CAF_CHECK(!cause_of({}));
  CAF_CHECK(!has_code({}, ec::none));
  CAF_CHECK_EQUAL(to_text(caf::error{}), "none");
}

CAF_TEST(a text says what happened after the code) {
  CAF_CHECK(make_error(ec::cancelled).context().empty());
  CAF_CHECK_EQUAL(to_text(make_error(ec::cancelled)), "cancelled");
  CAF_CHECK_EQUAL(to_text(make_error(ec::cancelled, "Ctrl-C")),
                  "cancelled: Ctrl-C");
}

CAF_TEST(a wrapped cause is kept and shown) {
  auto disk = make_error(ec::unavailable, "disk full");
  auto err = wrap(ec::could_not_write_checkpoint, "attempt 3", disk);
  CAF_CHECK(code_of(err) == ec::could_not_write_checkpoint);
  CAF_CHECK(cause_of(err) == disk);
  CAF_CHECK(!cause_of(disk));
  CAF_CHECK_EQUAL(to_text(err),
                  "could not write checkpoint: attempt 3: "
                  "unavailable: disk full");
}

CAF_TEST(a wrapper without a text shows its code only) {
  auto err = wrap(ec::past_cut_over, "", make_error(ec::expired, "30s"));
  CAF_CHECK_EQUAL(to_text(err), "past the cut-over: expired: 30s");
}

CAF_TEST(wrapping nothing adds nothing) {
  auto err = wrap(ec::illegal_transition, "from close to initial", {});
  CAF_CHECK(!cause_of(err));
  CAF_CHECK_EQUAL(to_text(err), "illegal transition: from close to initial");
}

CAF_TEST(a code is found at every depth) {
  auto err = wrap(
    ec::could_not_write_checkpoint, "outer",
    wrap(ec::expired, "middle", make_error(ec::watermark_not_ready, "inner")));
  CAF_CHECK(has_code(err, ec::could_not_write_checkpoint));
  CAF_CHECK(has_code(err, ec::expired));
  CAF_CHECK(has_code(err, ec::watermark_not_ready));
  CAF_CHECK(!has_code(err, ec::cancelled));
  CAF_CHECK(!has_code(err, ec::none));
}

CAF_TEST(an error of the runtime is kept as a cause) {
  caf::error timeout{caf::sec::request_timeout};
  auto err = wrap(ec::expired, "attempt 1", timeout);
  CAF_CHECK(cause_of(err) == caf::sec::request_timeout);
  CAF_CHECK_EQUAL(to_text(err), "expired: attempt 1: request_timeout");
}

CAF_TEST(an exit reason is kept as a cause) {
  caf::error killed{caf::exit_reason::kill};
  auto err = wrap(ec::task_down, "", killed);
  CAF_CHECK(cause_of(err) == caf::exit_reason::kill);
  CAF_CHECK_EQUAL(to_text(err), "task ended: kill");
}

CAF_TEST(a foreign error with the number of ours is not ours) {
  // Both have the number of `cancelled`.
  caf::error foreign{static_cast<caf::sec>(ec::cancelled)};
  CAF_CHECK(code_of(foreign) == ec::none);
  CAF_CHECK(!has_code(foreign, ec::cancelled));
  CAF_CHECK(!has_code(wrap(ec::expired, "", foreign), ec::cancelled));
}

CAF_TEST(a foreign error is shown with its context) {
  auto err = caf::make_error(caf::sec::runtime_error, "no such table");
  CAF_CHECK_EQUAL(to_text(err), "runtime_error(\"no such table\")");
  CAF_CHECK(!cause_of(err));
}

CAF_TEST(an error of any other category is shown by its number) {
  auto err = wrap(ec::unavailable, "", caf::pec::unexpected_eof);
  CAF_CHECK_EQUAL(to_text(err), "unavailable: parser error 2");
}

CAF_TEST(a foreign error that looks like a wrapper is not unwrapped) {
  auto err = caf::make_error(caf::sec::runtime_error, std::string{"x"},
                             make_error(ec::cancelled));
  CAF_CHECK(!cause_of(err));
  CAF_CHECK(!has_code(err, ec::cancelled));
}

CAF_TEST(an error whose context has other types is shown by its code) {
  // Made by somebody who does not know our helpers.
  auto err = caf::make_error(ec::fenced, int32_t{7}, int32_t{8});
  CAF_CHECK(!cause_of(err));
  CAF_CHECK_EQUAL(to_text(err), "fenced off by a newer run");
}

CAF_TEST(a code of a newer peer is shown with its text and cause) {
  auto err = wrap(static_cast<ec>(200), "new trouble",
                  make_error(ec::cancelled, "by hand"));
  CAF_CHECK_EQUAL(to_text(err),
                  "unknown error: new trouble: cancelled: by hand");
  CAF_CHECK(has_code(err, ec::cancelled));
}

CAF_TEST(a chain of any length is followed for sixteen errors) {
  auto innermost = make_error(ec::cancelled);
  CAF_CHECK(has_code(chain_of(16, innermost), ec::cancelled));
  CAF_CHECK(!has_code(chain_of(17, innermost), ec::cancelled));
  auto text = to_text(chain_of(40, innermost));
  CAF_CHECK_EQUAL(text.find("cancelled"), std::string::npos);
  CAF_CHECK_EQUAL(text.size(), 16 * std::string{"expired"}.size() + 15 * 2);
}

} // namespace status::test::error_suite
