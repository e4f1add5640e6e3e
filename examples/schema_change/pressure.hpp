/// Whether the replay keeps up with the application, and how hard it has to
/// try.
#pragma once

#include <cstdint>

namespace schema_change {

/// Decides by how much longer than a chunk the transactions of the replay may
/// be: no longer as long as it gains on the application's writers, else ever
/// longer, up to a bound. While a transaction lasts writers wait, so what slows
/// them down is just what the replay needs. Pure.
class pressure {
public:
  /// A transaction may be so many times as long as a chunk at most.
  static constexpr uint64_t most = 16;

  /// To be told of each transaction of the replay.
  /// @param changes how many it replayed.
  /// @param waiting how many wait after it and the gap that follows it.
  /// @param chunk how many take as long as a chunk.
  void replayed(uint64_t changes, uint64_t waiting, uint64_t chunk);

  /// To be told when a transaction that needs the whole log found it too long.
  void missed();

  /// To be told when such a transaction found the log short enough.
  void met();

  /// How many times as long as a chunk a transaction may be now.
  uint64_t factor() const {
    return factor_;
  }

  /// Whether the application has been faster for long, at the highest pressure.
  bool hopeless() const;

  /// Begins to count anew for `hopeless`.
  void forgive() {
    lost_ = 0;
  }

private:
  void begin_window();

  void harder();

  uint64_t factor_ = 1;
  uint64_t lost_ = 0; // windows at the highest pressure
  uint64_t missed_ = 0;
  uint64_t transactions_ = 0; // of this window
  uint64_t done_ = 0;         // changes
  uint64_t waited_ = 0;       // before the window
};

} // namespace schema_change
