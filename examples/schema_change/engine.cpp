#include "schema_change/engine.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <climits>
#include <cstdlib>
#include <utility>

#include "schema_change/cleaner.hpp"
#include "schema_change/gauges.hpp"
#include "schema_change/hold.hpp"
#include "schema_change/lock_file.hpp"
#include "schema_change/phases.hpp"
#include "schema_change/side_writer.hpp"
#include "schema_change/start.hpp"
#include "schema_change/violation.hpp"

namespace schema_change {

namespace {

/// Links are followed, so that a database has one lock under all its names.
std::string real_path(const std::string& path) {
  std::unique_ptr<char, decltype(&std::free)> real{
    ::realpath(path.c_str(), nullptr), &std::free};
  if (!real)
    refuse(fmt::format("{}: there is no such database", path));
  struct stat what {};
  if (::stat(real.get(), &what) == 0 && !S_ISREG(what.st_mode))
    refuse(fmt::format("{} is no file, so it cannot be a database", path));
  return real.get();
}

} // namespace

class engine::body {
public:
  body(settings what, host& world)
    : what_(std::move(what)),
      world_(world),
      shown_(what_.table),
      aside_(what_, world, shown_) {}

  void run();

  side_writer& aside() {
    return aside_;
  }

  const gauges& shown() const {
    return shown_;
  }

private:
  void work(session& on);

  failure cleaned_up(session& on, const failure& cause);

  failure explained(const session& on, const sqlite_error& e) const;

  static bool still_owned(const session& on);

  const settings what_;
  host& world_;
  gauges shown_;
  side_writer aside_;
  std::unique_ptr<lock_file> lock_;
};

// -- run -----------------------------------------------------------------------

void engine::body::run() {
  struct at_end {
    side_writer& aside;
    ~at_end() {
      aside.end();
    }
  } guard{aside_};
  auto path = real_path(what_.database);
  lock_ = std::make_unique<lock_file>(path, what_.table, what_.take_over);
  try {
    connection db{path};
    aside_.begin(path);
    session on{db, world_, what_, *lock_};
    on.run.owner = aside_.owner();
    try {
      db.patience(what_.lock_wait, [this] { return world_.cancelled(); });
      configure(db, false);
      work(on);
    } catch (const sqlite_error& e) {
      throw cleaned_up(on, explained(on, e));
    } catch (const failure& e) {
      throw cleaned_up(on, e);
    }
  } catch (const sqlite_error& e) {
    throw failure{e.disk() ? status::ec::unavailable : status::ec::bad_argument,
                  leftovers::untouched,
                  fmt::format("{}: {}", what_.database, e.reason())};
  }
}

void engine::body::work(session& on) {
  pacer pace{what_, world_, shown_};
  auto next = start{on, shown_, pace}.begin();
  if (next == remaining::everything) {
    aside_.owns(on.what);
    // It is not what was found if something was said meanwhile.
    if (auto wanted = world_.wanted(); wanted.version != on.run.wanted.version)
      aside_.steer(wanted);
    phases{on, pace, shown_}.run();
  }
  on.db.patience(what_.lock_wait);
  // Also what has no cut-over left to do can be held.
  while (!granted(on, status::state::close))
    wait_while_held(on, shown_, [] { return true; });
  shown_.enter(status::state::close);
  if (next == remaining::nothing)
    return;
  auto old = on.run.keep_old ? helper_names{on.run.table}.old : std::string{};
  configure(on.db, false);
  cleaner{on, pace}.close();
  shown_.old_table(old);
}

// A copy that nobody can use only slows the application down.
failure engine::body::cleaned_up(session& on, const failure& cause) {
  if (on.run.now == phase::swapped && cause.after() != leftovers::foreign)
    return {cause.code(), leftovers::old_table, cause.what()};
  if (cause.after() != leftovers::removed || on.run.epoch == 0)
    return cause;
  aside_.owns(nullptr);
  try {
    on.db.patience(what_.lock_wait);
    pacer pace{what_, world_, shown_};
    cleaner{on, pace}.discard();
    return cause;
  } catch (const failure& e) {
    return e; // another run has taken over, and may have finished
  } catch (const std::exception& e) {
    return {cause.code(), leftovers::resumable,
            fmt::format("{}. The copy could not be removed, the next start "
                        "does it: {}",
                        cause.what(), e.what())};
  }
}

bool engine::body::still_owned(const session& on) {
  try {
    return checkpoint_store::owned(on.db, on.run.table, on.run.owner);
  } catch (const sqlite_error&) {
    return true; // nobody knows; the failure at hand says more
  }
}

failure engine::body::explained(const session& on,
                                const sqlite_error& e) const {
  using status::ec;
  auto granted = status::cut_over_granted(shown_.progress().current);
  if ((e.busy() || e.interrupted()) && world_.cancelled() && !granted)
    return {ec::cancelled, leftovers::resumable, "cancelled"};
  if (on.run.epoch == 0)
    return {
      e.wrong_request() ? ec::bad_argument : ec::unavailable,
      leftovers::untouched,
      fmt::format("{}: {}; nothing was touched", what_.database, e.reason())};
  if (!e.busy() && !e.interrupted() && !still_owned(on))
    return on.taken_over();
  if (on.run.now == phase::swapped)
    return {
      ec::unavailable, leftovers::resumable,
      fmt::format("{} has its new definition, but what is left of the old "
                  "one could not be removed: {}; start again to finish",
                  on.run.table, e.what())};
  if (e.constraint() && on.what)
    return violation(*on.what, e, {});
  return {ec::unavailable, leftovers::resumable,
          fmt::format("{}: {}; {} is as it was, and a new start goes on from "
                      "here",
                      what_.database, e.what(), on.run.table)};
}

// -- engine --------------------------------------------------------------------

engine::engine(settings what, host& world)
  : body_(std::make_unique<body>(std::move(what), world)) {}

engine::~engine() = default;

void engine::run() {
  body_->run();
}

status::checkpoint engine::dump(status::attempt which) {
  return body_->aside().dump(which);
}

void engine::steer(const status::steering& wanted) {
  body_->aside().steer(wanted);
}

status::progress engine::progress() const {
  return body_->shown().progress();
}

figures engine::numbers() const {
  return body_->shown().numbers();
}

} // namespace schema_change
