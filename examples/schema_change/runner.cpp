#include "schema_change/runner.hpp"

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "schema_change/jobs.hpp"
#include "schema_change/last_word.hpp"
#include "schema_change/outputs.hpp"
#include "schema_change/presenter.hpp"
#include "schema_change/signals.hpp"
#include "status/actors/supervisor.hpp"
#include "status/system.hpp"

namespace schema_change {

namespace {

using namespace std::chrono_literals;

namespace atom = status::atom;
namespace shim = status::shim;

constexpr caf::timespan supervisor_patience = 10s;

// A checkpoint may have to wait for a chunk and for the application's writers,
// however often it is wanted.
constexpr caf::timespan least_checkpoint_timeout = 10s;
constexpr caf::timespan most_checkpoint_timeout = 30s;

/// A few threads are plenty: whatever blocks has one of its own. Nothing is
/// read from files.
struct config : status::config<> {
  config() {
    share_work(2);
  }
};

// -- the job -------------------------------------------------------------------

status::supervise_options options_of(const options& wanted,
                                     const status::log_sink_ptr& log,
                                     const std::shared_ptr<jobs>& all) {
  status::supervise_options result;
  result.holder.wanted = wanted.wanted;
  result.watch.status_interval = wanted.status_interval;
  result.watch.checkpoint_interval = wanted.checkpoint_interval;
  result.watch.checkpoint_timeout = std::clamp<caf::timespan>(
    wanted.checkpoint_interval, least_checkpoint_timeout,
    most_checkpoint_timeout);
  result.watch.store_fences = true; // the engine refuses late writers
  result.watch.log = log;
  result.restart.can_help
    = [all](const caf::error&) { return all->can_help(); };
  return result;
}

// -- Ctrl-C --------------------------------------------------------------------

/// Leaves in any case: whoever should read the output may be gone, or hang.
[[noreturn]] void leave_at_once(int signal) {
  pollfd output{STDERR_FILENO, POLLOUT, 0};
  if (::poll(&output, 1, 0) == 1 && (output.revents & POLLOUT) != 0)
    cli::write_all(STDERR_FILENO,
                   "schema-change: left at once; the same command "
                   "goes on from where it was\n");
  std::_Exit(128 + signal);
}

/// Runs on the threads of the signals.
void on_signal(caf::actor_system& sys,
               const status::supervisor_actor& supervisor, outputs& shown,
               int signal, int count) {
  // Whoever holds the console may hang; the cursor is where it belongs.
  if (count > 1)
    leave_at_once(signal);
  auto now = status::state::initial;
  caf::scoped_actor self{sys};
  shim::mail(self, atom::get_v)
    .request(supervisor, supervisor_patience)
    .receive([&now](const status::snapshot& x) { now = x.current; },
             [](const caf::error&) {
               // Nothing is running; to stop is right all the same.
             });
  if (status::cut_over_granted(now))
    return shown.say(
      "the cut-over has begun already, so the change is being "
      "finished; once more to leave at once");
  shown.say(
    "stopping, a last checkpoint is written; once more to leave at "
    "once");
  shim::anon_mail(atom::stop_v, status::stop_order{true, {}}).send(supervisor);
}

// -- presenters ----------------------------------------------------------------

class audience {
public:
  audience(caf::actor_system& sys, const status::supervisor_actor& supervisor,
           const options& wanted, const outputs& shown,
           const std::shared_ptr<jobs>& all)
    : self_(sys) {
    auto numbers = [all] {
      auto x = all->last();
      return x ? x->numbers() : figures{};
    };
    for (const auto& display : shown.displays()) {
      auto made
        = spawn_presenter(sys, {supervisor, display, wanted.change.database,
                                wanted.change.table, numbers});
      presenters_.emplace_back(made);
      shim::mail(self_, atom::subscribe_v, status::subscriber_actor{made})
        .request(supervisor, supervisor_patience)
        .receive([](const status::snapshot&) {},
                 [](const caf::error&) {
                   // It ended at once; there is nothing to see.
                 });
    }
  }

  /// No display is used any more afterwards.
  void leave() {
    for (const auto& x : presenters_)
      shim::mail(self_, atom::stop_v)
        .request(x, supervisor_patience)
        .receive([](bool) {}, [](const caf::error&) {});
  }

private:
  caf::scoped_actor self_;
  std::vector<presenter_actor> presenters_;
};

} // namespace

exit_code run_change(const options& wanted) {
  hold_signals();
  outputs shown{wanted};
  config cfg;
  caf::actor_system sys{cfg};
  auto all = std::make_shared<jobs>(wanted.change, shown.log());
  auto factory = [all](caf::actor_system& host, const status::run_info& info) {
    return spawn_task(host, info.holder, callbacks_of(all->next(info)));
  };
  outcome result;
  auto supervisor
    = supervise(sys, factory, options_of(wanted, shown.log(), all));
  if (!supervisor) {
    result.run.outcome = status::run_outcome::failed;
    result.run.cause = supervisor.error();
  } else {
    audience watching{sys, *supervisor, wanted, shown, all};
    signal_watch signals{[&](int signal, int count) {
      on_signal(sys, *supervisor, shown, signal, count);
    }};
    all->begin();
    result.run = wait_for(sys, *supervisor);
    watching.leave();
  }
  if (auto last = all->last())
    result.job = last->ended();
  return shown.finish(result);
}

} // namespace schema_change
