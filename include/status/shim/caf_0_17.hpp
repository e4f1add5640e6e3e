/// The shim for CAF 0.17.6: back-ports the style of CAF 1.x. Included by
/// shim.hpp only.
#pragma once

#include "status/shim/caf_0_17_ask.hpp"
#include "status/shim/caf_0_17_frugal.hpp"
#include "status/shim/caf_0_17_inspect.hpp"
#include "status/shim/caf_0_17_mail.hpp"
#include "status/shim/caf_0_17_spawn.hpp"
#include "status/shim/caf_0_17_sweep.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/atom.hpp>
#include <caf/error.hpp>
#include <caf/exit_reason.hpp>
#include <caf/result.hpp>
#include <caf/sec.hpp>
#include <caf/typed_actor.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

/// Makes the enum `type` usable as an error code; at global scope.
#define STATUS_ERROR_ENUM(type, category) CAF_ERROR_CODE_ENUM(type, category)

namespace status::shim {

// -- typed_actor<result<Out...>(In...), ...> ----------------------------------

template <class Signature>
struct replies_to;

template <class... Out, class... In>
struct replies_to<caf::result<Out...>(In...)> {
  using type =
    typename caf::replies_to<std::decay_t<In>...>::template with<Out...>;
};

template <class... Sigs>
using typed_actor = caf::typed_actor<typename replies_to<Sigs>::type...>;

template <class Handle, class... Sigs>
using extend =
  typename Handle::template extend<typename replies_to<Sigs>::type...>;

// -- errors and configuration -------------------------------------------------

/// Renders an error of CAF's own categories.
inline std::string render(const caf::error& err) {
  if (!err)
    return "none";
  std::string text;
  // Not of the codes 0: they make an empty error, which has no category.
  if (err.category() == make_error(caf::sec::runtime_error).category())
    text = to_string(static_cast<caf::sec>(err.code()));
  else if (err.category() == make_error(caf::exit_reason::kill).category())
    text = to_string(static_cast<caf::exit_reason>(err.code()));
  else
    text
      = caf::to_string(err.category()) + " error " + std::to_string(err.code());
  if (!err.context().empty())
    text += caf::to_string(err.context());
  return text;
}

template <class... Blocks>
class config : public caf::actor_system_config {
public:
  config() {
    (add_message_types<Blocks>(), ...);
  }

  template <class T>
  void set_option(const std::string& key, T&& value) {
    set(key, std::forward<T>(value));
  }

  /// Has a few threads share one queue of actors. Costs nothing while idle,
  /// other than CAF's default.
  void share_work(size_t threads) {
    set_option("scheduler.policy", caf::atom("sharing"));
    set_option("scheduler.max-threads", threads);
  }
};

} // namespace status::shim
