#include "statusctl/session.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "cli/console.hpp"
#include "cli/text.hpp"
#include "status/net/connect.hpp"
#include "statusctl/names.hpp"

namespace statusctl {

namespace {

using namespace std::chrono_literals;

namespace atom = status::atom;

constexpr size_t threads = 2;

// Longer ones would not fit into a point in time.
constexpr caf::timespan longest_patience = 365 * 24h;

/// Warns of what is about to go wrong, such as a certificate that expires.
class warnings : public status::log_sink {
public:
  void write(const status::log_record& x) override {
    if (x.level >= status::log_level::warning)
      cli::write_all(STDERR_FILENO,
                     "statusctl: warning: " + cli::printable(x.text) + "\n");
  }
};

} // namespace

caf::timespan patience(const options& wanted) {
  if (wanted.timeout)
    return std::min<caf::timespan>(*wanted.timeout, longest_patience);
  // A desk waits for the task itself, a fleet for the desk, and they say so
  // before we give up.
  switch (wanted.what) {
    case command::list:
    case command::show:
    case command::watch:
    case command::progress:
    case command::history:
      return 25s;
    case command::checkpoint:
      return 135s;
    default:
      return 75s;
  }
}

session::session(const options& wanted) : wanted_(wanted) {
  cfg_.share_work(threads);
  if (!wanted.plain)
    if (auto err = cfg_.secure(wanted.files, status::net::tls_use::connect,
                               std::make_shared<warnings>()))
      throw trouble{exit_code::usage, status::to_text(err)};
  sys_ = std::make_unique<caf::actor_system>(cfg_);
}

status::desk_actor session::connect() {
  using status::net::connect;
  using status::net::connect_plain_on_loopback;
  auto where = to_string(wanted_.where);
  auto desk
    = wanted_.plain
        ? connect_plain_on_loopback<status::desk_actor>(*sys_, wanted_.where)
        : connect<status::desk_actor>(*sys_, wanted_.where);
  if (!desk)
    throw trouble{judge(desk.error()), status::to_text(desk.error())};
  ask<status::desk_info>(*desk, where, atom::hello_v, status::protocol_version);
  return *desk;
}

status::task_entry session::find(const status::desk_actor& desk,
                                 const std::string& task) {
  auto where = to_string(wanted_.where);
  auto list = [&](const std::string& text) {
    return ask<status::task_list>(desk, where, atom::list_v,
                                  status::task_filter{text, false})
      .tasks;
  };
  for (auto& entry : list(task))
    if (entry.task == task)
      return std::move(entry);
  std::vector<std::string> names;
  for (const auto& entry : list({}))
    names.push_back(entry.task);
  auto guess = did_you_mean(task, names);
  if (guess.empty())
    guess = "; statusctl list --all says which there are";
  throw trouble{exit_code::usage, where + " knows no task " + task + guess};
}

} // namespace statusctl
