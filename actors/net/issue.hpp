// New keys and certificates, in memory.
#pragma once

#include <caf/error.hpp>

#include <string>

#include "actors/net/openssl.hpp"
#include "status/net/certificates.hpp"

namespace status::net {

/// A certificate and the key that belongs to it.
struct identity {
  certificate_ptr certificate;
  key_ptr key;
};

/// What a certificate says, besides its key.
struct contents {
  std::string name;
  caf::timestamp from;
  caf::timestamp until;
  std::string usage;    // of the key, in OpenSSL's words
  std::string extended; // what it is for; empty for an authority
  std::string hosts;    // alternative names in OpenSSL's words; may be empty
};

/// Makes a certificate that `issuer` vouches for, or that vouches for itself
/// without one. Fails with `ec::bad_argument`.
caf::error issue(const contents& what, const identity* issuer,
                 identity& result);

/// Returns `x` in PEM format, empty if memory has run out.
std::string pem_of(X509* x);
std::string pem_of(EVP_PKEY* x);

} // namespace status::net
