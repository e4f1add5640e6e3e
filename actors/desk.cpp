#include "status/actors/desk.hpp"

#include <algorithm>
#include <utility>

#include "actors/desk_memory.hpp"

namespace status {

namespace receiving {

namespace {

caf::error check_texts(bool good) {
  return good ? caf::error{}
              : make_error(ec::bad_argument,
                           "a text has 4096 bytes of UTF-8 at most, and no "
                           "control characters");
}

} // namespace

memory::memory(inner_actor::pointer self, desk_options options)
  : self(self),
    options(std::move(options)),
    office(self, this->options.node, this->options.capacity) {
  shim::harden(self);
  shim::refuse_unknown(self, not_understood());
}

memory::~memory() {
  for (const auto& [id, x] : jobs)
    if (x.scout)
      caf::anon_send_exit(x.scout, caf::exit_reason::user_shutdown);
}

void memory::look_at(uint64_t id) {
  if (auto i = jobs.find(id); i != jobs.end() && i->second.scout)
    shim::mail(self, atom::get_v).send(i->second.scout);
}

caf::error memory::stop(const std::string& task, const caf::error& cause) {
  if (auto err = check_texts(is_text(cause)))
    return err;
  auto id = reach(task);
  if (!id)
    return id.error();
  if (cut_over_granted(office.news.find(task)->now.current))
    return make_error(ec::past_cut_over, task + ": the cut-over was granted");
  auto& job = jobs.at(*id);
  if (std::exchange(job.stopping, true))
    return {};
  auto cancel = [this, id = *id, whom = job.actor, task, cause] {
    shim::mail(self, atom::cancel_v, cause)
      .request(whom, word_patience)
      .then([](const verdict&) {},
            [this, id, task](const caf::error& err) {
              say(log_level::warning, task + " goes on: " + to_text(err));
              if (auto i = jobs.find(id); i != jobs.end())
                i->second.stopping = false;
            });
  };
  // A job that cannot be saved is stopped all the same.
  shim::mail(self, atom::save_v)
    .request(job.actor, save_patience)
    .then([cancel](const attempt_record&) { cancel(); },
          [cancel](const caf::error&) { cancel(); });
  return {};
}

caf::result<attempt_history> memory::history(const std::string& task) {
  auto id = ids.find(task);
  if (id == ids.end() || !jobs.at(id->second).ended)
    return pass_on<attempt_history>(task, look_patience, atom::history_v);
  if (const auto& known = jobs.at(id->second).history)
    return *known;
  if (office.news.find(task)->seen != presence::ended)
    return reach(task).error();
  return make_error(ec::unavailable,
                    task + " has ended, and its history with it");
}

inner_actor::behavior_type memory::make_behavior() {
  office.begin(me());
  return {
    [this](atom::hello, uint16_t version) { return office.hello(version); },
    [this](atom::list, const task_filter& which) {
      return office.news.list(which);
    },
    [this](atom::follow, follow_order& what, const listener_actor& who) {
      return office.follow(what, who);
    },
    [this](atom::leave, const listener_actor& who) { office.leave(who); },
    [this](atom::progress, const std::string& task) {
      return pass_on<progress>(task, look_patience, atom::progress_v);
    },
    [this](atom::history, const std::string& task) { return history(task); },
    [this](atom::save, const std::string& task) {
      return pass_on<attempt_record>(task, save_patience, atom::save_v);
    },
    [this](atom::steer, const std::string& task,
           const steering_order& word) -> caf::result<steering> {
      if (auto err = check_texts(is_text(word.by) && is_text(word.reason)))
        return err;
      return pass_on<steering>(task, word_patience, atom::steer_v, word);
    },
    [this](atom::cancel, const std::string& task,
           const caf::error& cause) -> caf::result<verdict> {
      if (auto err = check_texts(is_text(cause)))
        return err;
      return pass_on<verdict>(task, word_patience, atom::cancel_v, cause);
    },
    [this](atom::stop, const std::string& task,
           const caf::error& cause) -> caf::result<void> {
      if (auto err = stop(task, cause))
        return err;
      return caf::unit;
    },
    [this](atom::add, const std::string& task,
           const desk_job& what) -> caf::result<void> {
      if (auto err = add(task, what))
        return err;
      return caf::unit;
    },
    [this](atom::record, uint64_t id, transition& x) {
      learn(id, std::move(x));
    },
    [this](atom::record, uint64_t id, snapshot& x) {
      learn(id, std::move(x), nullptr);
    },
    [this](atom::record, uint64_t id, snapshot& x, progress& how_far) {
      learn(id, std::move(x), &how_far);
    },
    [this](atom::record, uint64_t id, attempt_history& x) {
      learn(id, std::move(x));
    },
    [this](atom::done, uint64_t id, run_result& how) {
      end(id, presence::ended, std::move(how));
    },
    [this](atom::expire, uint64_t id, const caf::error& why) { lose(id, why); },
    [this](atom::tick, bool urgent) {
      if (!urgent)
        forget_ended();
      office.tick(me(), urgent);
    },
  };
}

} // namespace receiving

local_desk_actor spawn_desk(caf::actor_system& sys, desk_options options) {
  if (!is_name(options.node))
    options.node = "unnamed";
  options.progress_interval = std::max<caf::timespan>(
    options.progress_interval, std::chrono::milliseconds{1});
  return shim::spawn<receiving::memory>(sys, std::move(options));
}

} // namespace status
