// A checkpoint that cannot be written, the request for the cut-over and an
// operator's cancel: exactly one wins, the others are told who, and everybody
// agrees.
#include "explore/job.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

struct contest {
  bool checkpoint = false;
  bool cut_over = false;
  bool cancel = false;
};

class one_wins : public scenario {
public:
  one_wins(world& in, const contest& with)
    : with_(with), job_(in, watched_job::quiet()) {
    in.pass(49s);
    if (with.checkpoint)
      job_.script->dump = make_error(ec::unavailable, "disk full");
    if (with.cut_over)
      in.sender({job_.ask_cut_over()});
    if (with.cancel)
      in.sender({job_.ask_cancel()});
    in.explore_for(with.checkpoint ? 3s : 0s);
  }

  std::string broken() const override {
    if (auto what = job_.broken(); !what.empty())
      return what;
    return winners() > 1 ? "two have won" : "";
  }

  std::string broken_at_end() const override {
    if (auto what = job_.unanswered(); !what.empty())
      return what;
    if (winners() != 1)
      return "nobody has won";
    if (!job_.wait.answer())
      return "the watch does not end";
    auto end = job_.wait.value().end;
    if (job_.cut_over.granted())
      return after_cut_over(end);
    if (job_.current() != state::err_cleanup)
      return "the run has failed, and its state says otherwise";
    if (with_.cut_over && !has_code(job_.cut_over.error(), winner()))
      return "who was refused the cut-over was not told why";
    if (with_.cancel && job_.cancel.value().cause != job_.script->cancels[0])
      return "the operator was not told whose cause it is";
    if (end != (checkpoint_won() ? watch_end::failed : watch_end::cancelled))
      return "the watch ended otherwise: " + to_string(end);
    return {};
  }

  std::string end_state() const override {
    return job_.end_state();
  }

private:
  std::string after_cut_over(watch_end end) const {
    if (job_.current() != state::cut_over)
      return "the cut-over was granted, and the state says otherwise";
    if (with_.cancel && job_.cancel.refused() != ec::past_cut_over)
      return "the operator was not told of the cut-over";
    if (end != watch_end::past_gate)
      return "the watch ended otherwise: " + to_string(end);
    return {};
  }

  ec winner() const {
    return checkpoint_won() ? ec::could_not_write_checkpoint : ec::cancelled;
  }

  bool checkpoint_won() const {
    return !job_.script->cancels.empty()
           && has_code(job_.script->cancels[0], ec::could_not_write_checkpoint);
  }

  bool operator_won() const {
    return job_.cancel.granted() && job_.cancel.value().first;
  }

  int winners() const {
    return static_cast<int>(checkpoint_won()) + static_cast<int>(operator_won())
           + static_cast<int>(job_.cut_over.granted());
  }

  contest with_;
  watched_job job_;
};

} // namespace

void add_winners(variants& all) {
  const std::pair<const char*, contest> contests[] = {
    {"checkpoint-cut-over", {true, true, false}},
    {"checkpoint-cancel", {true, false, true}},
    {"cut-over-cancel", {false, true, true}},
    {"checkpoint-cut-over-cancel", {true, true, true}},
  };
  for (const auto& [name, with] : contests)
    all.emplace_back(
      variant{std::string{"winner/"} + name, [with = with](world& in) {
                return std::make_unique<one_wins>(in, with);
              }});
}

} // namespace status::explore
