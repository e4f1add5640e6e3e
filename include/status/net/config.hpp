/// Makes an actor system that can talk to others: over TLS, and with
/// heartbeats.
#pragma once

#include <caf/actor_system_config.hpp>
#include <caf/error.hpp>
#include <caf/timespan.hpp>
#include <caf/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "status/messages/log.hpp"
#include "status/net/security.hpp"
#include "status/system.hpp"

namespace status::net {

/// How soon a peer is given up that says nothing any more: it is noticed
/// between `patience` - `heartbeat` and `patience` + `heartbeat` after it has
/// frozen or was cut off. CAF's own default is never. The same on both sides,
/// or healthy connections are torn down.
///
/// CAF 0.17 also gives up whoever needs longer than `heartbeat` for its part of
/// the handshake, a round trip. Slower lines need a longer one.
struct line_options {
  caf::timespan heartbeat = std::chrono::seconds{1};
  caf::timespan patience = std::chrono::seconds{4};
};

/// Says what makes no sense: a heartbeat of less than 10 ms, or a patience of
/// less than two heartbeats. Fails with `ec::bad_argument`. A pure function.
caf::error check(const line_options& x);

class doors;
class gatekeeper;

/// What `serve` and `connect` need to know of an actor system's configuration.
/// Not thread-safe before the actor system is made, and constant afterwards.
class settings {
public:
  virtual ~settings() = default;

  /// The names of the files that the configuration was told to use.
  const tls_files& files() const {
    return files_;
  }

  /// Their copies, which are used. Empty names: nothing is secured.
  tls_files copies() const {
    return copies_.files();
  }

  /// Gets the warnings of `secure`; may be null.
  const log_sink_ptr& log_to() const {
    return log_;
  }

  /// Logs a warning if a certificate of ours, or the authority that vouches for
  /// it, expires within 14 days. Looks once a day at most; `serve`, each guest
  /// and `connect` have it look. Thread-safe.
  void warn_of_expiry(caf::timestamp now) const;

protected:
  caf::error take(const tls_files& files, tls_use use, log_sink_ptr log);

  static void load_modules(caf::actor_system_config& into);

private:
  friend class doors;

  tls_files files_;
  tls_copies copies_;
  log_sink_ptr log_;
  mutable std::mutex looking_;
  mutable caf::timestamp looked_{}; // at when our certificates expire
  // Who lets others in, by port. What they do is theirs to protect.
  mutable std::mutex mutex_;
  mutable std::multimap<uint16_t, std::weak_ptr<gatekeeper>> gatekeepers_;
};

/// The configuration for an actor system that serves or connects. Derive from
/// it, or name the type-id blocks of the application, as for `status::config`.
/// It reads no file but those it is told to use, and no `caf-application.ini`
/// unless its `parse` is called.
template <class... Blocks>
class config : public status::config<Blocks...>, public settings {
public:
  /// `line` has been checked.
  explicit config(const line_options& line = {}) {
    load_modules(*this);
    this->set_option("middleman.heartbeat-interval", line.heartbeat);
    this->set_option("middleman.connection-timeout", line.patience);
  }

  /// Has all TLS connections use `files`, which are checked and copied: a file
  /// that changes or vanishes later is not noticed until the next start. Must
  /// be called before the actor system is made. Fails as `check` does.
  /// @param log gets a warning when it is time for new ones, and one for who is
  ///            turned away at a port, ten within 10 s at most.
  caf::error secure(const tls_files& files, tls_use use,
                    log_sink_ptr log = nullptr) {
    return take(files, use, std::move(log));
  }
};

} // namespace status::net
