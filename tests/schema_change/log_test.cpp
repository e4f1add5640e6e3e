#define CAF_SUITE schema_change_log

#include "schema_change/log.hpp"

#include "caf/test/unit_test.hpp"

#include <string>

namespace schema_change::schema_change_log_suite {

namespace {

std::string logged(std::string text) {
  std::string result;
  auto log = make_log([&result](std::string_view x) { result += x; },
                      log_amount::everything, false);
  status::log(log, {status::log_level::warning,
                    "schema_change",
                    std::move(text),
                    {{"cause", "\x1b[31mred"}}});
  return result.substr(result.find(' ') + 1); // without the time
}

} // namespace

CAF_TEST(what rows hold cannot steer the terminal) {
  CAF_CHECK_EQUAL(logged("the row id='\x1b[2J'"),
                  "warning the row id='?[2J' cause=?[31mred\n");
}

CAF_TEST(a report keeps its lines) {
  CAF_CHECK_EQUAL(logged("state\n  ckpt\n\n  \xc3\xa4"),
                  "warning state\n  ckpt\n\n  \xc3\xa4 cause=?[31mred\n");
}

} // namespace schema_change::schema_change_log_suite
