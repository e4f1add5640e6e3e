#include "status/net/config.hpp"

#include <caf/io/middleman.hpp>

#include <utility>

namespace status::net {

caf::error check(const line_options& x) {
  if (x.heartbeat >= std::chrono::milliseconds{10}
      && x.patience >= 2 * x.heartbeat)
    return {};
  return make_error(ec::bad_argument,
                    "a heartbeat takes at least 10 ms, and the patience with a "
                    "silent peer is at least two of them");
}

caf::error settings::take(const tls_files& files, tls_use use,
                          log_sink_ptr log) {
  if (auto err = check(files, use))
    return err;
  auto copies = tls_copies::of(files);
  if (!copies)
    return copies.error();
  // The copies are what will be used, so they have the last word: a file may
  // have changed since it was looked at.
  if (auto err = check(copies->files(), use))
    return err;
  files_ = files;
  copies_ = std::move(*copies);
  log_ = std::move(log);
  return {};
}

void settings::warn_of_expiry(caf::timestamp now) const {
  std::unique_lock guard{looking_};
  if (!log_ || files_.certificate.empty()
      || (looked_ <= now && now - looked_ < std::chrono::hours{24}))
    return;
  looked_ = now;
  auto warn
    = [&](const std::string& file, const caf::expected<caf::timestamp>& end) {
        if (!end)
          return; // whoever uses it next says why
        if (auto text = expiry_warning(file, *end, now); !text.empty())
          log(log_, {log_level::warning, "status.net", std::move(text), {}});
      };
  warn(files_.certificate, expires(copies_.files()));
  warn(files_.authority, authority_expires(copies_.files()));
}

void settings::load_modules(caf::actor_system_config& into) {
  into.load<caf::io::middleman>();
}

} // namespace status::net
