// Files that must not exist yet.
#pragma once

#include <caf/error.hpp>

#include <string>
#include <vector>

namespace status::net {

/// Some new files: those that have been written are removed again unless all
/// are kept.
class new_files {
public:
  new_files() = default;
  new_files(const new_files&) = delete;
  new_files& operator=(const new_files&) = delete;
  ~new_files();

  /// Writes a file and sees to it that it is on the disk. Fails with
  /// `ec::bad_argument` if it exists or cannot be written.
  caf::error write(const std::string& path, const std::string& content,
                   bool is_secret);

  void keep() {
    written_.clear();
  }

private:
  std::vector<std::string> written_;
};

/// Makes a folder that only its owner can enter, unless it exists.
caf::error make_folder(const std::string& path);

} // namespace status::net
