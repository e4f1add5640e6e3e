#define CAF_SUITE log
#include "fixture.hpp"

#include <stdexcept>

#include "status/messages/log.hpp"

namespace status::test::log_suite {

namespace {

class throwing_sink : public log_sink {
public:
  void write(const log_record&) override {
    ++calls;
    throw std::runtime_error("disk full");
  }

  int calls = 0;
};

} // namespace

CAF_TEST(a record arrives as it was given) {
  auto sink = std::make_shared<recording_log>();
  status::log(sink, {log_level::warning, "a.part", "{} 100%s", {{"k", "v"}}});
  CAF_REQUIRE_EQUAL(sink->records.size(), 1u);
  const auto& x = sink->records[0];
  CAF_CHECK(x.level == log_level::warning);
  CAF_CHECK_EQUAL(x.component, "a.part");
  CAF_CHECK_EQUAL(x.text, "{} 100%s");
  CAF_REQUIRE_EQUAL(x.fields.size(), 1u);
  CAF_CHECK_EQUAL(x.fields[0].key, "k");
  CAF_CHECK_EQUAL(x.fields[0].value, "v");
}

CAF_TEST(without a sink nothing is logged) {
  status::log(nullptr, {log_level::error, "a.part", "lost", {}});
}

CAF_TEST(what a sink throws is swallowed) {
  auto sink = std::make_shared<throwing_sink>();
  status::log(sink, {log_level::error, "a.part", "once", {}});
  status::log(sink, {log_level::error, "a.part", "twice", {}});
  CAF_CHECK_EQUAL(sink->calls, 2);
}

} // namespace status::test::log_suite
