// A place for files that nobody needs any longer than a test or a benchmark.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace status::test {

/// A folder that is removed with everything in it.
class scratch_folder {
public:
  explicit scratch_folder(const std::filesystem::path& where
                          = std::filesystem::temp_directory_path())
    : path_((where / ("caf_status." + std::string(6, 'X'))).string()) {
    if (::mkdtemp(path_.data()) == nullptr)
      throw std::runtime_error{"cannot make a folder in " + where.string()};
  }

  scratch_folder(const scratch_folder&) = delete;

  scratch_folder& operator=(const scratch_folder&) = delete;

  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  /// In memory where there is such a place, for those who commit a lot. Who
  /// sets TMPDIR chooses, and finds there what a test that was killed has left.
  static scratch_folder in_memory() {
    if (std::getenv("TMPDIR") == nullptr && ::access("/dev/shm", W_OK) == 0)
      return scratch_folder{"/dev/shm"};
    return scratch_folder{};
  }

  const std::string& path() const {
    return path_;
  }

  std::string file(const std::string& name) const {
    return path_ + "/" + name;
  }

private:
  std::string path_;
};

} // namespace status::test
