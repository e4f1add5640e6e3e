/// What the options and the terminal make of stdout and stderr.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "schema_change/display.hpp"

namespace schema_change {

class outputs {
public:
  explicit outputs(const options& wanted);

  /// Where the component and the engine write their records.
  const status::log_sink_ptr& log() const {
    return log_;
  }

  const std::vector<display_ptr>& displays() const {
    return displays_;
  }

  /// Says something to the person who is watching.
  void say(std::string_view text);

  /// Ends all displays and says the last words. Returns the exit code: that of
  /// the outcome, unless what stdout is for got lost.
  exit_code finish(const outcome& x);

private:
  options wanted_;
  std::shared_ptr<cli::console> out_;
  std::shared_ptr<cli::console> err_;
  bool err_is_json_ = false;
  status::log_sink_ptr log_;
  std::vector<display_ptr> displays_;
};

} // namespace schema_change
