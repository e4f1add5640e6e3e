/// Looks whether somebody can be connected to, and says why not: CAF waits for
/// ever for a silent peer, and has one error for everything else.
#pragma once

#include <caf/error.hpp>
#include <caf/timespan.hpp>

#include <chrono>
#include <cstdint>
#include <string>

#include "status/net/endpoint.hpp"
#include "status/net/security.hpp"

namespace status::net {

/// What a probe has found.
enum class probe_result : uint8_t {
  ok,
  bad_files,           // our own files, see `check`
  unknown_host,        // its name has no address
  refused,             // the host is there, nobody listens
  unreachable,         // no way to the host
  timed_out,           // nobody answers
  hung_up,             // somebody ended the connection without a word
  not_tls,             // somebody answers, but does not speak TLS
  not_caf,             // they speak TLS, but are no CAF node of our generation
  refuses_us,          // they do not take our certificate
  foreign_authority,   // our authority does not know their certificate
  certificate_expired, // theirs has expired, or is not valid yet
  wrong_host,          // theirs is for other hosts
  wrong_certificate,   // theirs is of no use for another reason
};

/// Returns a phrase for people, such as `nobody listens there`.
std::string to_string(probe_result x);

struct probe_report {
  probe_result result = probe_result::ok;
  std::string text;    // all of it for people, with what to do
  std::string address; // the one that has answered, in numbers
  caf::timespan took{0};
};

/// How long a probe may take, with the look-up of the name.
constexpr caf::timespan probe_deadline = std::chrono::seconds{5};

/// Connects to `where`, shakes hands and waits for the first words of a CAF
/// node. Blocks for `deadline` at most. Does not look at the times and rights
/// of `files`, which `check` does; without a certificate it shows none. Without
/// side effect on `where` but a log line, perhaps. Thread-safe.
probe_report probe(const endpoint& where, const tls_files& files,
                   caf::timespan deadline = probe_deadline);

/// The same for a plain port. Never sends anything.
probe_report probe_plain(const endpoint& where,
                         caf::timespan deadline = probe_deadline);

/// Returns an empty error for `probe_result::ok`, `ec::unavailable` for what
/// may be better later, and `ec::bad_argument` for what a person must mend.
caf::error to_error(const probe_report& x);

} // namespace status::net
