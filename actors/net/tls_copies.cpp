#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "actors/net/pem.hpp"
#include "status/net/security.hpp"

namespace status::net {

namespace {

// Returns a file of this process only that can be opened again and again by
// its name in /proc, and that nobody can change.
caf::expected<int> sealed(const std::string& content) {
  auto fd = ::memfd_create("certificate", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  auto left = content.size();
  while (fd >= 0 && left > 0) {
    auto n = ::write(fd, content.data() + content.size() - left, left);
    if (n < 0 && errno != EINTR)
      break;
    left -= n < 0 ? 0 : static_cast<size_t>(n);
  }
  if (fd >= 0 && left == 0 && ::fchmod(fd, S_IRUSR | S_IWUSR) == 0
      && ::fcntl(fd, F_ADD_SEALS,
                 F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)
           == 0)
    return fd;
  auto why = std::generic_category().message(errno);
  if (fd >= 0)
    ::close(fd);
  return make_error(ec::unavailable, "no memory for certificates: " + why);
}

std::string name_of(int fd) {
  return fd < 0 ? std::string{} : "/proc/self/fd/" + std::to_string(fd);
}

} // namespace

tls_copies::tls_copies(tls_copies&& other) noexcept
  : open_(std::exchange(other.open_, {-1, -1, -1})) {}

tls_copies& tls_copies::operator=(tls_copies&& other) noexcept {
  std::swap(open_, other.open_);
  return *this;
}

tls_copies::~tls_copies() {
  for (auto fd : open_)
    if (fd >= 0)
      ::close(fd);
}

caf::expected<tls_copies> tls_copies::of(const tls_files& files) {
  const std::array<std::pair<const char*, std::string>, 3> sources{{
    {"the certificate", files.certificate},
    {"the key", files.key},
    {"the authority", files.authority},
  }};
  tls_copies result;
  for (size_t i = 0; i < sources.size(); ++i) {
    std::string content;
    if (auto err
        = read_file(sources.at(i).first, sources.at(i).second, content))
      return err;
    auto fd = sealed(content);
    if (!fd)
      return fd.error();
    result.open_.at(i) = *fd;
  }
  return result;
}

tls_files tls_copies::files() const {
  return {name_of(open_[0]), name_of(open_[1]), name_of(open_[2])};
}

} // namespace status::net
