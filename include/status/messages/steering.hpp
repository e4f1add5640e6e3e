/// What operators want of a job, DESIGN §6: to pause it, and to hold its
/// cut-over.
#pragma once

#include <caf/timestamp.hpp>

#include <cstdint>
#include <string>

#include "status/messages/types.hpp"
#include "status/shim.hpp"

namespace status {

/// What an operator can say.
enum class steering_word : uint8_t {
  pause,   // do no work that costs anybody anything
  resume,  // takes back `pause`
  hold,    // do everything but the cut-over
  release, // takes back `hold`
};

STATUS_ENUM(steering_word, steering_word::release)

std::string to_string(steering_word x);

/// A word, who says it, and why.
struct steering_order {
  steering_word word = steering_word::pause;
  std::string by;
  std::string reason;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, steering_order& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("word", x.word), g.field("by", x.by),
                            g.field("reason", x.reason));
}

/// The last word on one matter.
struct standing_word {
  bool in_force = false;
  std::string by;
  std::string reason;
  caf::timestamp since{}; // wall clock; 0 means that nothing was ever said
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, standing_word& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("in_force", x.in_force),
                            g.field("by", x.by), g.field("reason", x.reason),
                            g.field("since", x.since));
}

/// Renders who said it and why, for people: `alice: backups are running`.
std::string to_text(const standing_word& x);

/// What is wanted of a job. Stored with its checkpoint, so that it survives a
/// restart.
struct steering {
  uint64_t version = 0; // goes up with every word; 0 means none
  standing_word paused;
  standing_word held;
};

template <class Inspector>
shim::inspect_result<Inspector> inspect(Inspector& f, steering& x) {
  auto&& g = shim::inspector(f);
  return g.object(x).fields(g.field("version", x.version),
                            g.field("paused", x.paused),
                            g.field("held", x.held));
}

/// Returns what is wanted after one more word.
steering apply(steering before, const steering_order& word, caf::timestamp now);

/// Returns what is wanted after a restart: what was stored, and on top of it
/// what was said since.
steering merge(const steering& stored, const steering& said);

} // namespace status
