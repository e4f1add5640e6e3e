// A dump and what becomes of it, against the cut-over and a stop: at most one
// cancel, none after the cut-over or after stop, and stop always answers.
#include <cstring>

#include "explore/job.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

enum class dump_result { ok, not_ready, error, cancelled, never };

caf::expected<checkpoint> answer_of(dump_result x) {
  switch (x) {
    case dump_result::not_ready:
      return make_error(ec::watermark_not_ready, "nothing yet");
    case dump_result::error:
      return make_error(ec::unavailable, "disk full");
    case dump_result::cancelled:
      return make_error(ec::cancelled, "the job ends");
    default:
      return checkpoint{"pos:1", 7};
  }
}

struct dump_setting {
  dump_result result = dump_result::ok;
  bool cut_over = false;
  bool stop = false;
  bool final_checkpoint = false;
  bool save = false;       // somebody wants a checkpoint now
  bool stop_first = false; // the answer is sent when stop has been
};

class dump_meets_ends : public scenario {
public:
  dump_meets_ends(world& in, const dump_setting& with)
    : with_(with),
      job_(in, watched_job::quiet()),
      save_(in.make_asker<attempt_record>()) {
    in.pass(49s);
    auto answer
      = job_.answer_dump("the dump is answered", answer_of(with.result));
    auto stop = job_.ask_stop({with.final_checkpoint, 3s});
    if (with.stop_first)
      in.sender({stop, answer});
    else if (with.result != dump_result::never)
      in.sender({answer, answer});
    if (with.cut_over)
      in.sender({job_.ask_cut_over()});
    if (with.stop && !with.stop_first)
      in.sender({stop});
    if (with.save)
      in.sender({{"somebody saves",
                  [this] { save_.ask(job_.watcher, atom::save_v); },
                  {}}});
    // One tick, what follows from it, and the holder's patience.
    in.explore_for(20s);
  }

  std::string broken() const override {
    for (const auto& x : job_.script->cancels) {
      // DESIGN 5.5: a dump that stops the watch and then fails.
      if (with_.stop_first && has_code(x, ec::unavailable))
        return "a dump that failed after stop cancelled the job";
      auto text = status::to_text(x);
      auto at = text.find(within);
      if (at != std::string::npos
          && std::stod(text.substr(at + std::strlen(within))) < 5)
        return "a dump expired before its time";
    }
    return job_.broken();
  }

  std::string broken_at_end() const override {
    if (auto what = job_.unanswered(); !what.empty())
      return what;
    if (with_.save && !save_.answer())
      return "nobody answered who wanted a checkpoint";
    auto fatal = with_.result == dump_result::error
                 || with_.result == dump_result::never;
    if (fatal && !with_.cut_over && !with_.stop
        && job_.script->cancels.size() != 1)
      return "a checkpoint could not be written, and the job went on";
    if (job_.script->cancels.empty() != (job_.current() != state::err_cleanup))
      return "the holder's state and the cancel disagree";
    return {};
  }

  std::string end_state() const override {
    return job_.end_state();
  }

private:
  static constexpr const char* within = "no answer within ";

  dump_setting with_;
  watched_job job_;
  asker<attempt_record> save_;
};

} // namespace

void add_dump_results(variants& all) {
  const std::pair<const char*, dump_result> results[] = {
    {"ok", dump_result::ok},       {"not-ready", dump_result::not_ready},
    {"error", dump_result::error}, {"cancelled", dump_result::cancelled},
    {"never", dump_result::never},
  };
  const std::pair<const char*, dump_setting> ends[] = {
    {"alone", {}},
    {"cut-over", {dump_result::ok, true, false, false}},
    {"stop", {dump_result::ok, false, true, false}},
    {"final-stop", {dump_result::ok, false, true, true}},
    {"cut-over-stop", {dump_result::ok, true, true, false}},
    {"cut-over-final-stop", {dump_result::ok, true, true, true}},
    {"save", {dump_result::ok, false, false, false, true}},
    {"stop-first", {dump_result::ok, false, true, false, false, true}},
  };
  for (const auto& [name, result] : results)
    for (const auto& [end, with] : ends) {
      auto mine = with;
      mine.result = result;
      if (mine.stop_first && result == dump_result::never)
        continue; // there is no answer
      all.emplace_back(
        variant{std::string{"dump/"} + name + "/" + end, [mine](world& in) {
                  return std::make_unique<dump_meets_ends>(in, mine);
                }});
    }
}

} // namespace status::explore
