#include "actors/net/pem.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "status/messages/error.hpp"

namespace status::net {

namespace {

constexpr size_t largest_file = size_t{1} << 20;

std::string system_text(int code) {
  return std::generic_category().message(code);
}

// Closes a file whatever happens.
class opened {
public:
  explicit opened(const std::string& path)
    : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;
  ~opened() {
    if (fd_ >= 0)
      ::close(fd_);
  }

  int get() const {
    return fd_;
  }

private:
  int fd_;
};

// Instead of OpenSSL's own, which asks whoever sits at the terminal.
int no_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

bio_ptr memory_of(const std::string& content) {
  return bio_ptr{
    BIO_new_mem_buf(content.data(), static_cast<int>(content.size()))};
}

} // namespace

std::string last_openssl_error() {
  auto code = ERR_peek_last_error();
  ERR_clear_error();
  if (code == 0)
    return "no reason given";
  if (const auto* reason = ERR_reason_error_string(code))
    return reason;
  return "error " + std::to_string(ERR_GET_REASON(code));
}

caf::error refuse_file(const char* what, const std::string& path,
                       const std::string& why) {
  return make_error(ec::bad_argument, std::string{what} + " "
                                        + (path.empty() ? "" : path + " ")
                                        + why);
}

caf::error read_file(const char* what, const std::string& path,
                     std::string& content) {
  if (path.empty())
    return refuse_file(what, path,
                       "is missing: name its file; `statusctl certs DIR` "
                       "makes a first set");
  opened file{path};
  if (file.get() < 0)
    return refuse_file(what, path, "cannot be read: " + system_text(errno));
  struct stat info {};
  if (::fstat(file.get(), &info) != 0)
    return refuse_file(what, path, "cannot be read: " + system_text(errno));
  if (!S_ISREG(info.st_mode))
    return refuse_file(what, path, "is no file: name one in PEM format");
  content.clear();
  std::string chunk(size_t{16} << 10, '\0');
  while (content.size() <= largest_file) {
    auto n = ::read(file.get(), chunk.data(), chunk.size());
    if (n == 0)
      return {};
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return refuse_file(what, path, "cannot be read: " + system_text(errno));
    content.append(chunk, 0, static_cast<size_t>(n));
  }
  return refuse_file(what, path,
                     "is larger than 1 MiB: name one in PEM format");
}

caf::error read_certificates(const char* what, const std::string& path,
                             std::vector<certificate_ptr>& result) {
  std::string content;
  if (auto err = read_file(what, path, content))
    return err;
  auto memory = memory_of(content);
  result.clear();
  while (auto* x = PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr))
    result.emplace_back(x);
  auto ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  auto reason = last_openssl_error();
  if (result.empty() || !ended)
    return refuse_file(what, path,
                       "holds no certificate in PEM format: " + reason);
  return {};
}

caf::error read_key(const char* what, const std::string& path,
                    key_ptr& result) {
  std::string content;
  if (auto err = read_file(what, path, content))
    return err;
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0)
    return refuse_file(what, path, "cannot be read: " + system_text(errno));
  if ((info.st_mode & (S_IRWXO | S_IWGRP)) != 0)
    return refuse_file(what, path, "is open to others: chmod 600 " + path);
  auto asked = false;
  auto memory = memory_of(content);
  result.reset(
    PEM_read_bio_PrivateKey(memory.get(), nullptr, no_passphrase, &asked));
  auto reason = last_openssl_error();
  if (asked)
    return refuse_file(what, path,
                       "needs a passphrase, and nobody is there to type it: "
                       "openssl pkey -in "
                         + path + " -out FILE makes one without");
  if (!result)
    return refuse_file(what, path,
                       "holds no private key in PEM format: " + reason);
  return {};
}

} // namespace status::net
