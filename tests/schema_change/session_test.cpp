#define CAF_SUITE schema_change_session

#include "caf/test/unit_test.hpp"

#include "schema_change/fixture.hpp"
#include "schema_change/session.hpp"

namespace schema_change {

namespace {

constexpr int64_t normal = 1;
constexpr int64_t full = 2;
constexpr int64_t extra = 3;

struct session_fixture : test::fixture {
  int64_t synchronous(bool durable) {
    configure(*app, durable);
    return app->integer("PRAGMA synchronous");
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(session_tests, session_fixture)

CAF_TEST(a checkpoint survives a power cut with a rollback journal) {
  CAF_CHECK_EQUAL(synchronous(true), extra);
  CAF_CHECK_EQUAL(synchronous(false), full);
}

CAF_TEST(a checkpoint survives a power cut with a write-ahead log) {
  write("PRAGMA journal_mode=WAL");
  CAF_CHECK(synchronous(true) >= full);
  CAF_CHECK_EQUAL(synchronous(false), normal);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change
