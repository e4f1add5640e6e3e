#define CAF_SUITE statusctl_trouble

#include "samples.hpp"

#include <caf/exit_reason.hpp>
#include <caf/sec.hpp>

#include "statusctl/trouble.hpp"

namespace statusctl::statusctl_trouble_suite {

using namespace test;

namespace {

int code(const caf::error& why) {
  return static_cast<int>(judge(why));
}

} // namespace

CAF_TEST(errors are told apart by what is to be done) {
  CAF_CHECK_EQUAL(code(make_error(ec::bad_argument)), 2);
  CAF_CHECK_EQUAL(code(make_error(ec::other_protocol)), 2);
  CAF_CHECK_EQUAL(code(make_error(ec::unavailable)), 69);
  CAF_CHECK_EQUAL(code(make_error(ec::expired)), 124);
  CAF_CHECK_EQUAL(code(make_error(ec::could_not_write_checkpoint)), 4);
  for (auto x : {ec::fenced, ec::checkpoint_collision, ec::ownership_ambiguous})
    CAF_CHECK_EQUAL(code(make_error(x)), 5);
  for (auto x : {ec::past_cut_over, ec::held, ec::watermark_not_ready,
                 ec::task_down, ec::cancelled})
    CAF_CHECK_EQUAL(code(make_error(x)), 1);
}

CAF_TEST(an error counts for what it wraps) {
  auto why = wrap(ec::task_down, "it ended", make_error(ec::fenced));
  CAF_CHECK_EQUAL(code(why), 5);
  why = wrap(ec::cancelled, "", make_error(ec::could_not_write_checkpoint));
  CAF_CHECK_EQUAL(code(why), 4);
}

CAF_TEST(silence and loss have codes of their own) {
  CAF_CHECK_EQUAL(code(caf::make_error(caf::sec::request_timeout)), 124);
  CAF_CHECK_EQUAL(code(caf::make_error(caf::sec::request_receiver_down)), 69);
  CAF_CHECK_EQUAL(code(make_error(caf::exit_reason::remote_link_unreachable)),
                  69);
  CAF_CHECK_EQUAL(code(caf::make_error(caf::sec::unexpected_message)), 1);
}

CAF_TEST(the text says what could not be done and why) {
  auto x = trouble_with("pause add_email", make_error(ec::held, "by bob"));
  CAF_CHECK_EQUAL(std::string{x.what()},
                  "pause add_email: "
                    + status::to_text(make_error(ec::held, "by bob")));
  CAF_CHECK(x.code() == exit_code::failed);
  x = trouble_with("list", caf::make_error(caf::sec::request_timeout));
  CAF_CHECK_EQUAL(std::string{x.what()},
                  "list: there was no answer in time; --timeout gives it more");
}

} // namespace statusctl::statusctl_trouble_suite
