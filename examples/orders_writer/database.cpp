#include "database.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <thread>

namespace orders_writer {

namespace {

[[noreturn]] void fail(sqlite3* db) {
  auto code = sqlite3_errcode(db);
  throw database_error{sqlite3_errmsg(db),
                       code == SQLITE_BUSY || code == SQLITE_LOCKED};
}

} // namespace

void database::closer::operator()(sqlite3* x) const noexcept {
  sqlite3_close_v2(x);
}

database::database(const std::string& path, mode how) {
  auto flags = SQLITE_OPEN_NOMUTEX;
  if (how == mode::read_only)
    flags |= SQLITE_OPEN_READONLY;
  else
    flags
      |= SQLITE_OPEN_READWRITE | (how == mode::create ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  auto code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK)
    throw database_error{path + ": " + sqlite3_errmsg(handle), false};
  sqlite3_busy_handler(handle, &database::wait, this);
}

// The naps of sqlite3_busy_timeout, which is what most applications use, but
// with a stop watch.
int database::wait(void* self, int calls) {
  static constexpr auto naps
    = std::array{1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100};
  auto* me = static_cast<database*>(self);
  auto now = std::chrono::steady_clock::now();
  if (calls == 0)
    me->waiting_since_ = now;
  if (now - me->waiting_since_ >= me->longest_)
    return 0;
  auto nap = naps[std::min(static_cast<size_t>(calls), naps.size() - 1)];
  std::this_thread::sleep_for(std::chrono::milliseconds{nap});
  me->waited_ += std::chrono::duration_cast<std::chrono::microseconds>(
    std::chrono::steady_clock::now() - now);
  return 1;
}

void database::exec(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr)
      != SQLITE_OK)
    fail(handle());
}

int64_t database::integer(const std::string& sql) {
  query asked{*this, sql};
  return asked.step() ? asked.integer(0) : 0;
}

std::string database::text(const std::string& sql) {
  query asked{*this, sql};
  return asked.step() ? asked.text(0) : std::string{};
}

std::chrono::microseconds database::take_waited() {
  auto result = waited_;
  waited_ = {};
  return result;
}

void database::roll_back() noexcept {
  if (sqlite3_get_autocommit(handle()) == 0)
    sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void query::finalizer::operator()(sqlite3_stmt* x) const noexcept {
  sqlite3_finalize(x);
}

query::query(database& db, const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  auto code = sqlite3_prepare_v3(db.handle(), sql.c_str(), -1,
                                 SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK)
    fail(db.handle());
}

query& query::bind(int at, int64_t value) {
  if (sqlite3_bind_int64(handle_.get(), at, value) != SQLITE_OK)
    fail(sqlite3_db_handle(handle_.get()));
  return *this;
}

query& query::bind(int at, const std::string& value) {
  if (sqlite3_bind_text(handle_.get(), at, value.data(),
                        static_cast<int>(value.size()), SQLITE_TRANSIENT)
      != SQLITE_OK)
    fail(sqlite3_db_handle(handle_.get()));
  return *this;
}

query& query::bind_null(int at) {
  if (sqlite3_bind_null(handle_.get(), at) != SQLITE_OK)
    fail(sqlite3_db_handle(handle_.get()));
  return *this;
}

bool query::step() {
  auto* x = handle_.get();
  auto code = sqlite3_step(x);
  if (code == SQLITE_ROW)
    return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(x);
    return false;
  }
  // Reset before the text is read: for some errors only this sets it.
  sqlite3_reset(x);
  fail(sqlite3_db_handle(x));
}

void query::run() {
  while (step()) {
    // No row is of interest.
  }
}

int64_t query::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string query::text(int column) const {
  auto* x = handle_.get();
  const void* bytes = sqlite3_column_text(x, column);
  auto size = static_cast<size_t>(sqlite3_column_bytes(x, column));
  return bytes == nullptr ? std::string{}
                          : std::string{static_cast<const char*>(bytes), size};
}

} // namespace orders_writer
