#include "cli/json.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"

namespace cli::json {

namespace {

const char* name_of(status::eta_kind x) {
  switch (x) {
    case status::eta_kind::measuring:
      return "measuring";
    case status::eta_kind::ready:
      return "ready";
    case status::eta_kind::due:
      return "due";
    default:
      return "none";
  }
}

object word_or_null(const status::standing_word& x) {
  if (!x.in_force)
    return nullptr;
  return {{"by", text_or_null(x.by)},
          {"reason", text_or_null(x.reason)},
          {"since", utc(x.since)}};
}

} // namespace

object begin(const char* schema, caf::timestamp when) {
  return {{"schema", schema}, {"time", utc(when)}};
}

std::string text(const object& x) {
  return escaped(x.dump(-1, ' ', false, object::error_handler_t::replace));
}

std::string utc(caf::timestamp when) {
  // In milliseconds, since the earliest time has no whole second in range.
  auto since
    = std::chrono::floor<std::chrono::milliseconds>(when.time_since_epoch());
  auto whole = std::chrono::floor<std::chrono::seconds>(since);
  auto rest = since - whole;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(static_cast<std::time_t>(whole.count())),
                     rest.count());
}

double seconds(std::chrono::nanoseconds x) {
  // In whole milliseconds, so that it reads well.
  auto rounded = std::chrono::floor<std::chrono::milliseconds>(x);
  return static_cast<double>(rounded.count()) / 1000;
}

object count_or_null(uint64_t x) {
  return x == 0 ? object(nullptr) : object(x);
}

object text_or_null(const std::string& x) {
  return x.empty() ? object(nullptr) : object(x);
}

object error_or_null(const caf::error& x) {
  if (!x)
    return nullptr;
  return {{"code", to_string(status::code_of(x))},
          {"text", status::to_text(x)}};
}

void add_work(object& to, const status::progress& x) {
  to["eta"] = name_of(x.remaining.kind);
  to["eta_seconds"] = x.remaining.kind == status::eta_kind::ready
                        ? object(seconds(x.remaining.left))
                        : object(nullptr);
  to["throttled"] = x.throttling.throttled;
  to["throttle_reason"] = text_or_null(x.throttling.reason);
  to["rows_checked"]
    = x.rows_to_check == 0 ? object(nullptr) : object(x.rows_checked);
  to["rows_to_check"] = count_or_null(x.rows_to_check);
}

void add_wanted(object& to, const status::steering& x) {
  to["paused"] = word_or_null(x.paused);
  to["held"] = word_or_null(x.held);
}

object last_checkpoint(const status::snapshot& x) {
  const auto& saved = x.last_saved;
  if (saved.which.id == 0)
    return nullptr;
  return {{"time", utc(saved.ended)},
          {"age_seconds", seconds(x.saved_ago)},
          {"position", saved.saved.position}};
}

void add_transition(object& to, const status::transition& x) {
  to["epoch"] = x.at.epoch;
  to["sequence"] = x.at.sequence;
  to["from"] = to_string(x.from);
  to["to"] = to_string(x.to);
  to["spent_seconds"] = seconds(x.spent);
  to["cause"] = error_or_null(x.cause);
}

void add_attempt(object& to, const status::attempt_record& x) {
  auto ok = x.result == status::attempt_result::ok;
  to["epoch"] = x.which.epoch;
  to["attempt"] = x.which.id;
  to["result"] = to_string(x.result);
  to["position"] = ok ? text_or_null(x.saved.position) : object(nullptr);
  to["duration_seconds"] = seconds(x.duration);
  to["cause"] = error_or_null(x.cause);
}

} // namespace cli::json
