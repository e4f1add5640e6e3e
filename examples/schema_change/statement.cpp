#include <fmt/format.h>
#include <sqlite3.h>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

constexpr size_t shown_statement = 160;

std::string shown_as_context(std::string_view sql) {
  return sql.empty()
           ? std::string{}
           : fmt::format(" (in: {}{})", sql.substr(0, shown_statement),
                         sql.size() > shown_statement ? "..." : "");
}

} // namespace

sqlite_error::sqlite_error(int extended_code, const std::string& reason,
                           std::string_view sql)
  : std::runtime_error(reason + shown_as_context(sql)),
    code_(extended_code),
    reason_length_(reason.size()) {}

bool sqlite_error::constraint() const noexcept {
  return (code_ & 0xff) == SQLITE_CONSTRAINT;
}

bool sqlite_error::of_a_row() const noexcept {
  auto primary = code_ & 0xff;
  return constraint() || primary == SQLITE_ERROR || primary == SQLITE_TOOBIG
         || primary == SQLITE_MISMATCH;
}

bool sqlite_error::conflict() const noexcept {
  return code_ == SQLITE_CONSTRAINT_UNIQUE
         || code_ == SQLITE_CONSTRAINT_PRIMARYKEY
         || code_ == SQLITE_CONSTRAINT_ROWID;
}

bool sqlite_error::busy() const noexcept {
  return (code_ & 0xff) == SQLITE_BUSY || (code_ & 0xff) == SQLITE_LOCKED;
}

bool sqlite_error::interrupted() const noexcept {
  return (code_ & 0xff) == SQLITE_INTERRUPT;
}

bool sqlite_error::disk() const noexcept {
  return (code_ & 0xff) == SQLITE_IOERR;
}

bool sqlite_error::wrong_request() const noexcept {
  return (code_ & 0xff) == SQLITE_ERROR || (code_ & 0xff) == SQLITE_NOTADB;
}

void fail(sqlite3* db, int code, std::string_view sql) {
  auto extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
  auto text
    = std::string{db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code)};
  throw sqlite_error{extended, text, sql};
}

// -- statement -----------------------------------------------------------------

void statement::finalizer::operator()(sqlite3_stmt* x) const noexcept {
  sqlite3_finalize(x);
}

statement::statement(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  auto code = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()),
                                 &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK)
    fail(db, code, sql);
}

statement& statement::bind(const row& parameters) {
  auto* x = handle_.get();
  sqlite3_reset(x);
  auto code = SQLITE_OK;
  for (size_t i = 0; i < parameters.size() && code == SQLITE_OK; ++i) {
    auto at = static_cast<int>(i) + 1;
    const auto& parameter = parameters[i];
    if (const auto* number = std::get_if<int64_t>(&parameter))
      code = sqlite3_bind_int64(x, at, *number);
    else if (const auto* real = std::get_if<double>(&parameter))
      code = sqlite3_bind_double(x, at, *real);
    else if (const auto* text = std::get_if<std::string>(&parameter))
      code = sqlite3_bind_text64(x, at, text->data(), text->size(),
                                 SQLITE_TRANSIENT, SQLITE_UTF8);
    else if (const auto* bytes = std::get_if<blob>(&parameter))
      code = sqlite3_bind_blob64(x, at, bytes->bytes.data(),
                                 bytes->bytes.size(), SQLITE_TRANSIENT);
    else
      code = sqlite3_bind_null(x, at);
  }
  if (code != SQLITE_OK)
    fail(sqlite3_db_handle(x), code, sqlite3_sql(x));
  return *this;
}

bool statement::step() {
  auto* x = handle_.get();
  if (x == nullptr)
    return false;
  auto code = sqlite3_step(x);
  if (code == SQLITE_ROW)
    return true;
  if (code == SQLITE_DONE)
    return false;
  fail(sqlite3_db_handle(x), code, sqlite3_sql(x));
}

int statement::columns() const {
  return sqlite3_column_count(handle_.get());
}

const char* statement::origin(int column) const {
  return sqlite3_column_origin_name(handle_.get(), column);
}

value statement::at(int column) const {
  auto* x = handle_.get();
  switch (sqlite3_column_type(x, column)) {
    case SQLITE_INTEGER:
      return int64_t{sqlite3_column_int64(x, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(x, column);
    case SQLITE_TEXT:
      return text(column);
    case SQLITE_BLOB: {
      const auto* bytes = sqlite3_column_blob(x, column);
      auto size = static_cast<size_t>(sqlite3_column_bytes(x, column));
      return size == 0 ? blob{} : blob{{static_cast<const char*>(bytes), size}};
    }
    default:
      return std::monostate{};
  }
}

std::string statement::text(int column) const {
  auto* x = handle_.get();
  const void* bytes = sqlite3_column_text(x, column);
  auto size = static_cast<size_t>(sqlite3_column_bytes(x, column));
  if (bytes == nullptr)
    return {};
  return {static_cast<const char*>(bytes), size};
}

int64_t statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

row statement::whole_row() const {
  row result;
  for (int i = 0; i < columns(); ++i)
    result.push_back(at(i));
  return result;
}

} // namespace schema_change
