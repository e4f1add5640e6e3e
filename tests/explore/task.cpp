#include "explore/task.hpp"

#include <deque>
#include <utility>

namespace status::explore {

namespace {

class scripted_task {
public:
  static constexpr const char* name = "task";

  scripted_task(scripted_task_actor::pointer self, task_script_ptr script)
    : self(self), script(std::move(script)) {
    shim::harden(self);
  }

  ~scripted_task() {
    script->ended = true;
  }

  scripted_task(const scripted_task&) = delete;
  scripted_task& operator=(const scripted_task&) = delete;

  caf::result<checkpoint> dump(const attempt& which) {
    ++script->dumps;
    if (which.id <= script->last_id)
      script->id_repeated = true;
    script->last_id = which.id;
    if (script->stop_seen)
      ++script->asked_after_stop;
    if (script->dump) {
      ++script->dumps_answered;
      if (*script->dump)
        return **script->dump;
      return script->dump->error();
    }
    open.emplace_back(
      self->make_response_promise<caf::typed_response_promise<checkpoint>>());
    return open.back();
  }

  void answer(const checkpoint& saved, const caf::error& err) {
    if (open.empty())
      return;
    if (err)
      open.front().deliver(err);
    else
      open.front().deliver(saved);
    open.pop_front();
  }

  scripted_task_actor::behavior_type make_behavior() {
    return {
      [](atom::progress) { return progress{}; },
      [this](atom::report) {
        if (script->stop_seen)
          ++script->asked_after_stop;
        return std::string{};
      },
      [this](atom::dump, const attempt& x) { return dump(x); },
      [this](atom::cancel, const caf::error& cause) {
        script->cancels.emplace_back(cause);
        if (script->stop_seen)
          ++script->cancels_after_stop;
        if (script->ends_when_cancelled)
          self->quit();
      },
      [this](atom::steer, const steering& x) {
        script->words.emplace_back(x);
        if (script->stop_seen)
          ++script->asked_after_stop;
        return x;
      },
      [this](atom::dump, const checkpoint& saved, const caf::error& err) {
        answer(saved, err);
      },
      [this](atom::stop) { script->stop_seen = true; },
    };
  }

  scripted_task_actor::pointer self;
  task_script_ptr script;
  std::deque<caf::typed_response_promise<checkpoint>> open;
};

} // namespace

scripted_task_actor spawn_scripted_task(world& in, task_script_ptr script) {
  return in.own(shim::spawn<scripted_task>(in.system(), std::move(script)));
}

} // namespace status::explore
