#include <algorithm>
#include <iterator>
#include <utility>

#include "actors/fleet_memory.hpp"

namespace status::gathering {

namespace {

// One desk cannot fill the memory of all.
constexpr size_t most_tasks = 100'000;

// Who talks nonsense is not listened to for so long.
constexpr caf::timespan ban_time = std::chrono::seconds{60};

// What an old run is known by, after the line to its desk was lost.
constexpr caf::timespan rank_time = std::chrono::hours{24};

} // namespace

caf::error memory::announce(const desk_info& info,
                            const caf::strong_actor_ptr& who) {
  if (info.protocol != protocol_version)
    return other_protocol(info.protocol);
  if (auto err = check(info))
    return err;
  if (!who || who == caf::actor_cast<caf::strong_actor_ptr>(self))
    return make_error(ec::bad_argument, info.node + ": this is no desk");
  auto desk = caf::actor_cast<desk_actor>(who);
  if (auto i = banned.find(desk.address());
      i != banned.end() && self->clock().now() < i->second.until)
    return i->second.why;
  for (const auto& [id, x] : runners)
    if (x.desk == desk)
      return {};
  auto id = ++last_id;
  auto& runner = runners[id];
  runner.node = info.node;
  runner.desk = desk;
  if (auto old = gone.extract(desk.address()))
    runner.outranked = std::move(old.mapped().outranked);
  runner.scout = spawn_scout(self->system(), me(), id, desk, options);
  log(options.log, {log_level::info, name, info.node + " is there", {}});
  return {};
}

caf::error memory::take(uint64_t id, task_updates& news) {
  auto i = runners.find(id);
  if (i == runners.end())
    return make_error(ec::unavailable, "the fleet has dropped this desk");
  auto& runner = i->second;
  auto urgent = !news.forgotten.empty();
  for (const auto& task : news.forgotten) {
    runner.outranked.erase(task);
    if (runner.owned.count(task) > 0)
      forget(task);
  }
  for (auto& x : news.updates) {
    if (!believes(id, x.entry))
      continue;
    const auto* known = office.news.find(x.entry.task);
    urgent = urgent || known == nullptr || known->seen != x.entry.seen
             || x.reset || !x.missed.empty();
    x.entry.last_seen = std::min(x.entry.last_seen, caf::make_timestamp());
    auto& faded = owners.at(x.entry.task).faded;
    if (x.entry.seen == presence::live)
      faded.reset();
    else if (!faded)
      faded = self->clock().now();
    office.news.put(std::move(x));
  }
  if (urgent)
    office.urge(me());
  if (runner.owned.size() + runner.outranked.size() <= most_tasks)
    return {};
  auto err = make_error(ec::bad_argument, "more than 100000 tasks");
  caf::anon_send_exit(runner.scout, caf::exit_reason::user_shutdown);
  drop(id, err);
  return err;
}

bool memory::believes(uint64_t id, const task_entry& x) {
  auto& runner = runners.at(id);
  const auto epoch = x.now.at.epoch;
  auto found = owners.find(x.task);
  if (found == owners.end()) {
    // A run that was replaced stays so when its successor is forgotten.
    auto other = runner.outranked.find(x.task);
    if (other != runner.outranked.end() && epoch <= other->second)
      return false;
  } else if (const auto& known = found->second; known.id != id) {
    // Of equal rank is a desk that has come back, or whose line was changed.
    auto again = known.id < id && known.node == runner.node;
    auto lost
      = office.news.find(x.task)->seen == presence::unreachable && epoch != 0;
    if (epoch < known.epoch || (epoch == known.epoch && !again && !lost)) {
      outrank(id, x, known.epoch);
      return false;
    }
    if (auto old = runners.find(known.id); old != runners.end()) {
      log(options.log, {log_level::info,
                        name,
                        runner.node + " has taken over " + x.task + " from "
                          + old->second.node,
                        {{"epoch", std::to_string(epoch)}}});
      old->second.owned.erase(x.task);
      old->second.outranked[x.task] = epoch;
    } else if (known.desk != runner.desk.address()) {
      // Its desk may come back.
      auto& old_desk = gone[known.desk];
      old_desk.outranked[x.task] = epoch;
      old_desk.until = self->clock().now() + rank_time;
    }
  }
  auto& mine = owners[x.task];
  mine.id = id;
  mine.node = runner.node;
  mine.desk = runner.desk.address();
  if (epoch != 0) // else it is not known yet
    mine.epoch = epoch;
  runner.owned.insert(x.task);
  runner.outranked.erase(x.task);
  return true;
}

void memory::outrank(uint64_t id, const task_entry& x, uint64_t epoch) {
  auto& runner = runners.at(id);
  if (x.now.at.epoch == 0 || !runner.outranked.emplace(x.task, epoch).second)
    return;
  log(options.log, {log_level::warning,
                    name,
                    runner.node + " tells of an old run of " + x.task
                      + ", which is not shown",
                    {{"epoch", std::to_string(x.now.at.epoch)},
                     {"newer", std::to_string(epoch)}}});
}

void memory::lose(uint64_t id, const caf::error& why) {
  auto i = runners.find(id);
  if (i == runners.end())
    return;
  const auto& [node, desk, scout, owned, outranked] = i->second;
  log(options.log, {log_level::warning,
                    name,
                    node + " is unreachable: " + to_text(why),
                    {{"tasks", std::to_string(owned.size())}}});
  for (const auto& task : owned)
    fade(task);
  office.urge(me());
}

void memory::drop(uint64_t id, const caf::error& why) {
  lose(id, why);
  auto i = runners.find(id);
  if (i == runners.end())
    return;
  if (code_of(why) == ec::bad_argument)
    banned[i->second.desk.address()] = {why, self->clock().now() + ban_time};
  if (!i->second.outranked.empty())
    gone[i->second.desk.address()]
      = {std::move(i->second.outranked), self->clock().now() + rank_time};
  runners.erase(i);
}

void memory::fade(const std::string& task) {
  if (office.news.find(task)->seen != presence::live)
    return;
  owners.at(task).faded = self->clock().now();
  office.news.change(task,
                     [](task_entry& x) { x.seen = presence::unreachable; });
}

void memory::forget(const std::string& task) {
  auto i = owners.find(task);
  if (auto runner = runners.find(i->second.id); runner != runners.end())
    runner->second.owned.erase(task);
  owners.erase(i);
  office.news.erase(task);
}

void memory::forget_faded() {
  auto now = self->clock().now();
  std::vector<std::string> old;
  for (const auto& [task, x] : owners)
    if (x.faded && now - *x.faded >= options.forget_after)
      old.emplace_back(task);
  for (const auto& task : old)
    forget(task);
  for (auto i = banned.begin(); i != banned.end();)
    i = i->second.until <= now ? banned.erase(i) : std::next(i);
  for (auto i = gone.begin(); i != gone.end();)
    i = i->second.until <= now ? gone.erase(i) : std::next(i);
}

} // namespace status::gathering
