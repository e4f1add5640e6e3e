// JSON Lines out of names, texts and numbers of any kind: each is one line that
// a parser takes, and texts that are UTF-8 come back as they were. The first
// eight bytes are a number.
#include <cstring>
#include <nlohmann/json.hpp>

#include "fuzz/target.hpp"
#include "schema_change/json.hpp"

namespace schema_change {

namespace {

nlohmann::json parsed(const std::string& line) {
  fuzz::must(line.find('\n') == std::string::npos, "an object is one line");
  auto result = nlohmann::json::parse(line, nullptr, false);
  fuzz::must(result.is_object(), "a parser takes it");
  fuzz::must(result.contains("schema") && result.contains("time"),
             "it says what it is and of when");
  return result;
}

void check_text(const nlohmann::json& x, const std::string& wanted) {
  auto is_utf8 = true;
  try {
    nlohmann::json(wanted).dump();
  } catch (const nlohmann::json::exception&) {
    is_utf8 = false;
  }
  fuzz::must(x.is_string() || (x.is_null() && wanted.empty()),
             "a text is a text");
  fuzz::must(!is_utf8 || wanted.empty() || x == wanted, "it is the same text");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  int64_t number = 0;
  auto used = std::min(size, sizeof(number));
  if (used > 0)
    std::memcpy(&number, bytes, used);
  auto texts
    = fuzz::split(fuzz::text_of(bytes + used, size - used), "\n---\n", 4);
  texts.resize(5);
  caf::timestamp when{caf::timespan{number}};
  auto cause = make_error(status::ec::cancelled, texts[0]);

  status::attempt_record attempt;
  attempt.which = {1, static_cast<uint64_t>(number)};
  attempt.ended = when;
  attempt.duration = caf::timespan{number};
  attempt.saved.position = texts[1];
  attempt.cause = cause;
  check_text(parsed(json::checkpoint(attempt))["position"], texts[1]);
  parsed(json::transition({{1, 2},
                           status::state::initial,
                           status::state::err_cleanup,
                           when,
                           caf::timespan{number},
                           cause}));

  view x;
  x.database = texts[2];
  x.table = texts[3];
  x.holder.last_saved = attempt;
  x.holder.saved_ago = caf::timespan{number};
  x.holder.times.fill(caf::timespan{number});
  x.task.taken = when;
  x.task.tables = {{texts[0], static_cast<uint64_t>(number), 7, false}};
  x.task.remaining = {status::eta_kind::ready, caf::timespan{number}};
  x.task.throttling = {true, texts[4], 0};
  auto progress = parsed(json::progress(x));
  check_text(progress["table"], texts[3]);
  check_text(progress["throttle_reason"], texts[4]);

  auto log = parsed(json::log({status::log_level::info,
                               texts[0],
                               texts[1],
                               {{texts[2], texts[3]}, {texts[4], texts[0]}}},
                              when));
  check_text(log["text"], texts[1]);

  outcome end;
  end.run.outcome = status::run_outcome::failed;
  end.run.last = x.holder;
  end.job.cause
    = failure{status::ec::bad_argument, leftovers::untouched, texts[0]};
  end.job.numbers.old_table = texts[1];
  options wanted;
  wanted.change.database = texts[2];
  wanted.change.table = texts[3];
  check_text(parsed(json::result(end, wanted, when))["table"], texts[3]);
  return 0;
}

} // namespace schema_change
