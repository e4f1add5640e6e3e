/// A few lines over SQLite's C interface. Deliberately not the ones of
/// schema-change: who judges a program shares no code with it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace orders_writer {

/// Thrown for every error of SQLite.
class database_error : public std::runtime_error {
public:
  database_error(const std::string& text, bool busy)
    : std::runtime_error(text), busy_(busy) {}

  /// Whether somebody else held the lock for too long.
  bool busy() const noexcept {
    return busy_;
  }

private:
  bool busy_;
};

/// One connection to a database file.
class database {
public:
  enum class mode : uint8_t { create, read_write, read_only };

  database(const std::string& path, mode how);

  database(const database&) = delete;

  database& operator=(const database&) = delete;

  /// How long to wait for a lock before giving up.
  void patience(std::chrono::milliseconds longest) {
    longest_ = longest;
  }

  /// Runs statements that have no parameters, ignoring their rows.
  void exec(const std::string& sql);

  /// Returns the first column of the first row, 0 if there is none.
  int64_t integer(const std::string& sql);

  /// Returns the first column of the first row, empty if there is none.
  std::string text(const std::string& sql);

  /// How long this connection has slept because of locks, and forgets it.
  std::chrono::microseconds take_waited();

  /// Ends a transaction that a failed statement has left open.
  void roll_back() noexcept;

  sqlite3* handle() const noexcept {
    return handle_.get();
  }

private:
  struct closer {
    void operator()(sqlite3* x) const noexcept;
  };

  static int wait(void* self, int calls);

  std::chrono::milliseconds longest_{30'000};
  std::chrono::microseconds waited_{0};
  std::chrono::steady_clock::time_point waiting_since_;
  std::unique_ptr<sqlite3, closer> handle_;
};

/// A prepared statement, kept over schema changes as applications do.
class query {
public:
  query(database& db, const std::string& sql);

  /// Binds one parameter; the first is 1.
  query& bind(int at, int64_t value);

  query& bind(int at, const std::string& value);

  query& bind_null(int at);

  /// Returns whether there is a row. Ready for new parameters once there is
  /// none.
  bool step();

  /// Runs a statement that returns no rows.
  void run();

  int64_t integer(int column) const;

  std::string text(int column) const;

private:
  struct finalizer {
    void operator()(sqlite3_stmt* x) const noexcept;
  };

  std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

} // namespace orders_writer
