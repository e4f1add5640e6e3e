// Messages from a peer: whatever the bytes are, they are refused, or are a
// message that can be shown and that travels on unchanged. The first byte says
// which message it is.
#include <caf/actor_system.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <caf/message.hpp>

#include <array>

#include "fuzz/target.hpp"
#include "same_members.hpp"
#include "status/messages/metrics.hpp"
#include "status/messages/report.hpp"
#include "status/messages/run.hpp"
#include "status/system.hpp"

namespace {

using bytes = std::vector<char>;

caf::actor_system& sys() {
  // Never destroyed: its threads do not survive the end of other statics.
  static auto& wanted = *new status::config<>;
  static auto& result = *new caf::actor_system{wanted};
  return result;
}

template <class T>
bool load(const bytes& from, T& x) {
  caf::binary_deserializer source{sys(), from};
  return !source(x);
}

template <class T>
bytes saved(const T& x) {
  bytes result;
  caf::binary_serializer sink{sys(), result};
  fuzz::must(!sink(x), "what was read can be sent on");
  return result;
}

// -- what is done with messages from others --------------------------------------

void use(const caf::error& x) {
  status::to_text(x);
  status::may_restart(x);
}

void use(const status::attempt_record& x) {
  to_string(x.result);
  status::age_of(x.ended, caf::timestamp{});
  use(x.cause);
}

void use(const status::attempt_history& x) {
  auto copy = x;
  for (const auto& y : x.attempts) {
    use(y);
    add(copy, y);
  }
}

void use(const status::transition& x) {
  to_string(x.to);
  status::outcome_of(x);
  use(x.cause);
}

void use(const status::steering_order& x) {
  to_string(x.word);
  apply({}, x, caf::timestamp{});
}

void use(const status::steering& x) {
  to_text(x.paused);
  merge(x, merge({}, x));
}

void use(const status::snapshot& x) {
  use(x.wanted);
  total_time(x);
  status::migration_report("status", x, {}).str();
  use(x.last_saved);
  use(x.first_cause);
}

void use(const status::progress& x) {
  status::migration_report("status", {}, x, x.summary).str();
}

void use(const status::catch_up& x) {
  use(x.now);
  for (const auto& y : x.missed)
    use(y);
}

void use(const status::watch_result& x) {
  to_string(x.end);
  use(x.cause);
  use(x.last);
}

void use(const status::run_result& x) {
  to_string(x.outcome);
  use(x.cause);
  use(x.last);
}

void use(const status::task_entry& x) {
  status::matches({"a", true}, x);
  use(x.now);
  use(x.how_far);
  use(x.cause);
}

void use(const status::task_list& x) {
  if (check(x))
    return;
  for (const auto& y : x.tasks)
    use(y);
}

void use(const status::task_updates& x) {
  if (check(x))
    return;
  for (const auto& y : x.updates) {
    use(y.entry);
    for (const auto& z : y.missed)
      use(z);
    // What passes has no need to be made fit.
    auto now = y.entry.now;
    auto how_far = y.entry.how_far;
    make_fit(now);
    make_fit(how_far);
    fuzz::must(status::test::same(now, y.entry.now)
                 && status::test::same(how_far, y.entry.how_far),
               "what passes is fit");
  }
}

void use(const status::follow_order& x) {
  check(x);
}

void use(const status::desk_info& x) {
  check(x);
}

template <class T>
void use(const T&) {
  // Nothing is done with it but to look at its members.
}

// -- one message -----------------------------------------------------------------

template <class T>
void try_one(const bytes& from) {
  T x;
  if (!load(from, x))
    return;
  use(x);
  auto again = saved(x);
  T copy;
  fuzz::must(load(again, copy), "what was sent on is read");
  fuzz::must(saved(copy) == again, "the bytes stay the same");
  if constexpr (!std::is_same_v<T, caf::message>)
    fuzz::must(status::test::same(copy, x), "the message stays the same");
}

constexpr std::array readers{
  try_one<status::attempt>,
  try_one<status::checkpoint>,
  try_one<status::attempt_record>,
  try_one<status::attempt_history>,
  try_one<status::table_progress>,
  try_one<status::eta>,
  try_one<status::throttle>,
  try_one<status::progress>,
  try_one<status::stream_position>,
  try_one<status::transition>,
  try_one<status::snapshot>,
  try_one<status::catch_up>,
  try_one<status::verdict>,
  try_one<status::watch_result>,
  try_one<status::stop_order>,
  try_one<status::run_result>,
  try_one<caf::error>,
  try_one<caf::message>,
  try_one<status::steering_order>,
  try_one<status::standing_word>,
  try_one<status::steering>,
  try_one<status::task_updates>,
  try_one<status::task_list>,
  try_one<status::follow_order>,
  try_one<status::desk_info>,
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  // CAF allocates what an array of bytes claims to hold, up to 4 GiB.
  if (size == 0
      || fuzz::text_of(bytes, size).find("@charbuf") != std::string_view::npos)
    return 0;
  readers[bytes[0] % readers.size()]({bytes + 1, bytes + size});
  return 0;
}
