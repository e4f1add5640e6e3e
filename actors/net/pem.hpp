// Files in PEM format: what cannot be read or parsed is named.
#pragma once

#include <caf/error.hpp>

#include <string>
#include <vector>

#include "actors/net/openssl.hpp"

namespace status::net {

/// Makes an error for people: what is wrong with which file, and what to do.
caf::error refuse_file(const char* what, const std::string& path,
                       const std::string& why);

/// Reads a whole file of at most 1 MiB.
caf::error read_file(const char* what, const std::string& path,
                     std::string& content);

/// Reads all certificates of a file, at least one.
caf::error read_certificates(const char* what, const std::string& path,
                             std::vector<certificate_ptr>& result);

/// Reads a private key that nobody but its owner's group can read.
caf::error read_key(const char* what, const std::string& path, key_ptr& result);

} // namespace status::net
