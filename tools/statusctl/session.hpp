/// A connection to a desk, for those who may block.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>

#include <memory>
#include <string>
#include <utility>

#include "status/desks.hpp"
#include "status/net/config.hpp"
#include "statusctl/options.hpp"
#include "statusctl/trouble.hpp"

namespace statusctl {

/// Returns how long to wait for the answer to a command.
caf::timespan patience(const options& wanted);

class session {
public:
  /// Throws `trouble` if our certificates are of no use.
  explicit session(const options& wanted);

  caf::actor_system& system() {
    return *sys_;
  }

  /// Returns the desk. Throws `trouble` if it cannot be reached.
  status::desk_actor connect();

  /// Asks the desk and waits for its answer. Throws `trouble`, which begins
  /// with `what`.
  template <class T, class... Ts>
  T ask(const status::desk_actor& desk, const std::string& what, Ts... xs) {
    caf::scoped_actor self{*sys_};
    T result;
    caf::error why;
    status::shim::mail(self, std::move(xs)...)
      .request(desk, patience(wanted_))
      .receive([&result](T& x) { result = std::move(x); },
               [&why](caf::error& x) { why = std::move(x); });
    if (why)
      throw trouble_with(what, why);
    if (auto err = check(result))
      throw trouble{exit_code::failed, what + ": the answer makes no sense: "
                                         + status::to_text(err)};
    return result;
  }

  /// The same for what has no answer but that it is done.
  template <class... Ts>
  void tell(const status::desk_actor& desk, const std::string& what, Ts... xs) {
    caf::scoped_actor self{*sys_};
    caf::error why;
    status::shim::mail(self, std::move(xs)...)
      .request(desk, patience(wanted_))
      .receive([] {}, [&why](caf::error& x) { why = std::move(x); });
    if (why)
      throw trouble_with(what, why);
  }

  /// Returns what the desk knows of a task. Throws `trouble` that names those
  /// that may be meant if it knows none of that name.
  status::task_entry find(const status::desk_actor& desk,
                          const std::string& task);

private:
  const options& wanted_;
  status::net::config<> cfg_;
  std::unique_ptr<caf::actor_system> sys_;
};

} // namespace statusctl
