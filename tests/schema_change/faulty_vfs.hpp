/// A layer below SQLite that fails when it is told to: what disks, file systems
/// and other processes do, at any chosen moment.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

struct sqlite3_file;
struct sqlite3_vfs;

namespace schema_change::test {

/// What SQLite asks of the files, as far as it can fail.
enum class file_call : uint8_t {
  open,
  read,
  write,
  truncate,
  sync,
  remove,
  lock,
  writer_lock, // the one of a write-ahead log, in shared memory
};

/// Which call fails, and how.
struct fault {
  file_call on = file_call::write;
  int at = 0;   // so many of its kind go well before
  int code = 0; // what SQLite is told

  enum class extent : uint8_t {
    once,    // this call only
    lasting, // and all of its kind from then on
    crash,   // and all calls from then on: nothing reaches the files any more
  };
  extent how = extent::once;

  bool torn = false; // half of the write is done
};

/// Is SQLite's default as long as it lives, in front of the one before.
/// Connections that were opened earlier go around it: they are the application.
/// To outlive the connections that are opened meanwhile. For one thread.
class faulty_vfs {
public:
  explicit faulty_vfs(const fault& x = {file_call::write, -1});

  faulty_vfs(const faulty_vfs&) = delete;

  faulty_vfs& operator=(const faulty_vfs&) = delete;

  ~faulty_vfs();

  /// Whether the fault has come.
  bool hit() const {
    return hit_;
  }

  /// How often SQLite has called.
  int seen(file_call what) const {
    return seen_[static_cast<size_t>(what)];
  }

  /// Opens every file for reading only, as on a disk that is write-protected.
  void protect_files() {
    read_only_ = true;
  }

  /// For the calls themselves: counts one, returns whether it fails.
  bool fails(file_call what);

  /// Whether nothing reaches the files any more.
  bool crashed() const {
    return hit_ && fault_.how == fault::extent::crash;
  }

  const fault& wanted() const {
    return fault_;
  }

  bool read_only() const {
    return read_only_;
  }

  sqlite3_vfs* real() const {
    return real_;
  }

private:
  fault fault_;
  bool hit_ = false;
  bool read_only_ = false;
  std::array<int, 8> seen_{};
  sqlite3_vfs* real_;
  std::unique_ptr<sqlite3_vfs> ours_;
};

} // namespace schema_change::test
