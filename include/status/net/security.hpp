/// The certificates of mutual TLS, checked before anything is published.
#pragma once

#include <caf/error.hpp>
#include <caf/expected.hpp>
#include <caf/timestamp.hpp>

#include <array>
#include <cstdint>
#include <string>

#include "status/messages/error.hpp"

namespace status::net {

/// The names of three files in PEM format. `statusctl certs DIR` makes them.
struct tls_files {
  std::string certificate; // our own, then what links it to the authority
  std::string key;         // of our certificate, without a passphrase
  std::string authority;   // who vouches for all that we talk to, and for us
};

/// What a certificate is used for.
enum class tls_use : uint8_t { connect, serve };

/// Says why `files` are of no use for `use`: unreadable, no PEM, a key that
/// others can read or that belongs to another certificate, not vouched for by
/// the authority, expired or not valid yet, made for something else. Returns an
/// empty error if all is well. Fails with `ec::bad_argument`; the text names
/// the file and what to do. Thread-safe.
caf::error check(const tls_files& files, tls_use use);

/// Returns when the first of our own certificates expires. Fails as `check`
/// does if it cannot be read.
caf::expected<caf::timestamp> expires(const tls_files& files);

/// Returns when the authority expires that vouches for us. Fails as `check`
/// does if a file cannot be read, or if there is none.
caf::expected<caf::timestamp> authority_expires(const tls_files& files);

/// Returns a warning that names `file` if it `expires` within 14 days from
/// `now`, otherwise an empty text. A pure function.
std::string expiry_warning(const std::string& file, caf::timestamp expires,
                           caf::timestamp now);

/// What was in the files when they were copied, in memory that only this
/// process has. Whatever happens to the files afterwards, it can be read as
/// long as this object lives. Not thread-safe; `files()` is.
class tls_copies {
public:
  tls_copies() = default;
  tls_copies(tls_copies&& other) noexcept;
  tls_copies& operator=(tls_copies&& other) noexcept;
  ~tls_copies();

  /// Copies `files`. Fails with `ec::bad_argument`, as `check` does, or with
  /// `ec::unavailable` if there is no memory for them.
  static caf::expected<tls_copies> of(const tls_files& files);

  /// Names under which the copies can be opened, empty without any.
  tls_files files() const;

private:
  std::array<int, 3> open_{-1, -1, -1};
};

} // namespace status::net
