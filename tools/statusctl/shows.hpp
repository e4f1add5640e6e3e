/// How a watch is shown: live on a terminal, as lines, as JSON Lines.
#pragma once

#include <chrono>
#include <memory>

#include "cli/console.hpp"
#include "statusctl/following.hpp"
#include "statusctl/options.hpp"

namespace statusctl {

class show {
public:
  virtual ~show() = default;

  /// Something has happened.
  virtual void on_event(const event& x, const moment& now) = 0;

  /// Called again and again, at least twice a second.
  virtual void update(const following& all, const moment& now) = 0;

  /// The task has ended; nothing comes after that.
  virtual void finish(const status::task_entry& x, const moment& now) = 0;

  /// The watch is left.
  virtual void leave() {}
};

/// Makes what `wanted` asks for; `to` must outlive it.
std::unique_ptr<show> make_show(const options& wanted, cli::console& to,
                                bool terminal);

} // namespace statusctl
