// What the tests of the network stand on: folders, certificates, sockets.
#pragma once

#include "../contains.hpp"
#include "../precompiled.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "status/net/certificates.hpp"
#include "status/net/endpoint.hpp"

namespace status::net::test {

using namespace std::chrono_literals;
using status::test::contains;

/// How long a wait may take on a busy machine before the test has failed.
constexpr std::chrono::seconds patience{60};

/// A folder that vanishes with this object.
class folder {
public:
  folder();
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder();

  const std::string& path() const {
    return path_;
  }

  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }

private:
  std::string path_;
};

void write_file(const std::string& path, const std::string& content);
std::string read_file(const std::string& path);

/// Fails the test if `err` says that something has gone wrong.
void must(const caf::error& err);

/// A folder with an authority, a server's and a client's certificate, and, by
/// name, the odd ones that tests ask for. Made once for all tests.
class certificates {
public:
  static const certificates& ours();

  /// Another authority, with the same names.
  static const certificates& theirs();

  tls_files operator[](const std::string& name) const {
    return files_in(folder_.path(), name);
  }

  /// The authority of `ours` and certificates of `theirs`: for what a foreign
  /// node shows to those who do not look.
  static tls_files foreign(const std::string& name);

private:
  certificates();

  folder folder_;
};

/// A socket that listens on loopback, for peers that misbehave.
class listener {
public:
  /// @param backlog how many connections the system accepts by itself.
  explicit listener(int backlog = 8);
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  ~listener();

  endpoint where() const;

  /// Waits for a connection; returns its socket, which the caller closes.
  int accept() const;

private:
  int fd_;
};

/// Connects to a port on loopback; returns the socket, which the caller closes.
int connect_to(uint16_t port);

/// Connects the socket `fd` to a port on loopback.
void connect_to(uint16_t port, int fd);

/// A port on loopback on which nobody listens.
endpoint closed_port();

/// Checks that an error's text names all of `parts`.
void check_names(const std::string& text,
                 const std::vector<std::string>& parts);

} // namespace status::net::test
