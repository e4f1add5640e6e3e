#include "schema_change/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>

#include "schema_change/failure.hpp"

namespace schema_change {

namespace {

constexpr size_t longest_name = 80;

// A table's name can hold anything, a file's cannot. Case does not matter.
std::string file_part(const std::string& table) {
  std::string result;
  std::string folded;
  for (auto c : table) {
    auto lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    folded += lower;
    auto plain = (lower >= 'a' && lower <= 'z')
                 || (lower >= '0' && lower <= '9') || lower == '_';
    result += plain ? std::string{lower}
                    : fmt::format("%{:02x}", static_cast<unsigned char>(lower));
  }
  if (result.size() > longest_name)
    result = fmt::format("{}-{:x}", result.substr(0, longest_name),
                         std::hash<std::string>{}(folded));
  return result;
}

std::string holder_of(int file) {
  std::array<char, 32> text{};
  auto size = ::pread(file, text.data(), text.size(), 0);
  return std::string{text.data(), size > 0 ? static_cast<size_t>(size) : 0};
}

/// Whether the path still leads to the open file.
bool same_file(int file, const std::string& path) {
  struct stat open {};
  struct stat named {};
  return ::fstat(file, &open) == 0 && ::stat(path.c_str(), &named) == 0
         && open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

} // namespace

lock_file::lock_file(const std::string& database, const std::string& table,
                     bool take_over)
  : path_(fmt::format("{}-{}.lock", database, file_part(table))) {
  while (!try_lock(take_over)) {
    // The holder has just ended and removed the file.
  }
  auto text = std::to_string(::getpid());
  if (::ftruncate(file_, 0) != 0
      || ::pwrite(file_, text.data(), text.size(), 0)
           != static_cast<ssize_t>(text.size())) {
    auto why = std::string{std::strerror(errno)};
    ::close(file_);
    throw failure{status::ec::unavailable, leftovers::untouched,
                  fmt::format("cannot write to {}: {}", path_, why)};
  }
}

bool lock_file::try_lock(bool take_over) {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0)
    throw failure{
      status::ec::unavailable, leftovers::untouched,
      fmt::format("cannot make {}: {}", path_, std::strerror(errno))};
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) {
    if (same_file(file_, path_))
      return true;
    ::close(file_);
    return false;
  }
  auto holder = holder_of(file_);
  ::close(file_);
  if (!take_over)
    throw failure{status::ec::checkpoint_collision, leftovers::untouched,
                  fmt::format("the process {} is changing this table; wait for "
                              "it, or take its place with --take-over",
                              holder)};
  // The other one keeps its lock on a file without a name. It writes nothing
  // any more as soon as this run has claimed the checkpoint.
  ::unlink(path_.c_str());
  return false;
}

bool lock_file::held() const {
  return same_file(file_, path_);
}

lock_file::~lock_file() {
  if (held())
    ::unlink(path_.c_str());
  ::close(file_);
}

} // namespace schema_change
