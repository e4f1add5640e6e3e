#include <utility>

#include "actors/desk_memory.hpp"

namespace status::receiving {

caf::error memory::add(const std::string& task, const desk_job& what) {
  if (!is_name(task))
    return make_error(ec::bad_argument,
                      "a task's name has 1 to 256 bytes of UTF-8 that can be "
                      "seen, and no blanks");
  if (!what.supervisor == !what.watcher)
    return make_error(ec::bad_argument, task + ": neither a supervisor's job "
                                               "nor a watched one, or both");
  if (auto known = ids.find(task); known != ids.end()) {
    if (!jobs.at(known->second).ended)
      return make_error(ec::bad_argument,
                        task + ": a living task has this name");
    jobs.erase(known->second);
  }
  auto id = ++last_id;
  ids[task] = id;
  auto& job = jobs[id];
  job.task = task;
  if (what.supervisor)
    job.actor = what.supervisor;
  else
    job.actor = what.watcher;
  job.scout
    = spawn_scout(self->system(), me(), id, what, options.progress_interval);
  task_update first;
  first.entry.task = task;
  first.entry.node = options.node;
  first.entry.last_seen = caf::make_timestamp();
  office.news.put(std::move(first));
  office.urge(me());
  return {};
}

caf::expected<uint64_t> memory::reach(const std::string& task) const {
  auto i = ids.find(task);
  if (i == ids.end())
    return make_error(ec::bad_argument,
                      "there is no task " + to_shown(task, longest_name));
  if (!jobs.at(i->second).ended)
    return i->second;
  const auto& entry = *office.news.find(task);
  return make_error(ec::unavailable,
                    entry.seen == presence::ended
                      ? task + " has ended: " + to_string(entry.outcome)
                      : task + ": its watch has ended");
}

void memory::learn(uint64_t id, transition x) {
  auto i = jobs.find(id);
  if (i == jobs.end() || i->second.ended)
    return; // of a job that was replaced
  make_fit(x);
  office.news.change(i->second.task,
                     [&x](task_entry& entry) {
                       entry.last_seen = caf::make_timestamp();
                       if (entry.now.at < x.at)
                         note(entry.now, x);
                     },
                     {x});
  office.urge(me());
}

void memory::learn(uint64_t id, snapshot x, progress* how_far) {
  auto i = jobs.find(id);
  if (i == jobs.end() || i->second.ended)
    return;
  make_fit(x);
  auto urgent = false;
  office.news.change(i->second.task, [&](task_entry& entry) {
    entry.last_seen = caf::make_timestamp();
    if (how_far != nullptr) {
      make_fit(*how_far);
      entry.how_far = std::move(*how_far);
    }
    if (x.at < entry.now.at)
      return; // a transition was quicker than the answer of the task
    urgent
      = !(x.at == entry.now.at) || x.wanted.version != entry.now.wanted.version;
    entry.now = std::move(x);
  });
  if (urgent)
    office.urge(me());
}

void memory::learn(uint64_t id, attempt_history x) {
  auto i = jobs.find(id);
  if (i == jobs.end() || i->second.ended)
    return;
  make_fit(x);
  i->second.history = std::move(x);
}

void memory::end(uint64_t id, presence seen, run_result how) {
  auto i = jobs.find(id);
  if (i == jobs.end())
    return;
  auto& job = i->second;
  job.ended = self->clock().now();
  job.actor = nullptr;
  job.scout = nullptr;
  make_fit(how.last);
  auto cause = to_shown(how.cause);
  office.news.change(job.task, [&](task_entry& entry) {
    entry.seen = seen;
    entry.outcome = how.outcome;
    entry.cause = cause;
    if (seen == presence::ended)
      entry.last_seen = caf::make_timestamp();
    if (!(how.last.at < entry.now.at))
      entry.now = std::move(how.last);
  });
  office.urge(me());
}

void memory::lose(uint64_t id, const caf::error& why) {
  if (auto i = jobs.find(id); i != jobs.end())
    say(log_level::warning, i->second.task
                              + ": its watch has ended, so nothing is known of "
                                "it any more: "
                              + to_text(why));
  end(id, presence::unreachable, {});
}

void memory::forget_ended() {
  auto now = self->clock().now();
  for (auto i = jobs.begin(); i != jobs.end();) {
    const auto& job = i->second;
    if (!job.ended || now - *job.ended < options.keep_ended) {
      ++i;
      continue;
    }
    office.news.erase(job.task);
    ids.erase(job.task);
    i = jobs.erase(i);
  }
}

void memory::say(log_level level, const std::string& text) const {
  log(options.log, {level, name, text, {{"node", options.node}}});
}

} // namespace status::receiving
