/// What is written beside a run: its checkpoints, and what operators want.
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "schema_change/gauges.hpp"
#include "schema_change/host.hpp"
#include "schema_change/plan.hpp"
#include "schema_change/settings.hpp"
#include "status/messages/checkpoint.hpp"

namespace schema_change {

/// Thread-safe. Each write has a connection of its own, is done by the owner of
/// the change only, and is durable when it returns.
class side_writer {
public:
  /// Which file a name leads to.
  using place = std::optional<std::pair<dev_t, ino_t>>;

  /// Everything must outlive the writer.
  side_writer(const settings& what, const host& world, gauges& shown)
    : what_(what), world_(world), shown_(shown) {}

  // -- for the run ---------------------------------------------------------------

  /// A run begins, on this file.
  void begin(const std::string& path);

  /// The run owns this change from now on; null: it has given it up.
  void owns(std::shared_ptr<const plan> what);

  /// The run has ended, but what it owns can still be written.
  void end();

  /// The name under which the run owns its change.
  const std::string& owner() const {
    return owner_;
  }

  // -- for all threads -----------------------------------------------------------

  /// See `engine::dump`.
  status::checkpoint dump(status::attempt which);

  /// See `engine::steer`.
  void steer(const status::steering& wanted);

private:
  /// Returns null while nothing is owned, or not any more.
  std::shared_ptr<const plan> owned();

  std::shared_ptr<const plan> wait_until_owned();

  /// Does `work`, which has one transaction, on a connection of its own.
  template <class Work>
  auto write(Work work);

  void check_place() const;

  /// Returns the run's row, in a transaction. Nothing: the cut-over is done.
  std::optional<stored_run> row_of(connection& db, const plan& what);

  void commit(transaction& guard);

  status::checkpoint save(connection& db, const plan& what,
                          status::attempt which);

  const settings& what_;
  const host& world_;
  gauges& shown_;
  const std::string owner_ = random_token();
  std::string path_; // this and the next are there before a plan is
  place place_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const plan> plan_; // guarded
  bool beginning_ = false;           // guarded
};

} // namespace schema_change
