// Tasks as desks tell of them.
#pragma once

#include "../precompiled.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "status/messages/desk.hpp"
#include "statusctl/sight.hpp"

namespace statusctl::test {

using namespace std::chrono_literals;
using status::ec;
using status::presence;
using status::state;

constexpr auto noon = 1795345200s; // 2026-11-22T11:00:00Z

inline caf::timestamp at(std::chrono::nanoseconds x) {
  return caf::timestamp{x};
}

inline status::attempt_record failed_attempt(status::attempt which,
                                             caf::timestamp ended,
                                             caf::timespan took,
                                             caf::error cause) {
  status::attempt_record x;
  x.which = which;
  x.result = status::attempt_result::failed;
  x.ended = ended;
  x.duration = took;
  x.cause = std::move(cause);
  return x;
}

/// Copies at 37.41 %, and has saved a checkpoint.
inline status::task_entry copying() {
  status::task_entry x;
  x.task = "add_email";
  x.node = "db1:4242";
  x.last_seen = at(noon);
  x.now.at = {7, 1};
  x.now.current = state::copy_rows;
  x.now.times[static_cast<size_t>(state::initial)] = 2s;
  x.now.times[static_cast<size_t>(state::copy_rows)] = 70s;
  x.now.last_saved.which = {7, 3};
  x.now.last_saved.ended = at(noon - 20s);
  x.now.last_saved.saved.position = "id=48211";
  x.now.saved_ago = 20s;
  x.how_far.current = state::copy_rows;
  x.how_far.summary = "37.41% copyRows";
  x.how_far.tables.push_back({"users", 153321, 409822, false});
  x.how_far.remaining = {status::eta_kind::ready, 279s};
  x.how_far.taken = at(noon);
  return x;
}

inline status::task_entry ended(status::run_outcome how, caf::error why = {}) {
  auto x = copying();
  x.seen = presence::ended;
  x.outcome = how;
  x.cause = std::move(why);
  x.now.current
    = how == status::run_outcome::succeeded ? state::close : state::err_cleanup;
  return x;
}

inline status::task_entry unreachable() {
  auto x = copying();
  x.seen = presence::unreachable;
  return x;
}

/// Text with which a peer would steer the terminal.
inline std::string hostile() {
  return "\x1b[2J\x07\xc2\x9b"
         "31m\xe2\x80\xae\n";
}

/// A task all of whose texts are hostile.
inline status::task_entry hostile_task() {
  auto x = copying();
  x.task = x.node = hostile();
  x.cause = make_error(ec::fenced, hostile());
  x.now.first_cause = x.cause;
  x.now.last_saved.saved.position = hostile();
  x.now.wanted.paused = {true, hostile(), hostile(), at(noon)};
  x.now.wanted.held = x.now.wanted.paused;
  x.how_far.summary = hostile();
  x.how_far.throttling = {true, hostile(), 0};
  x.how_far.tables = {{hostile(), 1, 2, false}, {hostile(), 2, 2, true}};
  return x;
}

inline bool contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos)
    return true;
  CAF_MESSAGE("not in: " << text);
  return false;
}

/// Whether a text of lines does nothing to a terminal but show them.
inline bool harmless(const std::string& text) {
  for (auto part : {"\x1b", "\x07", "\xc2\x9b", "\xe2\x80\xae"})
    if (text.find(part) != std::string::npos)
      return false;
  return true;
}

} // namespace statusctl::test
