#include "schema_change/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <thread>

namespace schema_change {

namespace {

constexpr size_t shown_statement = 160;
constexpr int steps_between_looks = 10'000;

[[noreturn]] void fail(sqlite3* db, int code, std::string_view sql) {
  auto extended = db != nullptr ? sqlite3_extended_errcode(db) : code;
  auto text
    = std::string{db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code)};
  if (!sql.empty())
    text += fmt::format(" (in: {}{})", sql.substr(0, shown_statement),
                        sql.size() > shown_statement ? "..." : "");
  throw sqlite_error{extended, text};
}

} // namespace

sqlite_error::sqlite_error(int extended_code, const std::string& text)
  : std::runtime_error(text), code_(extended_code) {}

bool sqlite_error::constraint() const noexcept {
  return (code_ & 0xff) == SQLITE_CONSTRAINT;
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

bool sqlite_error::wrong_request() const noexcept {
  return (code_ & 0xff) == SQLITE_ERROR || (code_ & 0xff) == SQLITE_NOTADB;
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

// -- connection ----------------------------------------------------------------

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
  // Some errors have rolled back already; then there is nothing to do.
  if (open_ && sqlite3_get_autocommit(db_.handle()) == 0)
    sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void transaction::commit() {
  db_.exec("COMMIT");
  open_ = false;
}

} // namespace schema_change
