// A watch whose loops can be reached; its holder is a spy before the real one.
#pragma once

#include "fixture.hpp"

#include <string>

namespace status::test {

class watched : public fixture {
public:
  /// Like `start_watch`, with the spy in the place of the holder.
  void start_spied_watch(watch_options options = {});

  /// Another name of a holder, which speaks for itself.
  state_holder_actor spawn_spy(const state_holder_actor& behind);

  /// One of several watches on the same task and holder.
  watcher_actor start_another_watch(watch_options options = {});

  /// The living status logger or checkpoint dumper of the spied watch.
  caf::actor loop(const std::string& name) const {
    return last_of(name);
  }

  void crash(const std::string& name) {
    end(loop(name));
  }

  /// The ids of all attempts, in order.
  std::vector<uint64_t> ids() const;

  state_holder_actor spy;
};

constexpr const char* logger_name = "status.status_logger";
constexpr const char* dumper_name = "status.checkpoint_dumper";

} // namespace status::test
