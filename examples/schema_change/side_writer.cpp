#include "schema_change/side_writer.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <chrono>
#include <thread>

#include "schema_change/failure.hpp"
#include "schema_change/session.hpp"
#include "schema_change/turns.hpp"
#include "schema_change/violation.hpp"

namespace schema_change {

namespace {

using status::ec;

/// So long a word waits for a run that is just beginning. Checkpoints wait
/// behind it.
constexpr auto begin_patience = std::chrono::seconds{2};

side_writer::place place_of(const std::string& path) {
  struct stat what {};
  if (::stat(path.c_str(), &what) != 0)
    return std::nullopt;
  return std::pair{what.st_dev, what.st_ino};
}

[[noreturn]] void cannot_save(const std::string& why) {
  throw failure{ec::could_not_write_checkpoint, leftovers::resumable,
                "the checkpoint could not be written: " + why};
}

failure not_ready() {
  return {ec::watermark_not_ready, leftovers::resumable,
          "no rows were copied yet"};
}

failure fenced(const char* why) {
  return {ec::fenced, leftovers::foreign, why};
}

failure not_stored(const std::string& why) {
  return {ec::unavailable, leftovers::resumable,
          "what operators want is in force, but could not be stored: " + why};
}

} // namespace

// -- for the run -----------------------------------------------------------------

void side_writer::begin(const std::string& path) {
  path_ = path;
  place_ = place_of(path);
  std::lock_guard lock{mutex_};
  beginning_ = true;
}

void side_writer::owns(std::shared_ptr<const plan> what) {
  {
    std::lock_guard lock{mutex_};
    plan_ = std::move(what);
    beginning_ = false;
  }
  changed_.notify_all();
}

void side_writer::end() {
  {
    std::lock_guard lock{mutex_};
    beginning_ = false;
  }
  changed_.notify_all();
}

// -- for all threads -------------------------------------------------------------

std::shared_ptr<const plan> side_writer::owned() {
  std::lock_guard lock{mutex_};
  return plan_;
}

std::shared_ptr<const plan> side_writer::wait_until_owned() {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, begin_patience, [this] { return !beginning_; });
  return plan_;
}

template <class Work>
auto side_writer::write(Work work) {
  connection db{path_};
  db.patience(what_.lock_wait);
  configure(db, true);
  // This thread is not the one that the host can wake up.
  auto pause = [](std::chrono::milliseconds duration) {
    std::this_thread::sleep_for(duration);
    return true;
  };
  return take_turns(db, what_.lock_wait, pause, [&] { return work(db); });
}

// A copy of the database has the same checkpoint with the same owner in it.
void side_writer::check_place() const {
  if (place_of(path_) != place_)
    throw failure{ec::fenced, leftovers::foreign,
                  fmt::format("{} was moved, removed or replaced during the "
                              "change",
                              what_.database)};
}

std::optional<stored_run> side_writer::row_of(connection& db,
                                              const plan& what) {
  check_place();
  auto now = checkpoint_store::load(db, what.source.name);
  if (status::cut_over_granted(shown_.current()))
    return std::nullopt;
  if (!now || now->owner != owner_)
    throw fenced("another run has taken over this change");
  return now;
}

void side_writer::commit(transaction& guard) {
  shown_.commits_aside();
  guard.commit();
}

status::checkpoint side_writer::dump(status::attempt which) {
  auto what = owned();
  if (!what)
    throw not_ready();
  try {
    return write([&](connection& db) { return save(db, *what, which); });
  } catch (const sqlite_error& e) {
    check_place();
    cannot_save(e.what());
  }
}

status::checkpoint side_writer::save(connection& db, const plan& what,
                                     status::attempt which) {
  transaction guard{db};
  if (!owned()) // the change is being given up
    throw not_ready();
  auto now = row_of(db, what);
  if (!now)
    throw failure{ec::past_cut_over, leftovers::resumable,
                  "the cut-over needs no checkpoint any more"};
  if (!now->damage.empty())
    cannot_save(fmt::format("it is damaged: {}", now->damage));
  if (!now->copied && !now->copied_all)
    throw not_ready();
  if (!checkpoint_store::stamp(db, now->table, which.epoch, which.id))
    throw fenced("a newer attempt has written the checkpoint already");
  commit(guard);
  auto position
    = shown_position(what.key, now->copied.value_or(row{}), now->change);
  shown_.saved(position);
  return {position, 0};
}

// What the host says can be newer: what was stored and what was said before it
// was read are one by then.
void side_writer::steer(const status::steering& wanted) {
  auto what = wait_until_owned();
  if (status::cut_over_granted(shown_.current()))
    return;
  if (!what)
    throw not_stored("the change has not begun yet, or was given up");
  try {
    write([&](connection& db) {
      transaction guard{db};
      auto now = row_of(db, *what);
      if (!now)
        return; // it means nothing any more
      auto known = world_.wanted();
      checkpoint_store::steer(db, now->table,
                              known.version > wanted.version ? known : wanted);
      commit(guard);
    });
  } catch (const sqlite_error& e) {
    check_place();
    throw not_stored(e.what());
  }
}

} // namespace schema_change
