#include "statusctl/watch.hpp"

#include <unistd.h>

#include <csignal>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "status/messages/report.hpp"
#include "status/net/observe.hpp"
#include "statusctl/inputs.hpp"
#include "statusctl/session.hpp"
#include "statusctl/shows.hpp"

namespace statusctl {

namespace {

using namespace std::chrono_literals;
using status::presence;
using status::net::link_state;

/// What the observer tells, for the thread that shows it.
class inbox {
public:
  using item = std::variant<status::task_updates, status::net::link_status>;

  explicit inbox(const wake_pipe& wakes) : wakes_(wakes) {}

  void put(item x) {
    std::unique_lock guard{mutex_};
    items_.push_back(std::move(x));
    guard.unlock();
    wakes_.wake();
  }

  std::vector<item> take() {
    std::unique_lock guard{mutex_};
    return std::exchange(items_, {});
  }

private:
  const wake_pipe& wakes_;
  std::mutex mutex_;
  std::vector<item> items_;
};

moment now() {
  return {std::chrono::steady_clock::now().time_since_epoch(),
          caf::make_timestamp()};
}

class looker {
public:
  looker(const options& wanted, const terminals& to)
    : wanted_(wanted),
      task_(wanted.argument),
      to_(to),
      shows_(make_show(wanted, to.out, to.out_is_terminal)),
      known_(task_),
      node_(wanted),
      observer_(observe()),
      begun_(now().steady) {}

  int run() {
    for (;;) {
      auto signal = wakes_.wait(keys_.file(), 500ms);
      if (signal == SIGCONT)
        keys_.again();
      else if (signal != 0)
        return leave(128 + signal);
      if (keys_.read().find('q') != std::string::npos)
        return leave(static_cast<int>(exit_code::left));
      auto at = now();
      for (auto& x : inbox_.take())
        std::visit([&](const auto& y) { take(known_.take(y, at), at); }, x);
      if (auto x = known_.one(task_, at);
          x && x->entry.seen == presence::ended) {
        shows_->finish(x->entry, at);
        return exit_code_of(x->entry);
      }
      give_up(at);
      shows_->update(known_, at);
      if (to_.out.gone())
        return static_cast<int>(exit_code::failed); // nobody reads it
    }
  }

private:
  status::net::link observe() {
    status::net::observe_options with;
    with.which = task_.empty() ? status::task_filter{wanted_.filter, true}
                               : status::task_filter{task_, false};
    with.news = [this](const status::task_updates& x) { inbox_.put(x); };
    with.line = [this](const status::net::link_status& x) { inbox_.put(x); };
    with.plain_on_loopback = wanted_.plain;
    auto result = status::net::spawn_observer(node_.system(), wanted_.where,
                                              std::move(with));
    if (!result)
      throw trouble{judge(result.error()), status::to_text(result.error())};
    return std::move(*result);
  }

  void take(const std::vector<event>& events, const moment& at) {
    for (const auto& x : events) {
      if (x.what == event_kind::link && x.line.now == link_state::live)
        first_contact();
      else if (x.what == event_kind::link && !met_)
        not_reached(x.line.why);
      if (x.what != event_kind::link || met_)
        shows_->on_event(x, at);
      if (x.what == event_kind::forgotten && !task_.empty()
          && !known_.one(task_, at))
        throw trouble{exit_code::unreachable,
                      to_string(wanted_.where) + " has forgotten " + task_
                        + "; how it ended is not known"};
    }
  }

  void first_contact() {
    if (std::exchange(met_, true) || task_.empty())
      return;
    if (auto desk = observer_.desk())
      node_.find(*desk, task_);
  }

  /// Who gives a limit wants to wait for what passes.
  void not_reached(const caf::error& why) const {
    if (!wanted_.timeout || judge(why) == exit_code::usage)
      throw trouble{judge(why), status::to_text(why)};
  }

  /// How long nobody has been able to say what is going on.
  std::chrono::nanoseconds out_of_reach(const moment& at) const {
    if (!met_)
      return at.steady - begun_;
    if (auto x = known_.one(task_, at))
      return is_lost(*x) ? lost_for(*x) : 0ns;
    const auto& line = known_.line();
    return line.now == link_state::unreachable ? at.wall - line.since : 0ns;
  }

  void give_up(const moment& at) const {
    auto lost = out_of_reach(at);
    if (!wanted_.timeout || lost < *wanted_.timeout)
      return;
    auto text = (task_.empty() ? to_string(wanted_.where) : task_)
                + " was out of reach for " + status::format_duration(lost)
                + ", which says nothing of what it does";
    if (const auto& why = known_.line().why)
      text += ": " + status::to_text(why);
    throw trouble{exit_code::too_late, text};
  }

  int leave(int code) {
    shows_->leave();
    if (to_.out_is_terminal)
      to_.err.write("statusctl: left; what was watched goes on\n");
    return code;
  }

  const options& wanted_;
  const std::string task_;
  const terminals& to_;
  std::unique_ptr<show> shows_;
  following known_;
  wake_pipe wakes_;
  keyboard keys_{STDIN_FILENO};
  inbox inbox_{wakes_};
  session node_;
  status::net::link observer_; // ends before what it tells
  std::chrono::nanoseconds begun_;
  bool met_ = false;
};

} // namespace

int watch(const options& wanted, const terminals& to) {
  return looker{wanted, to}.run();
}

} // namespace statusctl
