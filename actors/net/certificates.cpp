#include "status/net/certificates.hpp"

#include <algorithm>
#include <utility>

#include "actors/net/issue.hpp"
#include "actors/net/new_file.hpp"
#include "actors/net/pem.hpp"
#include "status/messages/error.hpp"
#include "status/net/endpoint.hpp"

namespace status::net {

namespace {

using std::chrono::hours;

constexpr const char* authority_name = "authority";
constexpr hours authority_life{10 * 365 * 24};
constexpr hours longest_life{30 * 365 * 24};

caf::error check_options(const certificate_options& options) {
  if (options.valid_for < hours{1} || options.valid_for > longest_life)
    return make_error(ec::bad_argument,
                      "a certificate is valid for an hour to 30 years");
  for (const auto& host : options.hosts) {
    auto is_ipv6 = host.find(':') != std::string::npos;
    // The same rules as for what is connected to, port or not.
    auto x = parse_endpoint((is_ipv6 ? "[" + host + "]" : host) + ":0");
    if (!x)
      return make_error(ec::bad_argument,
                        "\"" + host.substr(0, 80)
                          + "\" is no name and no address of a host");
  }
  return {};
}

// A name becomes the name of a file, and must not lead out of its folder.
caf::error check_name(const std::string& name) {
  auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  if (!name.empty() && name.size() <= 64 && name.front() != '.'
      && name != authority_name
      && std::all_of(name.begin(), name.end(), is_fine))
    return {};
  return make_error(ec::bad_argument,
                    "\"" + name.substr(0, 80)
                      + "\" is no name for a certificate: up to 64 letters, "
                        "digits, - and _ make one, and not authority");
}

void set_times(contents& what, const certificate_options& options, hours life) {
  what.from = options.valid_from;
  if (what.from == caf::timestamp{})
    what.from = caf::make_timestamp() - hours{1};
  what.until = what.from + life;
}

bool seems_address(const std::string& host) {
  auto is_digit = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  return host.find(':') != std::string::npos
         || std::all_of(host.begin(), host.end(), is_digit);
}

std::string alternative_names(const std::vector<std::string>& hosts) {
  std::string result = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const auto& host : hosts)
    result += (seems_address(host) ? ",IP:" : ",DNS:") + host;
  return result;
}

caf::error write(new_files& files, const tls_files& names,
                 const identity& what) {
  if (auto err = files.write(names.key, pem_of(what.key.get()), true))
    return err;
  return files.write(names.certificate, pem_of(what.certificate.get()), false);
}

caf::error read(const std::string& dir, identity& result) {
  auto names = files_in(dir, authority_name);
  std::vector<certificate_ptr> certificates;
  if (auto err
      = read_certificates("the authority", names.certificate, certificates))
    return err;
  result.certificate = std::move(certificates.front());
  return read_key("the authority's key", names.key, result.key);
}

caf::error add_authority(new_files& files, const std::string& dir,
                         const certificate_options& options) {
  contents what;
  what.name = "caf-status authority";
  what.usage = "critical,keyCertSign,cRLSign";
  set_times(what, options, std::max(authority_life, options.valid_for));
  identity made;
  if (auto err = issue(what, nullptr, made))
    return err;
  return write(files, files_in(dir, authority_name), made);
}

caf::error add_certificate(new_files& files, const std::string& dir,
                           const std::string& name, tls_use use,
                           const certificate_options& options) {
  identity authority;
  if (auto err = read(dir, authority))
    return err;
  contents what;
  what.name = name;
  what.usage = "critical,digitalSignature";
  what.extended = "clientAuth";
  if (use == tls_use::serve) {
    what.extended = "serverAuth,clientAuth";
    what.hosts = alternative_names(options.hosts);
  }
  set_times(what, options, options.valid_for);
  // What outlived its authority would be worth nothing, and not warned of.
  auto end = expires(files_in(dir, authority_name));
  if (!end)
    return end.error();
  what.until = std::min(what.until, *end);
  if (*end <= std::max(what.from, caf::make_timestamp()))
    return make_error(ec::bad_argument,
                      "the authority in " + dir + " expires before " + name
                        + " would be valid: make a new one in another folder");
  identity made;
  if (auto err = issue(what, &authority, made))
    return err;
  return write(files, files_in(dir, name), made);
}

} // namespace

tls_files files_in(const std::string& dir, const std::string& name) {
  auto path = dir + "/" + name;
  return {path + ".pem", path + ".key", dir + "/authority.pem"};
}

caf::error make_authority(const std::string& dir,
                          const certificate_options& options) {
  new_files files;
  if (auto err = check_options(options))
    return err;
  if (auto err = make_folder(dir))
    return err;
  if (auto err = add_authority(files, dir, options))
    return err;
  files.keep();
  return {};
}

caf::error make_certificate(const std::string& dir, const std::string& name,
                            tls_use use, const certificate_options& options) {
  new_files files;
  if (auto err = check_name(name))
    return err;
  if (auto err = check_options(options))
    return err;
  if (auto err = add_certificate(files, dir, name, use, options))
    return err;
  files.keep();
  return {};
}

caf::error make_certificates(const std::string& dir,
                             const certificate_options& options) {
  new_files files;
  if (auto err = check_options(options))
    return err;
  if (auto err = make_folder(dir))
    return err;
  if (auto err = add_authority(files, dir, options))
    return err;
  for (auto use : {tls_use::serve, tls_use::connect}) {
    const auto* name = use == tls_use::serve ? "server" : "client";
    if (auto err = add_certificate(files, dir, name, use, options))
      return err;
  }
  files.keep();
  return {};
}

} // namespace status::net
