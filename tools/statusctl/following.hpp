/// What a watch has been told, and what of it is news. Pure.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "status/messages/desk.hpp"
#include "status/net/link.hpp"
#include "statusctl/sight.hpp"

namespace statusctl {

/// Now, by a clock that only goes forward and by the wall's.
struct moment {
  std::chrono::nanoseconds steady{};
  caf::timestamp wall{};
};

/// Estimates a rate from how many rows are copied when.
class rate_meter {
public:
  void add(const status::progress& x, uint64_t epoch);

  /// Over the last half minute; nothing while it is unknown.
  std::optional<uint64_t> rows_per_second() const;

  /// From one sample to the next, oldest first.
  std::vector<uint64_t> last() const;

private:
  struct sample {
    caf::timestamp taken{};
    uint64_t rows = 0;
  };

  std::deque<sample> samples_;
  std::pair<uint64_t, uint32_t> start_{0, 0}; // epoch and run
};

enum class event_kind : uint8_t {
  transition, // see `step`
  gap,        // some transitions are lost for good
  lost,       // the desk cannot reach the task's node any more
  found,      // it can again
  wait,       // what holds it back is another thing, or nothing, now
  ended,
  forgotten,
  link, // our own connection
};

/// Something worth a line of its own.
struct event {
  event_kind what = event_kind::transition;
  sight of;                // not of `link`
  status::transition step; // only of `transition`
  status::net::link_status line;
};

/// All tasks that a watch has been told of.
class following {
public:
  /// @param only a task's name, if the others are of no interest.
  explicit following(std::string only = {});

  /// Takes what an observer was told; returns what is news in it.
  std::vector<event> take(const status::task_updates& x, const moment& now);
  std::vector<event> take(const status::net::link_status& x, const moment& now);

  /// Sees all of them, in the order of their names.
  std::vector<sight> all(const moment& now) const;

  /// Sees one of them, if it is known.
  std::optional<sight> one(const std::string& task, const moment& now) const;

  const status::net::link_status& line() const {
    return line_;
  }

private:
  struct record {
    status::task_entry entry;
    std::chrono::nanoseconds received{};
    rate_meter rate;
  };

  sight look(const record& x, const moment& now) const;

  std::string only_;
  std::map<std::string, record> records_;
  status::net::link_status line_;
  std::chrono::nanoseconds line_since_{};
};

} // namespace statusctl
