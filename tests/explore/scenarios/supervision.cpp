// A supervised job that fails, and is started again, cancelled, stopped, or
// loses its supervisor or its holder, also during the pause: never started
// after a cancel was answered, never two tasks alive. A hold that was answered
// binds the next run, too.
#include <algorithm>

#include "explore/job.hpp"
#include "explore/scenario.hpp"
#include "status/actors/supervisor.hpp"

namespace status::explore {

namespace {

struct trouble {
  bool cancel = false;
  bool stop = false;
  bool boss_dies = false;
  bool holder_dies = false;
  size_t failures = 1; // each ends one run
  bool hold = false;
};

class started_again : public scenario {
public:
  started_again(world& in, const trouble& with)
    : with_(with),
      in_(in),
      wait_(in.make_asker<run_result>()),
      cancel_(in.make_asker<verdict>()),
      stop_(in.make_asker<run_result>()),
      hold_(in.make_asker<steering>()),
      cut_over_(in.make_asker<snapshot>()) {
    for (size_t i = 0; i < max_runs; ++i)
      scripts_.emplace_back(std::make_shared<task_script>());
    supervise_options options;
    options.watch = watched_job::quiet();
    options.restart.jitter_percent = 0;
    options.restart.min_pause = 1s;
    options.restart.max_restarts = with.failures;
    boss_ = in.own(*supervise(
      in.system(),
      [this](caf::actor_system&, const run_info& info) { return make(info); },
      std::move(options)));
    wait_.ask(boss_, atom::wait_v);
    in.settle();
    for (size_t i = 0; i < with.failures; ++i)
      in.sender(
        {{"run " + std::to_string(i + 1) + " fails and ends",
          [this, i] { fail(i); }, [this, i] { return runs_.size() > i; }}});
    if (with.cancel)
      in.sender({{"the operator cancels the job", [this] { cancel(); }, {}}});
    if (with.stop)
      in.sender({{"the operator stops the job",
                  [this] { stop_.ask(boss_, atom::stop_v, stop_order{}); },
                  {}}});
    if (with.hold) {
      in.sender({{"the operator holds the cut-over",
                  [this] {
                    hold_.ask(boss_, atom::steer_v,
                              steering_order{steering_word::hold, "ann", ""});
                  },
                  {}}});
      in.sender({{"the second run asks for the cut-over",
                  [this] {
                    cut_over_.ask(runs_[1].holder, atom::advance_v,
                                  state::cut_over);
                  },
                  [this] { return runs_.size() > 1; }}});
    }
    if (with.boss_dies)
      in.sender(
        {{"the supervisor dies",
          [this] { caf::anon_send_exit(boss_, caf::exit_reason::kill); },
          {}}});
    if (with.holder_dies)
      in.sender({{"the first run's holder dies",
                  [this] {
                    caf::anon_send_exit(runs_[0].holder,
                                        caf::exit_reason::kill);
                  },
                  {}}});
    in.explore_for(4s);
  }

  std::string broken() const override {
    if (two_alive_)
      return "two tasks were alive";
    if (after_cancel_)
      return "the job was started again after the cancel was answered";
    if (hold_.granted() && cut_over_.granted())
      return "the cut-over was granted although a hold was answered";
    for (const auto& x : scripts_)
      if (x->cancels.size() > 2) // the watcher's and the supervisor's
        return "a task was cancelled over and over";
    return {};
  }

  std::string broken_at_end() const override {
    if (with_.boss_dies) // its holder dies with it, and so the job ends
      return goes_on() ? "the supervisor died, and a task goes on" : "";
    if (with_.cancel && !cancel_.answer())
      return "nobody answered cancel";
    if (with_.stop && !stop_.answer())
      return "nobody answered stop";
    if (with_.hold && !hold_.answer())
      return "nobody answered the hold";
    auto unwanted = with_.cancel || with_.stop;
    if (!wait_.granted()) // in its last run
      return unwanted || runs_.back().script->ended ? "the job has not ended"
                                                    : "";
    if (!unwanted && !with_.holder_dies)
      return "the job was not started again";
    auto outcome = wait_.value().outcome;
    if (unwanted && !with_.holder_dies && outcome != run_outcome::cancelled)
      return "the job was cancelled, and its outcome says otherwise";
    return goes_on() ? "the job has ended, and a task has not" : "";
  }

  std::string end_state() const override {
    auto result = "runs=" + std::to_string(runs_.size());
    for (const auto& x : runs_)
      result += " cancels=" + std::to_string(x.script->cancels.size())
                + (x.script->ended ? "" : " alive");
    if (wait_.granted())
      result += " " + to_string(wait_.value().outcome);
    if (cancel_.granted())
      result += cancel_.value().first ? " first" : " second";
    if (hold_.granted())
      result += " held";
    if (cut_over_.granted())
      result += " cut over";
    return result;
  }

private:
  static constexpr size_t max_runs = 4;

  struct run {
    state_holder_actor holder;
    task_actor task;
    task_script_ptr script;
  };

  // A task that obeys: it ends when it is cancelled.
  task_actor make(const run_info& info) {
    for (const auto& x : runs_)
      two_alive_ = two_alive_ || !x.script->ended;
    after_cancel_ = after_cancel_ || cancel_.granted();
    auto script = scripts_[std::min(runs_.size(), max_runs - 1)];
    script->ends_when_cancelled = true;
    task_actor task = spawn_scripted_task(in_, script);
    runs_.emplace_back(run{info.holder.actor, task, script});
    return task;
  }

  bool goes_on() const {
    return std::any_of(runs_.begin(), runs_.end(),
                       [](const run& x) { return !x.script->ended; });
  }

  void fail(size_t i) {
    caf::anon_send(runs_[i].holder, atom::fail_v,
                   make_error(ec::unavailable, "the network is down"));
    caf::anon_send_exit(runs_[i].task, caf::exit_reason::user_shutdown);
  }

  void cancel() {
    cancel_.ask(boss_, atom::cancel_v,
                make_error(ec::cancelled, "by the operator"));
  }

  trouble with_;
  world& in_;
  asker<run_result> wait_;
  asker<verdict> cancel_;
  asker<run_result> stop_;
  asker<steering> hold_;
  asker<snapshot> cut_over_;
  std::vector<task_script_ptr> scripts_;
  std::vector<run> runs_;
  supervisor_actor boss_;
  bool two_alive_ = false;
  bool after_cancel_ = false;
};

} // namespace

void add_supervision(variants& all) {
  const std::pair<const char*, trouble> troubles[] = {
    {"restart", {}},
    {"cancel", {true, false, false, false, 1}},
    {"stop", {false, true, false, false, 1}},
    {"boss-dies", {false, false, true, false, 1}},
    {"holder-dies", {false, false, false, true, 1}},
    {"cancel-boss-dies", {true, false, true, false, 1}},
    {"stop-boss-dies", {false, true, true, false, 1}},
    {"cancel-holder-dies", {true, false, false, true, 1}},
    {"cancel-two-failures", {true, false, false, false, 2}},
    {"hold", {false, false, false, false, 1, true}},
  };
  for (const auto& [name, with] : troubles)
    all.emplace_back(
      variant{std::string{"supervisor/"} + name, [with = with](world& in) {
                return std::make_unique<started_again>(in, with);
              }});
}

} // namespace status::explore
