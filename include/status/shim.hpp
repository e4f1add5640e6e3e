/// What CAF's generations have in common: everything else is written in the
/// style of CAF 1.x. shim/caf_1.hpp is thin aliases, shim/caf_0_17.hpp
/// back-ports the style. The day 0.17 is no longer needed, its files go and
/// nothing else changes.
#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/config.hpp>
#include <caf/error.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/exit_reason.hpp>
#include <caf/result.hpp>
#include <caf/sec.hpp>
#include <caf/send.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#if CAF_MAJOR_VERSION >= 1 // never CAF_VERSION: 1706 on 0.17.6, octal on 1.x
#  include "status/shim/caf_1.hpp"
#else
#  include "status/shim/caf_0_17.hpp"
#endif
