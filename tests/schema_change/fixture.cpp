#include "schema_change/fixture.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "contains.hpp"

namespace schema_change::test {

namespace {

using status::test::contains;

std::string typed(const value& x) {
  constexpr const char* types[] = {"n", "i", "r", "t", "b"};
  return types[x.index()] + shown(x);
}

} // namespace

// -- fake_host -----------------------------------------------------------------

// Each is called as a copy, because it may put another one in its own place.

void fake_host::advance(status::state next) {
  if (auto act = on_advance)
    act(next);
  states.push_back(next);
}

bool fake_host::cancelled() const {
  return cancel;
}

void fake_host::pause(std::chrono::nanoseconds) {
  if (auto act = on_pause)
    act();
}

status::steering fake_host::wanted() const {
  if (auto act = on_wanted)
    act();
  std::lock_guard lock{mutex_};
  return wanted_;
}

status::steering fake_host::restore(const status::steering& stored) {
  std::lock_guard lock{mutex_};
  return wanted_ = status::merge(stored, wanted_);
}

status::steering fake_host::say(status::steering_word word,
                                std::string reason) {
  std::lock_guard lock{mutex_};
  return wanted_ = status::apply(std::move(wanted_), {word, "ann", reason},
                                 std::chrono::system_clock::now());
}

void fake_host::note(level, std::string text, fields) {
  notes.push_back(std::move(text));
}

void fake_host::trace(moment when, const char* what) {
  if (auto act = on_trace)
    act(when, what);
}

bool fake_host::noted(const std::string& part) const {
  return std::any_of(notes.begin(), notes.end(),
                     [&](const std::string& x) { return contains(x, part); });
}

// -- fixture -------------------------------------------------------------------

fixture::fixture() {
  if (auto* file = std::fopen(path.c_str(), "w"))
    std::fclose(file);
  app = std::make_unique<connection>(path);
}

settings fixture::wish(const std::string& table,
                       const std::string& statement) const {
  settings result;
  result.database = path;
  result.table = table;
  result.statement = statement;
  return result;
}

std::optional<failure> fixture::change(const settings& what) {
  engine x{what, world};
  return outcome(x);
}

bool fixture::crashed(const settings& what) {
  try {
    engine{what, world}.run();
    return false;
  } catch (const crash&) {
    return true;
  }
}

void fixture::write(const std::string& sql) {
  app->exec(sql);
}

std::string fixture::read(const std::string& sql) {
  std::string result;
  auto rows = app->prepare(sql);
  while (rows.step()) {
    std::vector<std::string> parts;
    for (const auto& x : rows.whole_row())
      parts.push_back(typed(x));
    result += (result.empty() ? "" : "\n") + join(parts, " ");
  }
  return result;
}

bool fixture::exists(const std::string& name) {
  return app->any("SELECT 1 FROM sqlite_schema WHERE name = ?", {name});
}

int64_t fixture::leftovers() {
  return app->integer(
    "SELECT count(*) FROM sqlite_schema WHERE "
    "name LIKE '^_%' ESCAPE '^'");
}

bool fixture::sound() {
  return app->text("PRAGMA integrity_check") == "ok"
         && !app->any("PRAGMA foreign_key_check");
}

std::optional<failure> outcome(engine& x) {
  try {
    x.run();
    return std::nullopt;
  } catch (const failure& e) {
    return e;
  }
}

bool fails_with(const std::optional<failure>& x, status::ec code,
                const std::string& part) {
  return x && x->code() == code && contains(x->what(), part);
}

} // namespace schema_change::test
