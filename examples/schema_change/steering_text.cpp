#include "schema_change/steering_text.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace schema_change {

namespace {

using seconds = std::chrono::seconds;

std::string encode_word(connection& db, const status::standing_word& x) {
  auto since = std::chrono::floor<seconds>(x.since.time_since_epoch()).count();
  return db.text(
    "SELECT json_object('in_force', json(iif(?, 'true', 'false')), 'by', ?, "
    "'reason', ?, 'since', strftime('%Y-%m-%dT%H:%M:%SZ', ?, 'unixepoch'))",
    {int64_t{x.in_force ? 1 : 0}, x.by, x.reason, int64_t{since}});
}

std::optional<status::standing_word> decode_word(connection& db,
                                                 const std::string& text,
                                                 const char* path) {
  auto x = db.prepare(
    "SELECT json_type(word, '$.in_force'), json_type(word, '$.by') = 'text' "
    "AND "
    "json_type(word, '$.reason') = 'text' AND unixepoch(json_extract(word, "
    "'$.since')) IS NOT NULL, json_extract(word, '$.by'), json_extract(word, "
    "'$.reason'), unixepoch(json_extract(word, '$.since')) FROM (SELECT "
    "json_extract(?, ?) AS word)");
  x.bind({text, path}).step();
  auto in_force = x.text(0);
  if ((in_force != "true" && in_force != "false") || x.integer(1) != 1)
    return std::nullopt;
  constexpr auto latest
    = std::chrono::floor<seconds>(caf::timestamp::max().time_since_epoch());
  auto since
    = std::clamp<int64_t>(x.integer(4), -latest.count(), latest.count());
  return status::standing_word{in_force == "true", x.text(2), x.text(3),
                               caf::timestamp{seconds{since}}};
}

} // namespace

std::string encode(connection& db, const status::steering& x) {
  if (x.version == 0)
    return {};
  constexpr uint64_t most = std::numeric_limits<int64_t>::max();
  return db.text(
    "SELECT json_object('version', ?, 'paused', json(?), 'held', json(?))",
    {static_cast<int64_t>(std::min(x.version, most)), encode_word(db, x.paused),
     encode_word(db, x.held)});
}

std::optional<status::steering> decode_steering(connection& db,
                                                const std::string& text) {
  if (text.empty())
    return status::steering{};
  // Asked alone: the other functions fail on what is no JSON.
  if (db.integer("SELECT json_valid(?)", {text}) != 1)
    return std::nullopt;
  if (!db.any("SELECT 1 WHERE json_type(?1, '$.version') = 'integer' AND "
              "json_type(?1, '$.paused') = 'object' AND "
              "json_type(?1, '$.held') = 'object'",
              {text}))
    return std::nullopt;
  auto version = db.integer("SELECT json_extract(?, '$.version')", {text});
  auto paused = decode_word(db, text, "$.paused");
  auto held = decode_word(db, text, "$.held");
  if (version <= 0 || !paused || !held)
    return std::nullopt;
  return status::steering{static_cast<uint64_t>(version), *paused, *held};
}

} // namespace schema_change
