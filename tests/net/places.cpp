#define CAF_SUITE net_places
#include "places.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace status::net::test {

namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  result.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return result;
}

endpoint name_of(int fd) {
  sockaddr_in name{};
  socklen_t size = sizeof(name);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0)
    CAF_FAIL("a socket without a name");
  return {"127.0.0.1", ntohs(name.sin_port)};
}

int bound() {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto name = loopback(0);
  if (fd < 0
      || ::bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) != 0)
    CAF_FAIL("cannot bind a socket to loopback");
  return fd;
}

} // namespace

folder::folder() {
  auto name = std::filesystem::temp_directory_path() / "caf-status-XXXXXX";
  path_ = name.string();
  if (::mkdtemp(path_.data()) == nullptr)
    CAF_FAIL("cannot make a folder: " << path_);
}

folder::~folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream file{path, std::ios::binary};
  if (!(file << content).flush())
    CAF_FAIL("cannot write " << path);
}

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file)
    CAF_FAIL("cannot read " << path);
  return {std::istreambuf_iterator<char>{file}, {}};
}

void must(const caf::error& err) {
  if (err)
    CAF_FAIL(to_text(err));
}

certificates::certificates() {
  using std::chrono::hours;
  const auto& dir = folder_.path();
  auto now = caf::make_timestamp();
  must(make_certificates(dir));
  certificate_options odd;
  odd.valid_for = hours{24};
  odd.valid_from = now - hours{48};
  must(make_certificate(dir, "expired", tls_use::serve, odd));
  odd.valid_from = now + hours{48};
  must(make_certificate(dir, "early", tls_use::serve, odd));
}

const certificates& certificates::ours() {
  static const certificates result;
  return result;
}

const certificates& certificates::theirs() {
  static const certificates result;
  return result;
}

tls_files certificates::foreign(const std::string& name) {
  auto result = theirs()[name];
  result.authority = ours()[name].authority;
  return result;
}

listener::listener(int backlog) : fd_(bound()) {
  if (::listen(fd_, backlog) != 0)
    CAF_FAIL("cannot listen");
}

listener::~listener() {
  ::close(fd_);
}

endpoint listener::where() const {
  return name_of(fd_);
}

int listener::accept() const {
  pollfd what{fd_, POLLIN, 0};
  auto limit = std::chrono::milliseconds{patience}.count();
  if (::poll(&what, 1, static_cast<int>(limit)) != 1)
    return -1;
  return ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
}

int connect_to(uint16_t port) {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  connect_to(port, fd);
  return fd;
}

void connect_to(uint16_t port, int fd) {
  auto name = loopback(port);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)) != 0)
    CAF_FAIL("cannot connect to port " << port);
}

endpoint closed_port() {
  auto fd = bound();
  auto result = name_of(fd);
  ::close(fd);
  return result;
}

void check_names(const std::string& text,
                 const std::vector<std::string>& parts) {
  for (const auto& part : parts)
    if (!contains(text, part))
      CAF_ERROR("\"" << part << "\" is not in: " << text);
  CAF_MESSAGE(text);
}

} // namespace status::net::test
