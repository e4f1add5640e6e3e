#include "schema_change/engine.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <climits>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "schema_change/cleaner.hpp"
#include "schema_change/gauges.hpp"
#include "schema_change/lock_file.hpp"
#include "schema_change/phases.hpp"
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

/// Which file a name leads to.
using place = std::optional<std::pair<dev_t, ino_t>>;

place place_of(const std::string& path) {
  struct stat what {};
  if (::stat(path.c_str(), &what) != 0)
    return std::nullopt;
  return std::pair{what.st_dev, what.st_ino};
}

[[noreturn]] void cannot_save(const std::string& why) {
  throw failure{status::ec::could_not_write_checkpoint, leftovers::resumable,
                "the checkpoint could not be written: " + why};
}

failure not_ready() {
  return {status::ec::watermark_not_ready, leftovers::resumable,
          "no rows were copied yet"};
}

} // namespace

class engine::body {
public:
  body(settings what, host& world)
    : what_(std::move(what)), world_(world), shown_(what_.table) {}

  void run();

  status::checkpoint dump(status::attempt which);

  const gauges& shown() const {
    return shown_;
  }

private:
  void work(session& on);

  failure cleaned_up(session& on, const failure& cause);

  failure explained(const session& on, const sqlite_error& e) const;

  static bool still_owned(const session& on);

  /// Returns null while nothing is planned, or not any more.
  std::shared_ptr<const plan> planned();

  void check_place() const;

  status::checkpoint save(connection& db, const plan& what,
                          status::attempt which);

  const settings what_;
  host& world_;
  gauges shown_;
  const std::string owner_ = random_token();
  std::unique_ptr<lock_file> lock_;
  std::string path_; // this and the next are there before the plan is
  place place_;
  std::mutex mutex_;
  std::shared_ptr<const plan> plan_; // guarded, for the threads that dump
};

// -- run -----------------------------------------------------------------------

void engine::body::run() {
  auto path = real_path(what_.database);
  lock_ = std::make_unique<lock_file>(path, what_.table, what_.take_over);
  try {
    connection db{path};
    path_ = path;
    place_ = place_of(path);
    session on{db, world_, what_, *lock_};
    on.run.owner = owner_;
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
    {
      std::lock_guard lock{mutex_};
      plan_ = on.what;
    }
    phases{on, pace, shown_}.run();
  }
  on.db.patience(what_.lock_wait);
  world_.advance(status::state::close);
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
  {
    std::lock_guard lock{mutex_};
    plan_.reset();
  }
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

// -- dump ----------------------------------------------------------------------

std::shared_ptr<const plan> engine::body::planned() {
  std::lock_guard lock{mutex_};
  return plan_;
}

// A copy of the database has the same checkpoint with the same owner in it.
void engine::body::check_place() const {
  if (place_of(path_) != place_)
    throw failure{status::ec::fenced, leftovers::foreign,
                  fmt::format("{} was moved, removed or replaced during the "
                              "change",
                              what_.database)};
}

status::checkpoint engine::body::dump(status::attempt which) {
  auto what = planned();
  if (!what)
    throw not_ready();
  try {
    connection db{path_};
    db.patience(what_.lock_wait);
    configure(db, true);
    // This thread is not the one that the host can wake up.
    auto pause = [](std::chrono::milliseconds duration) {
      std::this_thread::sleep_for(duration);
      return true;
    };
    return take_turns(db, what_.lock_wait, pause,
                      [&] { return save(db, *what, which); });
  } catch (const sqlite_error& e) {
    check_place();
    cannot_save(e.what());
  }
}

status::checkpoint engine::body::save(connection& db, const plan& what,
                                      status::attempt which) {
  transaction guard{db};
  check_place();
  if (!planned()) // the change is being given up
    throw not_ready();
  auto now = checkpoint_store::load(db, what.source.name);
  auto fenced = [](const char* why) {
    return failure{status::ec::fenced, leftovers::foreign, why};
  };
  if (status::cut_over_granted(shown_.progress().current))
    throw failure{status::ec::past_cut_over, leftovers::resumable,
                  "the cut-over needs no checkpoint any more"};
  if (!now || now->owner != owner_)
    throw fenced("another run has taken over this change");
  if (!now->damage.empty())
    cannot_save(fmt::format("it is damaged: {}", now->damage));
  if (!now->copied && !now->copied_all)
    throw not_ready();
  if (!checkpoint_store::stamp(db, now->table, which.epoch, which.id))
    throw fenced("a newer attempt has written the checkpoint already");
  shown_.commits_aside();
  guard.commit();
  auto position
    = shown_position(what.key, now->copied.value_or(row{}), now->change);
  shown_.saved(position);
  return {position, 0};
}

// -- engine --------------------------------------------------------------------

engine::engine(settings what, host& world)
  : body_(std::make_unique<body>(std::move(what), world)) {}

engine::~engine() = default;

void engine::run() {
  body_->run();
}

status::checkpoint engine::dump(status::attempt which) {
  return body_->dump(which);
}

status::progress engine::progress() const {
  return body_->shown().progress();
}

figures engine::numbers() const {
  return body_->shown().numbers();
}

} // namespace schema_change
