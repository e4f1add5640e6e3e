/// The shim for CAF 0.17.6: inspector(f).object(x).fields(f.field("name",
/// x.name),
/// ...), and enums that are checked when they come from the wire. Included by
/// shim.hpp only.
#pragma once

#include <caf/error.hpp>
#include <caf/meta/load_callback.hpp>
#include <caf/meta/type_name.hpp>
#include <caf/none.hpp>
#include <caf/sec.hpp>
#include <caf/type_id.hpp>

#include <type_traits>
#include <utility>

/// Makes the enum `type` with the values 0 to `last` a member of messages; in
/// the namespace of `type`. A value from the wire above `last` is refused.
#define STATUS_ENUM(type, last)                                                \
  constexpr type last_of(type) {                                               \
    return last;                                                               \
  }

namespace status::shim {

template <class Inspector>
using inspect_result = typename Inspector::result_type;

/// The wire form of an enum, which 0.17.6 would read unchecked.
template <class Enum>
struct enum_ref {
  Enum& x;
};

template <class Inspector, class Enum>
auto inspect(Inspector& f, enum_ref<Enum>& ref) {
  if constexpr (std::is_void_v<inspect_result<Inspector>>) { // to_string
    f(ref.x);
  } else {
    using integer = std::underlying_type_t<Enum>;
    auto value = static_cast<integer>(ref.x);
    return f(value, caf::meta::load_callback([&value, &ref]() -> caf::error {
               if (value < integer{0}
                   || value > static_cast<integer>(last_of(Enum{})))
                 return caf::make_error(caf::sec::invalid_argument);
               ref.x = static_cast<Enum>(value);
               return caf::none;
             }));
  }
}

template <class Inspector>
struct object_inspector {
  Inspector& f;
  const char* name;

  template <class... Ts>
  inspect_result<Inspector> fields(Ts&&... xs) {
    return f(caf::meta::type_name(name), std::forward<Ts>(xs)...);
  }
};

template <class Inspector>
struct modern_inspector {
  Inspector& f;

  template <class T>
  object_inspector<Inspector> object(T&) {
    return {f, caf::type_name<T>::value};
  }

  template <class T>
  decltype(auto) field(const char*, T& x) {
    if constexpr (std::is_enum_v<T>)
      return enum_ref<T>{x};
    else
      return (x);
  }
};

template <class Inspector>
modern_inspector<Inspector> inspector(Inspector& f) {
  return {f};
}

} // namespace status::shim
