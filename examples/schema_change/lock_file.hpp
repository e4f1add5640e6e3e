/// One run per table, by a lock that ends with the process that holds it.
#pragma once

#include <string>

namespace schema_change {

/// Holds the lock on a file next to the database. The file has the holder's
/// process id in it and goes with the lock.
class lock_file {
public:
  /// @param database an absolute path without links.
  /// @param take_over takes the place of a run that holds the lock.
  /// Throws `failure` with `ec::checkpoint_collision` that names the holder, or
  /// `ec::unavailable` when the file cannot be made.
  lock_file(const std::string& database, const std::string& table,
            bool take_over);

  lock_file(const lock_file&) = delete;

  lock_file& operator=(const lock_file&) = delete;

  ~lock_file();

  /// Whether no other run has taken this one's place.
  bool held() const;

private:
  bool try_lock(bool take_over);

  std::string path_;
  int file_ = -1;
};

} // namespace schema_change
