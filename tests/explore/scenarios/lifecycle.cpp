// Senders that fail, advance and close the same run: forward only, errCleanup
// stays, and the first cause is the one that everybody is told.
#include "explore/scenario.hpp"
#include "status/actors/state_holder.hpp"

namespace status::explore {

namespace {

class three_senders : public scenario {
public:
  three_senders(world& in, bool cut_over)
    : holder_(spawn_state_holder(in.system(), {})),
      advance_{in.make_asker<snapshot>(), in.make_asker<snapshot>()},
      close_(in.make_asker<snapshot>()),
      fail_{in.make_asker<verdict>(), in.make_asker<verdict>()},
      last_(in.make_asker<snapshot>()),
      subscriber_(in.make_probe([this](auto& x) { hear(x); })) {
    in.own(holder_.actor);
    in.settle();
    auto subscribed = in.make_asker<snapshot>();
    subscribed.ask(holder_.actor, atom::subscribe_v,
                   caf::actor_cast<subscriber_actor>(subscriber_));
    in.settle();
    in.sender({advance("the task copies", 0, state::copy_rows),
               advance("the task advances", 1,
                       cut_over ? state::cut_over : state::checksum)});
    in.sender({fail("a checkpoint fails the run", 0, ec::unavailable),
               fail("the operator fails the run", 1, ec::cancelled)});
    in.sender(
      {{"somebody closes the run",
        [this] { close_.ask(holder_.actor, atom::advance_v, state::close); },
        {}},
       {"somebody looks",
        [this] { last_.ask(holder_.actor, atom::get_v); },
        {}}});
    in.explore_for(0s);
  }

  std::string broken() const override {
    if (backward_)
      return "a transition went back";
    if (moved_after_the_end_)
      return "a transition left the end";
    if (fail_[0].granted() && fail_[1].granted()
        && fail_[0].value().cause != fail_[1].value().cause)
      return "two who failed the run were told different causes";
    if (firsts() > 1)
      return "two were told that they were the first";
    return {};
  }

  std::string broken_at_end() const override {
    auto failed = holder_.view.load() == state::err_cleanup;
    if (failed != (firsts() == 1))
      return "the state and the verdicts disagree";
    for (const auto* x : {&advance_[0], &advance_[1], &close_})
      if (!x->granted() && x->refused() != ec::illegal_transition)
        return "a refusal does not say what it is";
    for (const auto& x : fail_)
      if (!x.granted() && x.refused() != ec::past_cut_over)
        return "who failed too late was not told";
    if (told_.empty() || told_.back() != holder_.view.load())
      return "the subscriber does not know the state";
    return {};
  }

  std::string end_state() const override {
    std::string result;
    for (auto x : told_)
      result += ">" + to_string(x) + " ";
    for (const auto& x : fail_)
      result
        += x.granted() ? (x.value().first ? "first " : "second ") : "late ";
    for (const auto* x : {&advance_[0], &advance_[1], &close_})
      result += x->granted() ? "+" : "-";
    return result + " saw " + to_string(last_.value().current);
  }

private:
  event advance(const char* name, size_t i, state to) {
    return {
      name,
      [this, i, to] { advance_[i].ask(holder_.actor, atom::advance_v, to); },
      {}};
  }

  event fail(const char* name, size_t i, ec code) {
    return {name,
            [this, i, code] {
              fail_[i].ask(holder_.actor, atom::fail_v,
                           make_error(code, std::to_string(i)));
            },
            {}};
  }

  void hear(caf::mailbox_element& x) {
    if (!x.content().match_elements<transition>())
      return;
    const auto& next = x.content().get_as<transition>(0);
    if (next.to <= next.from)
      backward_ = true;
    if (!told_.empty() && terminal(told_.back()))
      moved_after_the_end_ = true;
    told_.emplace_back(next.to);
  }

  int firsts() const {
    int result = 0;
    for (const auto& x : fail_)
      result += x.granted() && x.value().first ? 1 : 0;
    return result;
  }

  state_holder holder_;
  asker<snapshot> advance_[2];
  asker<snapshot> close_;
  asker<verdict> fail_[2];
  asker<snapshot> last_;
  caf::actor subscriber_;
  std::vector<state> told_;
  bool backward_ = false;
  bool moved_after_the_end_ = false;
};

} // namespace

void add_lifecycle(variants& all) {
  for (auto cut_over : {false, true})
    all.emplace_back(
      variant{cut_over ? "lifecycle/cut-over" : "lifecycle/checksum",
              [cut_over](world& in) {
                return std::make_unique<three_senders>(in, cut_over);
              }});
}

} // namespace status::explore
