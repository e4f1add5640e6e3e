#include <algorithm>
#include <utility>

#include "messages/text.hpp"
#include "status/messages/desk.hpp"

namespace status {

namespace {

void clear(caf::error& x) {
  x = to_shown(x);
}

void clear(std::string& x, size_t longest = longest_text) {
  x = to_shown(std::move(x), longest);
}

template <class... Ts>
void not_negative(Ts&... xs) {
  ((xs = std::max(xs, Ts{})), ...);
}

void make_fit(standing_word& x) {
  not_negative(x.since);
  clear(x.by);
  clear(x.reason);
}

} // namespace

void make_fit(transition& x) {
  not_negative(x.when, x.spent);
  clear(x.cause);
}

void make_fit(attempt_record& x) {
  not_negative(x.ended, x.duration);
  clear(x.saved.position);
  clear(x.cause);
}

void make_fit(attempt_history& x) {
  for (auto& attempt : x.attempts)
    make_fit(attempt);
}

void make_fit(steering& x) {
  make_fit(x.paused);
  make_fit(x.held);
}

void make_fit(verdict& x) {
  clear(x.cause);
}

void make_fit(snapshot& x) {
  not_negative(x.since, x.saved_ago, x.closed);
  for (auto& time : x.times)
    not_negative(time);
  make_fit(x.last_saved);
  make_fit(x.wanted);
  clear(x.first_cause);
}

void make_fit(progress& x) {
  not_negative(x.remaining.left, x.taken);
  if (x.tables.size() > most_tables)
    x.tables.resize(most_tables);
  for (auto& table : x.tables)
    clear(table.table, longest_name);
  clear(x.summary);
  clear(x.throttling.reason);
}

} // namespace status
