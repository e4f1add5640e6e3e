// A dump and what becomes of it, against the cut-over and a stop: at most one
// cancel, none after the cut-over or after stop, and stop always answers.
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

struct setting {
  dump_result result = dump_result::ok;
  bool cut_over = false;
  bool stop = false;
  bool final_checkpoint = false;
};

class dump_meets_ends : public scenario {
public:
  dump_meets_ends(world& in, const setting& with)
    : with_(with), job_(in, watched_job::quiet()) {
    in.pass(49s);
    if (with.result != dump_result::never) {
      auto answer
        = job_.answer_dump("the dump is answered", answer_of(with.result));
      in.sender({answer, answer});
    }
    if (with.cut_over)
      in.sender({job_.ask_cut_over()});
    if (with.stop)
      in.sender({job_.ask_stop({with.final_checkpoint, 3s})});
    in.explore_for(
      20s); // one tick, what follows from it, the holder's patience
  }

  std::string broken() const override {
    return job_.broken();
  }

  std::string broken_at_end() const override {
    if (auto what = job_.unanswered(); !what.empty())
      return what;
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
  setting with_;
  watched_job job_;
};

} // namespace

void add_dump_results(variants& all) {
  const std::pair<const char*, dump_result> results[] = {
    {"ok", dump_result::ok},       {"not-ready", dump_result::not_ready},
    {"error", dump_result::error}, {"cancelled", dump_result::cancelled},
    {"never", dump_result::never},
  };
  const std::pair<const char*, setting> ends[] = {
    {"alone", {}},
    {"cut-over", {dump_result::ok, true, false, false}},
    {"stop", {dump_result::ok, false, true, false}},
    {"final-stop", {dump_result::ok, false, true, true}},
    {"cut-over-stop", {dump_result::ok, true, true, false}},
    {"cut-over-final-stop", {dump_result::ok, true, true, true}},
  };
  for (const auto& [name, result] : results)
    for (const auto& [end, with] : ends) {
      auto mine = with;
      mine.result = result;
      all.emplace_back(
        variant{std::string{"dump/"} + name + "/" + end, [mine](world& in) {
                  return std::make_unique<dump_meets_ends>(in, mine);
                }});
    }
}

} // namespace status::explore
