#include "actors/net/new_file.hpp"

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "status/messages/error.hpp"

namespace status::net {

namespace {

caf::error refuse(const std::string& path, int code) {
  if (code == EEXIST)
    return make_error(ec::bad_argument,
                      path
                        + " exists, and is not overwritten: name another "
                          "folder, or move it away");
  return make_error(
    ec::bad_argument,
    path + " cannot be written: " + std::generic_category().message(code));
}

int write_all(int fd, const std::string& content) {
  size_t done = 0;
  while (done < content.size()) {
    auto n = ::write(fd, content.data() + done, content.size() - done);
    if (n < 0 && errno != EINTR)
      return errno;
    done += n < 0 ? 0 : static_cast<size_t>(n);
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}

} // namespace

new_files::~new_files() {
  for (const auto& path : written_)
    ::unlink(path.c_str());
}

caf::error new_files::write(const std::string& path, const std::string& content,
                            bool is_secret) {
  // Neither a file nor a link that somebody has put there is followed.
  auto flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  auto fd = ::open(path.c_str(), flags, is_secret ? 0600 : 0644);
  if (fd < 0)
    return refuse(path, errno);
  written_.emplace_back(path);
  auto failed = write_all(fd, content);
  if (::close(fd) != 0 && failed == 0)
    failed = errno;
  return failed == 0 ? caf::error{} : refuse(path, failed);
}

caf::error make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST)
    return {};
  return refuse(path, errno);
}

} // namespace status::net
