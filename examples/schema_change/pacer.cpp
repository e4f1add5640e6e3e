#include "schema_change/pacer.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "schema_change/sqlite.hpp"

namespace schema_change {

namespace {

using namespace std::chrono_literals;

// A waiting writer sleeps between its tries, with the usual busy timeout up to
// 25 ms in the first 100 ms and 100 ms from then on.
constexpr auto usual_nap = 25ms;
constexpr auto longest_nap = 100ms;

constexpr auto long_gap_every = 1s;
constexpr auto remember_writers = 5s;
constexpr auto look_again = 200ms;

} // namespace

void stopwatch::worked() {
  worked_ = clock::now();
}

std::chrono::nanoseconds stopwatch::effort() const {
  return effort_of(worked_ - begin_, elapsed());
}

std::chrono::nanoseconds stopwatch::elapsed() const {
  return clock::now() - begin_;
}

std::chrono::nanoseconds effort_of(std::chrono::nanoseconds work,
                                   std::chrono::nanoseconds all) {
  return std::min(std::max(work, all / 2), 4 * work);
}

void chunk_size::took(uint64_t rows, std::chrono::nanoseconds time) {
  if (rows == 0)
    return;
  auto ratio = static_cast<double>(target_.count())
               / static_cast<double>(std::max<int64_t>(time.count(), 1000));
  auto fitting = static_cast<double>(rows) * ratio;
  auto bounded = std::clamp(fitting, static_cast<double>(rows_) / 4,
                            static_cast<double>(rows_) * 1.5);
  // A short chunk at the end of a table says nothing about a long one.
  if (rows >= rows_ || ratio < 1)
    rows_ = std::clamp<uint64_t>(static_cast<uint64_t>(bounded), 10, most_);
}

uint64_t pacer::most_rows() const {
  auto limit = what_.max_rows_per_second;
  return limit == 0 ? UINT64_MAX : std::max<uint64_t>(limit / 4, 1);
}

void pacer::between(connection& db, uint64_t rows,
                    std::chrono::nanoseconds took) {
  give_way(db, took);
  keep_rate(rows, took);
  wait_while_paused();
}

// SQLite's locks are not fair: a writer that waits only asks now and then. As
// long as others write, the gap is as long as their usual nap. While nobody
// seems to, a long gap now and then lets a first one in. A checkpoint of this
// run is written on another connection, too, but waits for nobody's turn.
void pacer::give_way(connection& db, std::chrono::nanoseconds took) {
  auto now = clock::now();
  auto version = db.integer("PRAGMA main.data_version");
  // Read after the version: a commit that is seen is counted by then.
  if (auto aside = shown_.aside(); aside != aside_) {
    aside_ = aside;
    ours_ = true;
  }
  if (data_version_ >= 0 && version != data_version_
      && !std::exchange(ours_, false))
    writers_until_ = now + remember_writers;
  data_version_ = version;
  std::chrono::nanoseconds gap = took / 50;
  if (now < writers_until_)
    gap = std::max<std::chrono::nanoseconds>(took / 2, usual_nap);
  if (now >= next_long_gap_) {
    gap = std::max<std::chrono::nanoseconds>(gap, longest_nap);
    next_long_gap_ = now + long_gap_every;
  }
  world_.pause(std::clamp<std::chrono::nanoseconds>(gap, 500us, longest_nap));
}

void pacer::keep_rate(uint64_t rows, std::chrono::nanoseconds took) {
  if (what_.max_rows_per_second == 0 || rows == 0)
    return;
  std::chrono::duration<double> due{
    static_cast<double>(rows) / static_cast<double>(what_.max_rows_per_second)};
  auto wanted = std::chrono::duration_cast<std::chrono::nanoseconds>(due);
  if (wanted <= took) {
    shown_.throttled({}, 0);
    return;
  }
  shown_.throttled(
    fmt::format("at most {} rows per second", what_.max_rows_per_second), 1000);
  world_.pause(wanted - took);
}

void pacer::wait_while_paused() {
  std::string noted;
  for (auto why = why_paused(); !why.empty() && !world_.cancelled();
       why = why_paused()) {
    if (why != noted)
      world_.note(level::info, why, {});
    noted = why;
    shown_.throttled(why, 1000);
    world_.pause(look_again);
  }
  if (!noted.empty())
    shown_.throttled({}, 0);
}

// Past the cut-over no word is taken any more, so none could end a pause.
std::string pacer::why_paused() const {
  if (!status::cut_over_granted(shown_.current()))
    if (auto paused = world_.wanted().paused; paused.in_force)
      return "paused by " + to_text(paused);
  const auto& file = what_.pause_file;
  if (!file.empty() && ::access(file.c_str(), F_OK) == 0)
    return fmt::format("pause file {}", file);
  return {};
}

} // namespace schema_change
