#define CAF_SUITE schema_change_checkpoint_store

#include "precompiled.hpp"

#include "schema_change/checkpoint_store.hpp"

#include "same_members.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/steering_text.hpp"

namespace schema_change::schema_change_checkpoint_store_suite {

namespace {

/// A database with one row, in which something is written over.
stored_run loaded_with(const std::string& column, const value& x) {
  connection db{""};
  checkpoint_store::prepare(db);
  stored_run first;
  first.table = "orders";
  checkpoint_store::insert(db, first);
  db.run("UPDATE _status_checkpoint SET " + column + " = ?", {x});
  return *checkpoint_store::load(db, "orders");
}

bool refused(const std::string& column, const value& x) {
  try {
    return !loaded_with(column, x).damage.empty();
  } catch (const failure& e) {
    return e.code() == status::ec::bad_argument
           && e.after() == leftovers::untouched;
  }
}

using status::steering;
using std::chrono::hours;

constexpr caf::timestamp noon{hours{500'000}};

/// What is read of what was written.
std::optional<steering> read_again(const steering& x) {
  connection db{""};
  return decode_steering(db, encode(db, x));
}

bool readable(const std::string& text) {
  connection db{""};
  return decode_steering(db, text).has_value();
}

} // namespace

CAF_TEST(6.8 what operators want is read as it was written) {
  for (const auto& x : {
         steering{},
         steering{1, {true, "ann", "backup", noon}, {}},
         steering{7, {}, {true, "", "", noon + hours{1}}},
         steering{
           8, {false, "bob", "\"'\n\\", noon}, {true, "\xc3\xa9", "", {}}},
         steering{INT64_MAX, {}, {}},
       }) {
    auto again = read_again(x);
    CAF_REQUIRE(again.has_value());
    CAF_CHECK(status::test::same(*again, x));
  }
}

CAF_TEST(6.8 whatever operators say can be stored) {
  std::string odd{"\0\x1b\xff\xed\xa0\x80", 6};
  constexpr auto last = caf::timestamp::max();
  for (const auto& x :
       {steering{UINT64_MAX, {true, odd, odd, last}, {}},
        steering{1, {true, "", "", caf::timestamp::min()}, {}},
        steering{1, {true, std::string(100'000, '"'), "", {}}, {}}}) {
    auto again = read_again(x);
    CAF_REQUIRE(again.has_value());
    CAF_CHECK(again->paused.in_force);
  }
}

CAF_TEST(6.8 what nobody has written is not read) {
  const std::string word
    = R"({"in_force":true,"by":"","reason":"","since":"2026-11-22T11:00:00Z"})";
  auto whole = [](const std::string& version, const std::string& paused,
                  const std::string& held) {
    return R"({"version":)" + version + R"(,"paused":)" + paused + R"(,"held":)"
           + held + "}";
  };
  CAF_CHECK(readable(whole("1", word, word)));
  for (const auto* version : {"0", "-1", "1.5", "\"1\"", "null", "{}"})
    CAF_CHECK(!readable(whole(version, word, word)));
  auto but = [&word](const std::string& part, const std::string& other) {
    auto result = word;
    return result.replace(result.find(part), part.size(), other);
  };
  for (const auto& x :
       {but("true", "1"), but("true", "\"true\""),
        but("\"by\":\"\"", "\"by\":1"), but("\"reason\"", "\"raison\""),
        but("2026-11", "2026-13"), but("\"2026-11-22T11:00:00Z\"", "null"),
        std::string{"null"}, std::string{"[]"}}) {
    CAF_CHECK(!readable(whole("1", x, word)));
    CAF_CHECK(!readable(whole("1", word, x)));
  }
  for (const auto* x : {"{", "[]", "null", "hold", " "})
    CAF_CHECK(!readable(x));
}

CAF_TEST(6.8 a newer word is not replaced by an older one) {
  connection db{""};
  checkpoint_store::prepare(db);
  stored_run first;
  first.table = "orders";
  first.wanted = {2, {true, "ann", "", noon}, {}};
  checkpoint_store::insert(db, first);
  auto stored = [&db] { return checkpoint_store::load(db, "orders")->wanted; };
  CAF_CHECK(status::test::same(stored(), first.wanted));
  checkpoint_store::steer(db, "orders", {1, {}, {}});
  CAF_CHECK(status::test::same(stored(), first.wanted));
  checkpoint_store::steer(db, "orders", {3, {}, {}});
  CAF_CHECK_EQUAL(stored().version, 3u);
}

CAF_TEST(a time that does not fit is as far away as one that does) {
  auto now = std::chrono::system_clock::now();
  constexpr auto year = hours{24 * 365};
  CAF_CHECK(loaded_with("written_at", "9999-12-31").written > now + 200 * year);
  CAF_CHECK(loaded_with("written_at", "0000-01-01").written < now - 200 * year);
  CAF_CHECK(loaded_with("written_at", "yesterday").written < now - year);
}

CAF_TEST(a key that nobody has stored is refused) {
  CAF_CHECK(!refused("copied", "i5"));
  CAF_CHECK(refused("copied", "i5x"));
  CAF_CHECK(refused("checked", "i9223372036854775808"));
  CAF_CHECK(refused("copied", blob{"\xff"}));
}

CAF_TEST(a checkpoint of another version or in no phase is refused) {
  CAF_CHECK(refused("version", int64_t{3}));
  CAF_CHECK(refused("phase", "done"));
}

} // namespace schema_change::schema_change_checkpoint_store_suite
