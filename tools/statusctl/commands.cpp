#include "statusctl/commands.hpp"

#include <string>
#include <utility>
#include <vector>

#include "cli/text.hpp"
#include "status/messages/report.hpp"
#include "statusctl/json.hpp"
#include "statusctl/session.hpp"
#include "statusctl/table.hpp"

namespace statusctl {

namespace {

namespace atom = status::atom;

using status::steering_word;

// Wider than any line.
constexpr size_t unlimited = 1'000'000;

class performer {
public:
  performer(const options& wanted, const terminals& to)
    : wanted_(wanted), to_(to), session_(wanted), desk_(session_.connect()) {}

  void list() {
    auto found = session_.ask<status::task_list>(
      desk_, to_string(wanted_.where), atom::list_v,
      status::task_filter{wanted_.filter, !wanted_.all});
    std::vector<sight> all;
    for (const auto& entry : found.tasks)
      all.push_back(see(entry, now_));
    if (wanted_.json) {
      for (const auto& x : all)
        say(json::task(x, now_));
    } else if (all.empty()) {
      to_.err.write(std::string{"statusctl: no tasks"}
                    + (wanted_.filter.empty() ? "" : " that match")
                    + (wanted_.all ? "" : "; --all shows those that have ended")
                    + "\n");
    } else {
      auto width = to_.out_is_terminal ? to_.out.width() : unlimited;
      say(task_table(all), width);
    }
  }

  void show() {
    auto x = see(found(), now_);
    if (wanted_.json)
      say(json::task(x, now_));
    else
      say(task_details(x));
  }

  void progress() {
    auto x = ask<status::progress>(atom::progress_v);
    if (wanted_.json)
      return say(json::progress(wanted_.argument, x));
    say(cli::printable(wanted_.argument));
    say(progress_details(x));
  }

  void history() {
    auto x = ask<status::attempt_history>(atom::history_v);
    if (!wanted_.json)
      return say(history_table(x));
    for (const auto& attempt : x.attempts)
      say(json::checkpoint(wanted_.argument, attempt));
    say(json::history(wanted_.argument, x, now_));
  }

  void checkpoint() {
    try {
      auto x = ask<status::attempt_record>(atom::save_v);
      if (wanted_.json)
        return say(json::checkpoint(wanted_.argument, x));
      say(cli::printable(wanted_.argument + " is saved at " + x.saved.position)
          + ", which took " + cli::short_time(x.duration));
    } catch (const trouble& x) {
      // The task has tried, and said why it cannot.
      if (x.code() != exit_code::failed)
        throw;
      throw trouble{exit_code::not_saved, x.what()};
    }
  }

  void steer(steering_word word) {
    auto x = said(word);
    std::string text;
    if (x.paused.in_force)
      text = "is paused by " + to_text(x.paused);
    if (x.held.in_force)
      text += (text.empty() ? "" : "; ")
              + std::string{"its cut-over is held by "} + to_text(x.held);
    if (text.empty())
      text = "is neither paused nor held";
    say(cli::printable(wanted_.argument + " " + text));
  }

  void cancel() {
    confirm(wanted_, to_, "Cancel " + shown() + "? " + lost());
    auto x = ask<status::verdict>(atom::cancel_v, why());
    say(cli::printable(wanted_.argument
                       + (x.first
                            ? " is cancelled"
                            : " ends already: " + status::to_text(x.cause))));
  }

  void stop() {
    if (found().seen == status::presence::ended)
      throw trouble{exit_code::unreachable, what() + ": " + wanted_.argument
                                              + " has ended" + where_to_look()};
    confirm(wanted_, to_, "Stop " + shown() + "? It saves a checkpoint first.");
    session_.tell(desk_, what(), atom::stop_v, wanted_.argument, why());
    say(cli::printable(wanted_.argument
                       + " saves a last checkpoint and ends; statusctl watch "
                       + wanted_.argument + " sees it"));
  }

private:
  /// What is said before why it cannot be done.
  std::string what() const {
    return std::string{info(wanted_.what).name} + " " + wanted_.argument;
  }

  /// The task, which is there, or else `trouble` says so.
  const status::task_entry& found() {
    if (entry_.task.empty())
      entry_ = session_.find(desk_, wanted_.argument);
    return entry_;
  }

  std::string shown() {
    auto text = found().task + " (" + state_text(found());
    if (auto done = done_text(found().how_far); !done.empty())
      text += ", " + done;
    return text + ") on " + found().node;
  }

  /// What a cancel costs.
  std::string lost() {
    if (found().now.last_saved.which.id == 0)
      return "It has saved no checkpoint in this start.";
    return "What came after its last checkpoint, "
           + checkpoint_age_text(see(found(), now_)) + ", is lost.";
  }

  /// Asks for something of the task.
  template <class T, class Word, class... Ts>
  T ask(Word word, Ts... xs) {
    auto ended = found().seen == status::presence::ended;
    try {
      return session_.ask<T>(desk_, what(), word, wanted_.argument,
                             std::move(xs)...);
    } catch (const trouble& x) {
      if (!ended)
        throw;
      throw trouble{x.code(), x.what() + where_to_look()};
    }
  }

  /// What could not be stored is in force all the same, and what was not
  /// answered can be.
  status::steering said(steering_word word) {
    try {
      return ask<status::steering>(
        atom::steer_v,
        status::steering_order{word, wanted_.by, wanted_.reason});
    } catch (const trouble& x) {
      if (x.code() == exit_code::unreachable || x.code() == exit_code::usage
          || found().seen == status::presence::ended)
        throw;
      throw trouble{x.code(), std::string{x.what()} + "; statusctl show "
                                + wanted_.argument + " says what is in force"};
    }
  }

  /// Of one that has ended, and no longer answers.
  std::string where_to_look() const {
    return "; statusctl show " + wanted_.argument + " says how";
  }

  caf::error why() const {
    auto text = "by " + wanted_.by;
    if (!wanted_.reason.empty())
      text += ": " + wanted_.reason;
    return make_error(status::ec::cancelled, text);
  }

  void say(const std::string& text) {
    to_.out.write(text + "\n");
  }

  void say(const std::vector<cli::line>& lines, size_t width = unlimited) {
    for (const auto& line : lines)
      say(paint(line, width, to_.out.how()));
  }

  const options& wanted_;
  const terminals& to_;
  session session_;
  status::desk_actor desk_;
  status::task_entry entry_; // once it was asked for
  caf::timestamp now_ = caf::make_timestamp();
};

} // namespace

void do_command(const options& wanted, const terminals& to) {
  performer does{wanted, to};
  switch (wanted.what) {
    case command::list:
      return does.list();
    case command::show:
      return does.show();
    case command::progress:
      return does.progress();
    case command::history:
      return does.history();
    case command::checkpoint:
      return does.checkpoint();
    case command::pause:
      return does.steer(steering_word::pause);
    case command::resume:
      return does.steer(steering_word::resume);
    case command::hold:
      return does.steer(steering_word::hold);
    case command::release:
      return does.steer(steering_word::release);
    case command::cancel:
      return does.cancel();
    default:
      return does.stop();
  }
}

} // namespace statusctl
