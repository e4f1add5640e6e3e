#include "status/messages/error.hpp"

#include <array>
#include <cstddef>
#include <utility>

namespace status {

namespace {

// A chain from the wire may be of any length.
constexpr int deepest = 16;

// The context of our errors is empty, (text) or (text, cause).
template <class T>
T context_element(const caf::error& err, size_t index) {
  const auto& xs = err.context();
  if (xs.size() > index && xs.match_element<T>(index))
    return xs.get_as<T>(index);
  return {};
}

} // namespace

std::string to_string(ec x) {
  static constexpr std::array<const char*, 19> texts{
    "none",
    "statement differs from the checkpoint's",
    "change position is gone",
    "could not write checkpoint",
    "watermark not ready",
    "checkpoint too old",
    "another run works on the table",
    "cancelled",
    "expired",
    "fenced off by a newer run",
    "illegal transition",
    "past the cut-over",
    "ownership is ambiguous",
    "bad argument",
    "task ended",
    "state holder ended",
    "unavailable",
    "the cut-over is on hold",
    "other version of the protocol",
  };
  auto index = static_cast<size_t>(x);
  return index < texts.size() ? texts[index] : "unknown error";
}

caf::error make_error(ec code, std::string text) {
  if (text.empty())
    return caf::make_error(code);
  return caf::make_error(code, std::move(text));
}

caf::error wrap(ec code, std::string text, const caf::error& cause) {
  return caf::make_error(code, std::move(text), cause);
}

caf::error cause_of(const caf::error& err) {
  if (code_of(err) == ec::none)
    return {};
  return context_element<caf::error>(err, 1);
}

bool has_code(const caf::error& err, ec code) {
  auto x = err;
  for (int depth = 0; x && depth < deepest; ++depth) {
    if (code_of(x) == code)
      return true;
    x = cause_of(x);
  }
  return false;
}

ec code_of(const caf::error& err) {
  if (!err || err.category() != caf::make_error(ec::cancelled).category())
    return ec::none;
  return static_cast<ec>(err.code());
}

std::string to_text(const caf::error& err) {
  if (!err)
    return "none";
  std::string result;
  auto x = err;
  for (int depth = 0; x && depth < deepest; ++depth) {
    if (!result.empty())
      result += ": ";
    auto code = code_of(x);
    if (code == ec::none)
      return result + shim::render(x);
    result += to_string(code);
    if (auto text = context_element<std::string>(x, 0); !text.empty())
      result += ": " + text;
    x = cause_of(x);
  }
  return result;
}

} // namespace status
