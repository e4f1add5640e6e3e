/// A thin, owning layer over SQLite's C interface: values, statements,
/// connections, transactions. Not thread-safe: one connection per thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace schema_change {

/// Bytes that are not text.
struct blob {
  std::string bytes;

  friend bool operator==(const blob& x, const blob& y) {
    return x.bytes == y.bytes;
  }
};

/// Whatever SQLite can store, without loss.
using value = std::variant<std::monostate, int64_t, double, std::string, blob>;

using row = std::vector<value>;

/// Thrown when SQLite reports an error. The text names the statement's begin.
class sqlite_error : public std::runtime_error {
public:
  /// @param sql the statement, empty if there is none.
  sqlite_error(int extended_code, const std::string& reason,
               std::string_view sql = {});

  /// SQLite's extended result code.
  int code() const noexcept {
    return code_;
  }

  /// What SQLite says, without the statement: for those who did not write it.
  std::string reason() const {
    return std::string{what(), reason_length_};
  }

  /// Whether the data does not fit a constraint or a STRICT type.
  bool constraint() const noexcept;

  /// Whether a row may be at fault: it does not fit, or something about it
  /// cannot be computed. Other reasons are not excluded.
  bool of_a_row() const noexcept;

  /// Whether two rows would have the same unique key.
  bool conflict() const noexcept;

  /// Whether another connection held its lock for too long.
  bool busy() const noexcept;

  /// Whether `connection::interrupt_when` ended the statement.
  bool interrupted() const noexcept;

  /// Whether the disk has failed, which another try may find otherwise.
  bool disk() const noexcept;

  /// Whether what was asked for is at fault, not the state of the database.
  bool wrong_request() const noexcept;

private:
  int code_;
  size_t reason_length_;
};

/// Thrown when readers did not let a commit through, see `turns`.
class blocked_commit : public sqlite_error {
public:
  using sqlite_error::sqlite_error;
};

/// Throws what SQLite says of the last call. `db` may be null.
[[noreturn]] void fail(sqlite3* db, int code, std::string_view sql);

/// A prepared statement.
class statement {
public:
  statement(sqlite3* db, std::string_view sql);

  /// Binds all parameters, the first one first, and starts anew.
  statement& bind(const row& parameters);

  /// Returns whether there is a row.
  bool step();

  int columns() const;

  /// The table's column that a result column is, or null for an expression.
  const char* origin(int column) const;

  value at(int column) const;

  std::string text(int column) const;

  int64_t integer(int column) const;

  row whole_row() const;

private:
  struct finalizer {
    void operator()(sqlite3_stmt* x) const noexcept;
  };

  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

/// One connection to one database file, or to one in memory.
class connection {
public:
  enum class mode : uint8_t { read_write, read_only };

  /// Opens an existing file; an empty path makes a database in memory.
  explicit connection(const std::string& path, mode how = mode::read_write);

  connection(const connection&) = delete;

  connection& operator=(const connection&) = delete;

  /// How long to wait for other connections, per statement, and what ends the
  /// wait early.
  void patience(std::chrono::milliseconds longest,
                std::function<bool()> give_up = nullptr);

  /// How long a commit waits for readers, which then throws `blocked_commit`;
  /// none: as long as every other statement.
  void commit_patience(std::optional<std::chrono::milliseconds> longest);

  /// Ends a long statement early with an error once `condition` holds; an empty
  /// one lets every statement finish. Not for use with an open transaction that
  /// must live on.
  void interrupt_when(std::function<bool()> condition);

  /// Runs one or more statements and ignores their rows.
  void exec(const std::string& sql);

  /// Runs one statement and returns how many rows it changed.
  int64_t run(std::string_view sql, const row& parameters = {});

  /// Returns the first row, if there is one.
  std::optional<row> first(std::string_view sql, const row& parameters = {});

  /// Returns the integer in the first column of the first row, 0 if none.
  int64_t integer(std::string_view sql, const row& parameters = {});

  /// Returns the text in the first column of the first row, empty if none.
  std::string text(std::string_view sql, const row& parameters = {});

  /// Returns whether there is a row.
  bool any(std::string_view sql, const row& parameters = {});

  statement prepare(std::string_view sql);

  sqlite3* handle() const noexcept {
    return handle_.get();
  }

private:
  struct closer {
    void operator()(sqlite3* x) const noexcept;
  };

  friend class transaction;

  void commit();

  static int wait(void* self, int calls);

  static int look(void* self);

  std::chrono::milliseconds longest_{30'000};
  std::optional<std::chrono::milliseconds> longest_commit_;
  std::function<bool()> give_up_;
  std::function<bool()> interrupt_;
  std::chrono::steady_clock::time_point waiting_since_;
  std::unique_ptr<sqlite3, closer> handle_;
};

/// A write transaction from BEGIN IMMEDIATE on; rolled back unless committed.
class transaction {
public:
  explicit transaction(connection& db);

  transaction(const transaction&) = delete;

  transaction& operator=(const transaction&) = delete;

  ~transaction();

  void commit();

private:
  connection& db_;
  bool open_ = true;
};

/// Quotes an identifier: `"a ""b"""`.
std::string in_quotes(std::string_view name);

/// Quotes a text literal: `'it''s'`.
std::string literal(std::string_view text);

/// Returns whether SQLite takes both for the same name: ASCII case is ignored.
bool same_name(std::string_view x, std::string_view y);

/// Renders a value for people: `48211`, `'abc'`, `x'00ff'`.
std::string shown(const value& x);

/// Joins texts with a separator.
std::string join(const std::vector<std::string>& parts,
                 std::string_view separator);

} // namespace schema_change
