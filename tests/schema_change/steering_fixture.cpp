#include "schema_change/steering_fixture.hpp"

#include <algorithm>

#include "schema_change/checkpoint_store.hpp"

namespace schema_change::test {

steering_fixture::steering_fixture() {
  write(
    "CREATE TABLE x(id INTEGER PRIMARY KEY, a); CREATE INDEX by_a ON x(a);"
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
    "INSERT INTO x SELECT i, i FROM n");
  what = wish("x", "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)");
  begin();
}

void steering_fixture::begin() {
  change.reset(); // and its lock
  world = std::make_unique<fake_host>();
  change = std::make_unique<engine>(what, *world);
  looks = 0;
}

void steering_fixture::crash() {
  CAF_REQUIRE_EQUAL(crashes, 1);
  begin();
}

std::optional<failure> steering_fixture::run() {
  try {
    return outcome(*change);
  } catch (const test::crash&) {
    ++crashes;
    return std::nullopt;
  }
}

void steering_fixture::say(status::steering_word x, const std::string& reason) {
  change->steer(world->say(x, reason));
}

bool steering_fixture::asked_for_cut_over() const {
  return std::count(world->states.begin(), world->states.end(),
                    status::state::cut_over)
         != 0;
}

bool steering_fixture::untouched() {
  return read("SELECT count(*), typeof(a) FROM x") == "i3000 t'integer'";
}

bool steering_fixture::finished() {
  return read("SELECT count(*), typeof(a) FROM x") == "i3000 t'text'"
         && leftovers() == 0 && sound();
}

status::steering steering_fixture::stored() {
  auto found = checkpoint_store::load(*app, "x");
  CAF_REQUIRE(found && found->damage.empty());
  return found->wanted;
}

status::ec steering_fixture::steered(const status::steering& x) {
  try {
    change->steer(x);
    return status::ec::none;
  } catch (const failure& e) {
    return e.code();
  }
}

} // namespace schema_change::test
