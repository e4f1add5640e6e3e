// Who dies while others are at work: the task with a dump in flight, the holder
// at a tick, a loop at a tick; with and without a stop.
#include "explore/job.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

constexpr const char* dumper_name = "status.checkpoint_dumper";
constexpr const char* logger_name = "status.status_logger";

enum class victim { task, holder, dumper, logger };

struct death {
  victim who = victim::task;
  bool stop = false;
  bool cut_over = false;
  bool dump_in_flight = false; // from the beginning
};

watch_options options_of(const death& with) {
  auto result = watched_job::quiet();
  if (with.who == victim::logger) { // at the same time as a checkpoint
    result.status_interval = 50s;
    result.status_timeout = 5s;
  }
  return result;
}

class somebody_dies : public scenario {
public:
  somebody_dies(world& in, const death& with)
    : with_(with), job_(in, options_of(with)) {
    in.pass(49s);
    if (with.dump_in_flight)
      in.pass(2s);
    else
      job_.script->dump = checkpoint{"pos:1", 7};
    if (with.dump_in_flight)
      in.sender(
        {job_.answer_dump("the dump is answered", checkpoint{"pos:1", 7})});
    in.sender({dying(in)});
    if (with.stop)
      in.sender({job_.ask_stop()});
    if (with.cut_over)
      in.sender({job_.ask_cut_over()});
    in.explore_for(8s);
  }

  std::string broken() const override {
    return job_.broken();
  }

  std::string broken_at_end() const override {
    if (with_.stop && !job_.stop.answer())
      return "nobody answered stop";
    switch (with_.who) {
      case victim::task:
        return after_the_task();
      case victim::holder:
        return after_the_holder();
      default:
        return after_a_loop();
    }
  }

  std::string end_state() const override {
    return job_.end_state();
  }

private:
  event dying(world& in) {
    auto loop = [&in](const char* name) {
      return [&in, name] {
        caf::anon_send_exit(in.find(name), caf::exit_reason::kill);
      };
    };
    switch (with_.who) {
      case victim::task:
        return job_.kill("the task dies", job_.task);
      case victim::holder:
        return job_.kill("the holder dies", job_.holder.actor);
      case victim::dumper:
        return {"the dumper dies", loop(dumper_name), {}};
      default:
        return {"the logger dies", loop(logger_name), {}};
    }
  }

  std::string after_the_task() const {
    if (auto what = job_.unanswered(); !what.empty())
      return what;
    if (!job_.wait.answer())
      return "the watch does not end";
    if (job_.cut_over.granted())
      return job_.current() == state::cut_over
               ? ""
               : "the task died after the cut-over, and that undid it";
    // A watch that was stopped looks after nobody.
    auto stopped
      = job_.stop.granted() && job_.stop.value().end == watch_end::stopped;
    if (!stopped && job_.current() != state::err_cleanup)
      return "the task died, and the run goes on";
    return {};
  }

  std::string after_the_holder() const {
    if (!job_.wait.answer())
      return "the watch does not end";
    if (!job_.wait.granted())
      return "the watch does not say how it ended";
    if (job_.wait.value().end != watch_end::stopped
        && job_.script->cancels.size() != 1
        && job_.current() != state::cut_over)
      return "the holder died, and the task was not told";
    return {};
  }

  std::string after_a_loop() const {
    if (auto what = job_.unanswered(); !what.empty())
      return what;
    if (job_.script->cancels.empty() != (job_.current() != state::err_cleanup))
      return "the holder's state and the cancel disagree";
    for (const auto& x : job_.script->cancels)
      if (!has_code(x, ec::expired)) // nobody heard the answer, or too late
        return "a loop died, and the job was cancelled";
    return {};
  }

  death with_;
  watched_job job_;
};

} // namespace

void add_deaths(variants& all) {
  const std::pair<const char*, death> deaths[] = {
    {"task/dump", {victim::task, false, false, true}},
    {"task/dump-stop", {victim::task, true, false, true}},
    {"task/tick", {victim::task, false, false, false}},
    {"task/cut-over", {victim::task, false, true, false}},
    {"holder/tick", {victim::holder, false, false, false}},
    {"holder/tick-stop", {victim::holder, true, false, false}},
    {"holder/cut-over", {victim::holder, false, true, false}},
    {"dumper/tick", {victim::dumper, false, false, false}},
    {"dumper/dump", {victim::dumper, false, false, true}},
    {"dumper/tick-stop", {victim::dumper, true, false, false}},
    {"dumper/cut-over", {victim::dumper, false, true, false}},
    {"logger/tick", {victim::logger, false, false, false}},
    {"logger/tick-stop", {victim::logger, true, false, false}},
  };
  for (const auto& [name, with] : deaths)
    all.emplace_back(
      variant{std::string{"death/"} + name, [with = with](world& in) {
                return std::make_unique<somebody_dies>(in, with);
              }});
}

} // namespace status::explore
