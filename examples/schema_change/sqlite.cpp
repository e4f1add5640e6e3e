#include "schema_change/sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <thread>

namespace schema_change {

namespace {

constexpr int steps_between_looks = 10'000;

} // namespace

void connection::closer::operator()(sqlite3* x) const noexcept {
  sqlite3_close_v2(x);
}

connection::connection(const std::string& path, mode how) {
  auto flags
    = how == mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  auto code = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &handle,
                              flags | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK)
    fail(handle, code, {});
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_handler(handle, &connection::wait, this);
}

void connection::patience(std::chrono::milliseconds longest,
                          std::function<bool()> give_up) {
  longest_ = longest;
  give_up_ = std::move(give_up);
}

void connection::commit_patience(
  std::optional<std::chrono::milliseconds> longest) {
  longest_commit_ = longest;
}

void connection::commit() {
  auto usual = longest_;
  longest_ = std::min(longest_, longest_commit_.value_or(longest_));
  auto code = sqlite3_exec(handle(), "COMMIT", nullptr, nullptr, nullptr);
  longest_ = usual;
  if (code == SQLITE_OK)
    return;
  if (longest_commit_ && (code & 0xff) == SQLITE_BUSY)
    throw blocked_commit{code,
                         "database is locked: readers let no commit "
                         "through"};
  fail(handle(), code, "COMMIT");
}

// Short naps, because the gaps between other connections' locks can be short.
int connection::wait(void* self, int calls) {
  auto* me = static_cast<connection*>(self);
  auto now = std::chrono::steady_clock::now();
  if (calls == 0)
    me->waiting_since_ = now;
  if (now - me->waiting_since_ >= me->longest_
      || (me->give_up_ && me->give_up_()))
    return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds{calls < 100 ? 1 : 3});
  return 1;
}

int connection::look(void* self) {
  return static_cast<connection*>(self)->interrupt_() ? 1 : 0;
}

void connection::interrupt_when(std::function<bool()> condition) {
  interrupt_ = std::move(condition);
  if (interrupt_)
    sqlite3_progress_handler(handle(), steps_between_looks, look, this);
  else
    sqlite3_progress_handler(handle(), 0, nullptr, nullptr);
}

void connection::exec(const std::string& sql) {
  auto code = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK)
    fail(handle(), code, sql);
}

int64_t connection::run(std::string_view sql, const row& parameters) {
  auto x = prepare(sql);
  x.bind(parameters);
  while (x.step()) {
    // Rows of a pragma are of no interest here.
  }
  return sqlite3_changes64(handle());
}

std::optional<row> connection::first(std::string_view sql,
                                     const row& parameters) {
  auto x = prepare(sql);
  if (x.bind(parameters).step())
    return x.whole_row();
  return std::nullopt;
}

int64_t connection::integer(std::string_view sql, const row& parameters) {
  auto x = prepare(sql);
  return x.bind(parameters).step() ? x.integer(0) : 0;
}

std::string connection::text(std::string_view sql, const row& parameters) {
  auto x = prepare(sql);
  return x.bind(parameters).step() ? x.text(0) : std::string{};
}

bool connection::any(std::string_view sql, const row& parameters) {
  return prepare(sql).bind(parameters).step();
}

statement connection::prepare(std::string_view sql) {
  return {handle(), sql};
}

// -- transaction ---------------------------------------------------------------

transaction::transaction(connection& db) : db_(db) {
  db_.exec("BEGIN IMMEDIATE");
}

transaction::~transaction() {
  if (!open_)
    return;
  // Some errors have rolled back already; then there is nothing to do.
  if (sqlite3_get_autocommit(db_.handle()) == 0)
    sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  // A schema that was read back inside is otherwise believed again as soon as
  // others have made so many changes that its number is reached.
  sqlite3_exec(db_.handle(), "PRAGMA writable_schema=RESET", nullptr, nullptr,
               nullptr);
}

void transaction::commit() {
  db_.commit();
  open_ = false;
}

} // namespace schema_change
