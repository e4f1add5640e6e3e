// Two jobs under one watch. What befalls the one, a dump that fails, its death,
// its end, is not told of the other; what befalls a loop of both costs neither
// its answers.
#include "explore/job.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

constexpr const char* group_dumper = "status.checkpoint_dumper";

enum class fate { fails, dies, is_aborted };

struct group_setting {
  fate first = fate::fails; // what becomes of the one job
  bool stop = false;        // and of the other one
  bool cut_over = false;
  bool dumper_dies = false;
  bool at_once = false; // the other one's checkpoint is due, too
};

class two_jobs : public scenario {
public:
  two_jobs(world& in, const group_setting& with)
    : with_(with),
      group_(in.own(*spawn_watch_group(in.system(), watched_job::quiet()))),
      first_(in, group_),
      second_(later(in, with), group_),
      abort_(in.make_asker<watch_result>()) {
    in.pass(49s - head_start(with));
    if (with.at_once)
      in.sender({second_.answer_dump("the other job's dump is answered",
                                     checkpoint{"pos:1", 7})});
    in.sender({befalling()});
    if (with.stop)
      in.sender({second_.ask_stop()});
    if (with.cut_over)
      in.sender({second_.ask_cut_over()});
    if (with.dumper_dies)
      in.sender({{"the dumper dies",
                  [&in] {
                    caf::anon_send_exit(in.find(group_dumper),
                                        caf::exit_reason::kill);
                  },
                  {}}});
    in.explore_for(8s);
  }

  std::string broken() const override {
    for (const auto* x : {&first_, &second_})
      if (auto what = x->broken(); !what.empty())
        return what;
    return {};
  }

  std::string broken_at_end() const override {
    if (auto what = first_.unanswered(); !what.empty())
      return what;
    if (auto what = second_.unanswered(); !what.empty())
      return "of the other job: " + what;
    if (auto what = after_the_first(); !what.empty())
      return what;
    return after_the_second();
  }

  std::string end_state() const override {
    return first_.end_state() + " | " + second_.end_state();
  }

private:
  /// How much later the other job comes.
  static caf::timespan head_start(const group_setting& with) {
    return with.at_once ? 0s : 20s;
  }

  static world& later(world& in, const group_setting& with) {
    in.pass(head_start(with));
    return in;
  }

  event befalling() {
    switch (with_.first) {
      case fate::fails:
        return first_.answer_dump("the dump fails",
                                  make_error(ec::unavailable, "disk full"));
      case fate::dies:
        return first_.kill("the task dies", first_.task);
      default:
        return {"the operator aborts the watch",
                [this] {
                  abort_.ask(group_, atom::abort_v, task_actor{first_.task});
                },
                {}};
    }
  }

  std::string after_the_first() const {
    const auto& cancels = first_.script->cancels;
    if (with_.first == fate::is_aborted)
      return abort_.granted() ? "" : "nobody answered abort";
    if (with_.first == fate::fails && first_.script->dumps == 0)
      return {}; // the tick came while there was no dumper
    if (!first_.wait.answer())
      return "the watch of a job that failed does not end";
    if (first_.current() != state::err_cleanup)
      return "a job failed, and its run goes on";
    if (with_.first == fate::fails && cancels.size() != 1)
      return "a checkpoint could not be written, and the task was not told";
    return {};
  }

  std::string after_the_second() const {
    const auto& cancels = second_.script->cancels;
    if (cancels.empty() != (second_.current() != state::err_cleanup))
      return "the holder's state and the cancel disagree";
    for (const auto& x : cancels)
      if (!has_code(x, ec::expired)) // nobody heard the answer, or too late
        return "one job failed, and the other one was cancelled";
    if (with_.cut_over && cancels.empty() && !second_.cut_over.granted())
      return "one job failed, and the other one got no cut-over";
    if ((with_.stop || with_.cut_over) && !second_.wait.answer())
      return "the watch of the other job does not end";
    return {};
  }

  group_setting with_;
  watch_group_actor group_;
  watched_job first_;
  watched_job second_;
  asker<watch_result> abort_;
};

} // namespace

void add_groups(variants& all) {
  const std::pair<const char*, group_setting> small[] = {
    {"fail/stop", {fate::fails, true}},
    {"fail/cut-over", {fate::fails, false, true}},
    {"fail/dumper-dies", {fate::fails, false, false, true}},
    {"death/stop", {fate::dies, true}},
    {"abort/cut-over", {fate::is_aborted, false, true}},
    {"abort/dumper-dies", {fate::is_aborted, false, false, true}},
  };
  const std::pair<const char*, group_setting> large[] = {
    {"fail/all", {fate::fails, true, true, true, true}},
    {"death/all", {fate::dies, true, true, true, true}},
    {"abort/all", {fate::is_aborted, true, true, true, true}},
  };
  auto add
    = [&all](const char* name, const group_setting& with, bool walk_only) {
        all.emplace_back(variant{
          std::string{"group/"} + name,
          [with](world& in) { return std::make_unique<two_jobs>(in, with); },
          walk_only});
      };
  for (const auto& [name, with] : small)
    add(name, with, false);
  for (const auto& [name, with] : large)
    add(name, with, true);
}

} // namespace status::explore
