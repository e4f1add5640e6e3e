/// The component: watched tasks, each with a state holder. What is measured,
/// and the options, are in harness/harness.cpp.
#include <optional>

#include "lean_watch.hpp"
#include "status/actors/state_holder.hpp"
#include "watched_group.hpp"

namespace benchmark {

namespace {

class component : public lean_watch {
public:
  using lean_watch::lean_watch;

  void make_tasks(size_t n, call_book& book) override {
    lean_watch::make_tasks(n, book);
    holders_.resize(n);
    watched_.resize(n);
  }

  void call_every(intervals x) override {
    status::watch_options options;
    options.status_interval = x.status;
    options.checkpoint_interval = x.checkpoint;
    // Otherwise no checkpoint would come more often than once a second.
    options.min_checkpoint_pause = caf::timespan{0};
    group_.emplace(sys_, options);
  }

  void hold(size_t i) override {
    holders_[i] = status::spawn_state_holder(sys_).actor;
  }

  void start(size_t i) override {
    watched_[i] = group_->add(tasks_[i], holders_[i]);
  }

  void stop(size_t i) override {
    group_->stop(watched_[i]);
    watched_[i] = watched_group::entry{};
  }

  void release(size_t i) override {
    caf::anon_send_exit(holders_[i], caf::exit_reason::user_shutdown);
    holders_[i] = status::state_holder_actor{};
  }

private:
  std::vector<status::state_holder_actor> holders_;
  std::vector<watched_group::entry> watched_;
  std::optional<watched_group> group_;
};

} // namespace

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run_in_system<benchmark::component>(argc, argv);
}
