#include "actors/placement_book.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace status::placing {

namespace {

// A worker that has announced itself says what it runs within this time.
constexpr caf::timespan first_words = std::chrono::seconds{1};

// A worker answers a start within 10 s, and shows the job as soon as that says
// which run it is.
constexpr caf::timespan longest_start = std::chrono::seconds{30};

// Before a worker that was full is asked again.
constexpr caf::timespan full_pause = std::chrono::seconds{1};

} // namespace

book::book(std::vector<job_order> jobs, caf::timespan grace,
           const restart_options& restart, time_point now)
  : grace_(grace) {
  for (auto& order : jobs) {
    auto task = order.task;
    auto& made = jobs_.try_emplace(task, std::move(order), restart, now + grace)
                   .first->second;
    made.result.task = std::move(task);
  }
}

// -- workers -------------------------------------------------------------------

void book::join(const std::string& node, uint32_t capacity, time_point now) {
  workers_[node] = {capacity, now + first_words};
}

void book::leave(const std::string& node, time_point now) {
  workers_.erase(node);
  for (auto& [task, x] : jobs_)
    if (x.result.node == node
        && (x.now == phase::starting || x.now == phase::running))
      doubt(x, make_error(ec::unavailable, node + " is out of reach"), now);
}

book::loads book::load() const {
  loads result;
  for (const auto& [task, x] : jobs_)
    if (x.now != phase::waiting && x.now != phase::ended)
      ++result[x.result.node];
  return result;
}

/// Another worker than the last one is preferred, then the one with the least
/// to do.
bool book::place(job& x, loads& load, time_point now) {
  std::optional<std::tuple<bool, size_t, std::string>> best;
  for (const auto& [node, worker] : workers_) {
    auto busy = load[node];
    if (busy >= worker.capacity || now < worker.ready)
      continue;
    std::tuple candidate{node == x.result.node, busy, node};
    if (!best || candidate < *best)
      best = std::move(candidate);
  }
  if (!best)
    return false;
  x.now = phase::starting;
  x.due = now + longest_start;
  x.result.node = std::get<2>(*best);
  ++load[x.result.node];
  ++x.result.starts;
  note(log_level::info, x, "placed");
  todo_.starts.emplace_back(x.result.node, x.order);
  return true;
}

// -- what follows --------------------------------------------------------------

void book::refused(const std::string& task, const std::string& node,
                   const caf::error& why, time_point now) {
  auto i = jobs_.find(task);
  if (i == jobs_.end())
    return;
  auto& x = i->second;
  if (x.now != phase::starting || x.result.node != node)
    return;
  // Whether it has the job it will show.
  auto unknown = why && code_of(why) == ec::none;
  if (unknown || has_code(why, ec::checkpoint_collision))
    return doubt(x,
                 make_error(ec::unavailable,
                            node + " was told to start it: " + to_text(why)),
                 now);
  if (why)
    return fail(x, why, now);
  --x.result.starts;
  x.now = phase::waiting;
  x.due = now + full_pause;
}

std::optional<caf::expected<verdict>> book::cancel(const std::string& task,
                                                   const caf::error& cause) {
  auto i = jobs_.find(task);
  if (i == jobs_.end() || i->second.now == phase::running)
    return std::nullopt;
  auto& x = i->second;
  if (x.now != phase::ended && cut_over_granted(x.reached))
    return make_error(ec::past_cut_over,
                      "it was granted before " + x.result.node + " was lost");
  if (x.now == phase::ended && x.result.outcome == run_outcome::succeeded)
    return make_error(ec::past_cut_over, "the job has ended");
  if (x.now == phase::ended)
    return verdict{false, x.result.cause};
  auto first = !x.unwanted;
  if (first)
    call_off(x, cause);
  if (x.now != phase::starting) // whose worker will be told
    end(x, run_outcome::cancelled, x.unwanted);
  return verdict{first, x.unwanted};
}

void book::unwanted(const std::string& task, const caf::error& cause) {
  auto i = jobs_.find(task);
  if (i == jobs_.end())
    return;
  call_off(i->second, cause);
  i->second.told = true;
}

void book::call_off(job& x, const caf::error& cause) {
  if (x.unwanted || cut_over_granted(x.reached))
    return;
  x.unwanted = has_code(cause, ec::cancelled)
                 ? cause
                 : wrap(ec::cancelled, "on request", cause);
}

actions book::take(time_point now) {
  for (auto& [task, x] : jobs_)
    if (x.now == phase::doubtful && x.due <= now)
      fail(x, x.result.cause, now);
    else if (x.now == phase::starting && x.due <= now)
      doubt(x,
            make_error(ec::unavailable,
                       x.result.node + " does not show that it runs it"),
            now);
  std::optional<loads> load;
  for (auto& [task, x] : jobs_) {
    if (x.now != phase::waiting || x.due > now)
      continue;
    if (!load)
      load = this->load();
    if (!place(x, *load, now))
      break; // nor is there a worker for the others
  }
  return std::exchange(todo_, {});
}

std::optional<time_point> book::next(time_point now) const {
  std::optional<time_point> result;
  auto consider = [&](time_point x) {
    if (x > now && (!result || x < *result))
      result = x;
  };
  auto waits = false;
  for (const auto& [task, x] : jobs_) {
    if (x.now != phase::running && x.now != phase::ended)
      consider(x.due);
    waits = waits || x.now == phase::waiting;
  }
  if (waits)
    for (const auto& [node, x] : workers_)
      consider(x.ready);
  return result;
}

bool book::done() const {
  return std::all_of(jobs_.begin(), jobs_.end(), [](const auto& x) {
    return x.second.now == phase::ended;
  });
}

job_results book::results() const {
  job_results all;
  for (const auto& [task, x] : jobs_)
    all.jobs.push_back(x.result);
  return all;
}

void book::note(log_level level, const job& x, std::string text) {
  todo_.notes.push_back({level,
                         "status.placement",
                         std::move(text),
                         {{"task", x.result.task}, {"node", x.result.node}}});
}

} // namespace status::placing
