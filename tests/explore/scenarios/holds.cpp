// An operator who holds the cut-over, and perhaps releases it, the task that
// asks for it, another operator who pauses, cancels or stops: no cut-over
// between an answered hold and the release, one winner, and the task knows the
// last word.
#include "explore/job.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

struct wishes {
  bool release = false;
  bool pause = false;
  bool cancel = false;
  bool stop = false;
};

class held_back : public scenario {
public:
  held_back(world& in, const wishes& with)
    : with_(with),
      job_(in, watched_job::quiet()),
      again_(in.make_asker<snapshot>()),
      hold_(in.make_asker<steering>()),
      release_(in.make_asker<steering>()),
      pause_(in.make_asker<steering>()) {
    in.sender({job_.ask_cut_over(),
               {"the task, told of the release, asks again",
                [this] {
                  again_.ask(job_.holder.actor, atom::advance_v,
                             state::cut_over);
                },
                [this] { return refused() && !told_hold(); }}});
    std::vector<event> words{{"the operator holds the cut-over",
                              [this] { say(hold_, steering_word::hold); },
                              {}}};
    if (with.release)
      words.push_back({"the operator releases the cut-over",
                       [this] { say(release_, steering_word::release); },
                       [this] { return hold_.answer().has_value(); }});
    in.sender(std::move(words));
    if (with.pause)
      in.sender({{"another operator pauses the job",
                  [this] { say(pause_, steering_word::pause); },
                  {}}});
    if (with.cancel)
      in.sender({job_.ask_cancel()});
    if (with.stop)
      in.sender({job_.ask_stop()});
    in.explore_for(0s);
  }

  std::string broken() const override {
    if (auto what = job_.broken(); !what.empty())
      return what;
    if (hold_.granted() && !release_.asked() && cut_over())
      return "the cut-over came between an answered hold and its release";
    if (cut_over() && cancelled())
      return "two have won";
    if (again_.granted() && !job_.script->cancels.empty())
      return "the task was cancelled although the cut-over was granted";
    const auto& words = job_.script->words;
    for (size_t i = 1; i < words.size(); ++i)
      if (words[i].version <= words[i - 1].version)
        return "the task was told an older word after a newer one";
    for (const auto* x : {&hold_, &release_, &pause_})
      if (x->granted() && (words.empty() || last_told() < x->value().version))
        return "a word was answered that the task was not told";
    return {};
  }

  std::string broken_at_end() const override {
    if (auto what = job_.unanswered(); !what.empty())
      return what;
    for (const auto* x : {&hold_, &release_, &pause_})
      if (x->asked() && !x->answer())
        return "nobody answered a word";
    if (again_.asked() && !again_.answer())
      return "nobody answered the second request for the cut-over";
    if (refused() && told_hold() && release_.granted())
      return "the task does not know of the release";
    if (!cut_over() && !cancelled() && !with_.stop
        && (with_.release || !hold_.granted()))
      return "nobody has won";
    if (!refused() && !job_.cut_over.granted() && !cancelled())
      return "the cut-over was refused, and nobody held or cancelled";
    return {};
  }

  std::string end_state() const override {
    auto result = job_.end_state();
    for (const auto& x : job_.script->words)
      result += std::string{" word="} + (x.paused.in_force ? "p" : "-")
                + (x.held.in_force ? "h" : "-");
    auto tell = [&result](const char* name, const auto& x) {
      if (x.asked())
        result += std::string{" "} + name + "="
                  + (x.granted() ? "yes" : to_string(x.refused()));
    };
    tell("hold", hold_);
    tell("release", release_);
    tell("pause", pause_);
    tell("again", again_);
    return result;
  }

private:
  void say(asker<steering>& who, steering_word word) {
    who.ask(job_.watcher, atom::steer_v, steering_order{word, "ann", ""});
  }

  bool cut_over() const {
    return job_.cut_over.granted() || again_.granted();
  }

  bool cancelled() const {
    return job_.cancel.granted();
  }

  /// Whether the task's first request met a hold.
  bool refused() const {
    return job_.cut_over.answer() && job_.cut_over.refused() == ec::held;
  }

  uint64_t last_told() const {
    return job_.script->words.back().version;
  }

  bool told_hold() const {
    const auto& words = job_.script->words;
    return words.empty() || words.back().held.in_force;
  }

  wishes with_;
  watched_job job_;
  asker<snapshot> again_;
  asker<steering> hold_;
  asker<steering> release_;
  asker<steering> pause_;
};

} // namespace

void add_holds(variants& all) {
  const std::pair<const char*, wishes> everybody[] = {
    {"cut-over", {false, false, false, false}},
    {"release", {true, false, false, false}},
    {"cancel", {false, false, true, false}},
    {"release-cancel", {true, false, true, false}},
    {"release-pause", {true, true, false, false}},
    {"stop", {false, false, false, true}},
    {"release-pause-cancel", {true, true, true, false}},
  };
  for (const auto& [name, with] : everybody)
    all.emplace_back(
      variant{std::string{"hold/"} + name, [with = with](world& in) {
                return std::make_unique<held_back>(in, with);
              }});
}

} // namespace status::explore
