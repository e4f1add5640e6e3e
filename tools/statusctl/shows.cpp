#include "statusctl/shows.hpp"

#include <map>
#include <string>

#include "cli/pace.hpp"
#include "statusctl/json.hpp"
#include "statusctl/lines.hpp"
#include "statusctl/screen.hpp"

namespace statusctl {

namespace {

using namespace std::chrono_literals;
using status::presence;
using status::net::link_state;

std::string stamped(const std::string& text, caf::timestamp when) {
  return time_text(when) + " " + text + "\n";
}

std::string stamped(const event& x, const moment& now) {
  return stamped(event_line(x, now.wall), time_of(x, now.wall));
}

class live_show : public show {
public:
  live_show(std::string task, cli::console& to)
    : task_(std::move(task)), to_(to) {}

  void on_event(const event& x, const moment& now) override {
    to_.write(stamped(x, now));
  }

  void update(const following& all, const moment& now) override {
    area on{to_.width(), to_.height(), to_.how()};
    if (task_.empty())
      to_.show(draw_tasks(all.all(now), all.line(), now.wall, on));
    else if (auto x = all.one(task_, now))
      to_.show(draw_task(*x, on));
  }

  void finish(const status::task_entry&, const moment&) override {
    leave(); // that it has ended was an event
  }

  void leave() override {
    to_.show({});
  }

private:
  std::string task_;
  cli::console& to_;
};

/// Says when a task is worth a line again.
class pacer {
public:
  bool due(const sight& x, const moment& now) {
    auto& next = next_[x.entry.task];
    if (next > now.steady)
      return false;
    auto pause = is_lost(x) ? cli::progress_pause(lost_for(x), {})
                            : cli::progress_pause(running_for(x),
                                                  x.entry.how_far.remaining);
    // A quarter of a second later still counts as in time.
    next = now.steady + pause - 250ms;
    return true;
  }

  /// The next line of a task need not wait, or there is none.
  void hurry(const std::string& task) {
    next_.erase(task);
  }

private:
  std::map<std::string, std::chrono::nanoseconds> next_;
};

class paced_show : public show {
public:
  paced_show(std::string task, cli::console& to)
    : task_(std::move(task)), to_(to) {}

  void update(const following& all, const moment& now) override {
    // That nobody can be reached is said once, not of each task.
    if (task_.empty() && all.line().now == link_state::unreachable)
      return;
    for (const auto& x : all.all(now))
      if (x.entry.seen != presence::ended && pace_.due(x, now))
        say(x, now);
  }

protected:
  virtual void say(const sight& x, const moment& now) = 0;

  void write(const std::string& lines) {
    to_.write(lines);
  }

  pacer pace_;

private:
  std::string task_;
  cli::console& to_;
};

class plain_show : public paced_show {
public:
  using paced_show::paced_show;

  void on_event(const event& x, const moment& now) override {
    write(stamped(x, now));
    if (x.what == event_kind::forgotten)
      pace_.hurry(x.of.entry.task);
  }

  void finish(const status::task_entry&, const moment&) override {
    // That it has ended was an event.
  }

private:
  void say(const sight& x, const moment& now) override {
    write(stamped(report_line(x), now.wall));
  }
};

class json_show : public paced_show {
public:
  using paced_show::paced_show;

  void on_event(const event& x, const moment& now) override {
    if (auto text = json::event(x, now.wall); !text.empty())
      write(text + "\n");
    pace_.hurry(x.of.entry.task);
  }

  void finish(const status::task_entry& x, const moment& now) override {
    write(json::result(x, now.wall) + "\n");
  }

private:
  void say(const sight& x, const moment&) override {
    write(json::progress(x) + "\n");
  }
};

} // namespace

std::unique_ptr<show> make_show(const options& wanted, cli::console& to,
                                bool terminal) {
  auto mode = wanted.progress;
  if (mode == progress_mode::automatic)
    mode = terminal ? progress_mode::tty : progress_mode::plain;
  const auto& task = wanted.argument;
  switch (mode) {
    case progress_mode::tty:
      return std::make_unique<live_show>(task, to);
    case progress_mode::json:
      return std::make_unique<json_show>(task, to);
    default:
      return std::make_unique<plain_show>(task, to);
  }
}

} // namespace statusctl
