#include "status/net/probe.hpp"

#include <caf/io/basp/version.hpp>

#include <array>
#include <cstddef>

#include "actors/net/dial.hpp"

namespace status::net {

namespace {

constexpr size_t header_size = 32; // of CAF's protocol

// A node of CAF begins with the header of its handshake: its type, which is 0,
// three more bytes, a size of four and its version of eight bytes, big endian.
bool is_caf(const std::string& header) {
  uint64_t version = 0;
  for (size_t i = 8; i < 16; ++i)
    version = version << 8 | static_cast<unsigned char>(header.at(i));
  return header.front() == 0 && version == caf::io::basp::version;
}

line::clock::time_point in(caf::timespan x) {
  return line::clock::now() + x;
}

probe_result talk(line& over, handshake& tls, const endpoint& where,
                  const tls_files& files) {
  auto result = tls.prepare(files);
  if (result == probe_result::ok)
    result = over.open(where);
  if (result == probe_result::ok)
    result = tls.shake(where.host);
  return result;
}

probe_result listen(line& over, const endpoint& where) {
  auto result = over.open(where);
  std::string header;
  while (result == probe_result::ok && header.size() < header_size)
    result = over.receive(header);
  if (result == probe_result::ok && !is_caf(header))
    result = probe_result::not_caf;
  return result;
}

const char* advice(probe_result x) {
  switch (x) {
    case probe_result::bad_files:
      return "`check` says more";
    case probe_result::unknown_host:
      return "look for a slip in the name";
    case probe_result::refused:
      return "is it started, and is the port right?";
    case probe_result::unreachable:
      return "is the network up, and does a firewall let us through?";
    case probe_result::timed_out:
      return "is it frozen, or does a firewall swallow what we send?";
    case probe_result::hung_up:
      return "is it a port of ours, is it about to end, or does it refuse our "
             "certificate?";
    case probe_result::not_tls:
      return "is it a plain port, or another program's?";
    case probe_result::not_caf:
      return "is it another program's port, or of another version?";
    case probe_result::refuses_us:
      return "use one that is valid, of the authority that it knows";
    case probe_result::foreign_authority:
      return "use the authority that made its certificate, if you trust it";
    case probe_result::certificate_expired:
      return "it needs a new one, or a clock is wrong";
    case probe_result::wrong_host:
      return "use a name that it is for, or make one for this name";
    default:
      return "it needs another one";
  }
}

probe_report report(probe_result result, const endpoint& where,
                    const line& over, const std::string& reason,
                    line::clock::time_point began) {
  probe_report x;
  x.result = result;
  x.address = over.address();
  x.took
    = std::chrono::duration_cast<caf::timespan>(line::clock::now() - began);
  if (result == probe_result::ok)
    return x;
  x.text = "cannot connect to " + to_string(where);
  if (!x.address.empty() && x.address != where.host)
    x.text += " (" + x.address + ")";
  x.text += ": " + to_string(result);
  if (!reason.empty())
    x.text += " (" + reason + ")";
  x.text += std::string{"; "} + advice(result);
  return x;
}

} // namespace

std::string to_string(probe_result x) {
  static constexpr std::array<const char*, 14> names{
    "all is well",
    "our own certificate, key or authority is of no use",
    "nobody knows that host",
    "nobody listens there",
    "there is no way to that host",
    "no answer in time",
    "it hung up without a word",
    "it does not speak TLS",
    "it speaks TLS, but is no CAF node of our version",
    "it refuses our certificate",
    "our authority did not make its certificate",
    "its certificate is not valid at this time",
    "its certificate is for other hosts",
    "its certificate is of no use",
  };
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names.at(index) : "unknown";
}

probe_report dial(line& over, handshake& tls, const endpoint& where,
                  const tls_files& files) {
  auto began = line::clock::now();
  auto result = talk(over, tls, where, files);
  return report(result, where, over, tls.reason(), began);
}

probe_report dial(line& over, const endpoint& where) {
  auto began = line::clock::now();
  return report(over.open(where), where, over, {}, began);
}

probe_report probe(line& over, const endpoint& where, const tls_files& files) {
  auto began = line::clock::now();
  handshake tls{over};
  auto result = talk(over, tls, where, files);
  std::string header;
  if (result == probe_result::ok)
    result = tls.read(header, header_size);
  if (result == probe_result::ok && !is_caf(header))
    result = probe_result::not_caf;
  return report(result, where, over, tls.reason(), began);
}

probe_report probe_plain(line& over, const endpoint& where) {
  auto began = line::clock::now();
  auto result = listen(over, where);
  auto is_silent
    = result == probe_result::timed_out || result == probe_result::hung_up;
  const auto* reason = is_silent ? "as a port of TLS would do, too" : "";
  return report(result, where, over, reason, began);
}

probe_report probe(const endpoint& where, const tls_files& files,
                   caf::timespan deadline) {
  line over{in(deadline)};
  return probe(over, where, files);
}

probe_report probe_plain(const endpoint& where, caf::timespan deadline) {
  line over{in(deadline)};
  return probe_plain(over, where);
}

caf::error to_error(const probe_report& x) {
  switch (x.result) {
    case probe_result::ok:
      return {};
    case probe_result::unknown_host:
    case probe_result::refused:
    case probe_result::unreachable:
    case probe_result::timed_out:
    case probe_result::hung_up:
      return make_error(ec::unavailable, x.text);
    default:
      return make_error(ec::bad_argument, x.text);
  }
}

} // namespace status::net
