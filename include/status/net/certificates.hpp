/// A private authority and certificates of its own, for a first try and for
/// those who have none: `statusctl certs` calls this.
#pragma once

#include <caf/error.hpp>
#include <caf/timestamp.hpp>

#include <chrono>
#include <string>
#include <vector>

#include "status/net/security.hpp"

namespace status::net {

/// Who a new certificate is for, and for how long.
struct certificate_options {
  /// The names and addresses under which a server is reached, besides
  /// `localhost`, 127.0.0.1 and ::1.
  std::vector<std::string> hosts;
  /// Valid from then on, in whole seconds; the epoch, which is the default,
  /// means an hour ago, as clocks differ.
  caf::timestamp valid_from;
  std::chrono::hours valid_for{365 * 24};
};

/// Returns the names of the certificate `name`, its key and the authority in
/// the folder `dir`. Looks for none of them.
tls_files files_in(const std::string& dir, const std::string& name);

/// Makes an authority in the folder `dir`, which is made, too:
/// `authority.pem`, which every node needs, and `authority.key`, which is only
/// for making more certificates. Valid for ten years, or as long as `options`
/// say if that is longer. Fails with `ec::bad_argument` if a file exists, which
/// stays as it is, or cannot be written, or if an option makes no sense.
caf::error make_authority(const std::string& dir,
                          const certificate_options& options = {});

/// Has the authority in `dir` vouch for a new `NAME.pem` with its `NAME.key`.
/// One for `tls_use::serve` connects, too; one for `tls_use::connect` serves
/// nowhere. None is valid for longer than its authority. Fails as
/// `make_authority` does.
caf::error make_certificate(const std::string& dir, const std::string& name,
                            tls_use use,
                            const certificate_options& options = {});

/// Makes an authority with a certificate `server` and a certificate `client`,
/// or none of them. Fails as `make_authority` does.
caf::error make_certificates(const std::string& dir,
                             const certificate_options& options = {});

} // namespace status::net
