// More than can be tried in every order: three watched jobs, five subscribers
// behind links that lose what they carry, checkpoints that fail, operators that
// cancel and stop. Random walks only.
#include <deque>

#include "explore/job.hpp"
#include "explore/link.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

constexpr size_t job_count = 3;
constexpr size_t reader_count = 5;
constexpr size_t most_events = 20; // that a link carries

class everything_at_once : public scenario {
public:
  explicit everything_at_once(world& in) {
    for (size_t i = 0; i < job_count; ++i)
      jobs_.emplace_back(in, watched_job::quiet());
    for (size_t i = 0; i < reader_count; ++i)
      add_reader(in, i);
    in.pass(49s);
    for (size_t i = 0; i < job_count; ++i)
      add_senders(in, i);
    // Two ticks, and what follows from them.
    in.explore_for(70s);
  }

  std::string broken() const override {
    for (size_t i = 0; i < job_count; ++i)
      if (auto what = jobs_[i].broken(); !what.empty())
        return name(i) + what;
    for (const auto& x : readings_)
      if (!x->broken.empty())
        return x->broken;
    return {};
  }

  std::string broken_at_end() const override {
    for (size_t i = 0; i < job_count; ++i) {
      if (auto what = jobs_[i].unanswered(); !what.empty())
        return name(i) + what;
      if (jobs_[i].script->cancels.empty()
          != (jobs_[i].current() != state::err_cleanup))
        return name(i) + "the holder's state and the cancel disagree";
    }
    for (size_t i = 0; i < reader_count; ++i)
      if (readings_[i]->current != jobs_[i % job_count].current())
        return "a subscriber missed the end";
    return {};
  }

  std::string end_state() const override {
    std::string result;
    for (const auto& x : jobs_)
      result += "[" + x.end_state() + "] ";
    return result;
  }

private:
  static std::string name(size_t job) {
    return "job " + std::to_string(job + 1) + ": ";
  }

  void add_reader(world& in, size_t i) {
    auto what = std::make_shared<reading>();
    auto who = spawn_reader(in, jobs_[i % job_count].holder.actor, what);
    links_.emplace_back(in, who, what);
    in.settle();
    auto link = "link " + std::to_string(i + 1);
    event subscribe;
    subscribe.name = "subscriber " + std::to_string(i + 1) + " subscribes";
    subscribe.act = [who] { caf::anon_send(who, atom::subscribe_v); };
    event come_back;
    come_back.name = "subscriber " + std::to_string(i + 1) + " comes back";
    come_back.act = [who] { caf::anon_send(who, atom::get_v); };
    come_back.ready = [what] { return what->begun; };
    in.sender({subscribe, come_back});
    links_.back().deliver(link + " delivers an event", most_events);
    links_.back().break_down(link + " breaks down", 2);
    readings_.emplace_back(std::move(what));
  }

  // Each job has its own kind of trouble.
  void add_senders(world& in, size_t i) {
    auto& job = jobs_[i];
    auto add = [&in, i](std::vector<event> events) {
      for (auto& x : events)
        x.name = name(i) + x.name;
      in.sender(std::move(events));
    };
    auto moves = enter_each(job.holder.actor,
                            {state::apply_changeset, state::analyze_table,
                             state::checksum, state::post_checksum});
    moves.emplace_back(job.ask_cut_over());
    add(std::move(moves));
    auto good = job.answer_dump("the dump is answered", checkpoint{"pos:1", 7});
    auto bad = job.answer_dump("the dump fails",
                               make_error(ec::unavailable, "disk full"));
    auto early = job.answer_dump(
      "the dump is early", make_error(ec::watermark_not_ready, "nothing yet"));
    if (i == 0)
      add({good, early, good});
    else if (i == 1)
      add({early, good, bad});
    else
      add({good, bad});
    if (i != 0)
      add({job.ask_cancel()});
    if (i != 1)
      add({job.ask_stop({i == 0, 3s})});
    event save;
    save.name = "somebody saves";
    save.act = [&job] { caf::anon_send(job.watcher, atom::save_v); };
    add({save, save});
  }

  std::deque<watched_job> jobs_;
  std::vector<reading_ptr> readings_;
  std::deque<lossy_link> links_;
};

} // namespace

void add_large(variants& all) {
  all.emplace_back(variant{
    "large/three-jobs",
    [](world& in) { return std::make_unique<everything_at_once>(in); }, true});
}

} // namespace status::explore
