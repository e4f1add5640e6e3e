#include "statusctl/session.hpp"

#include <chrono>

#include "status/net/connect.hpp"
#include "statusctl/names.hpp"

namespace statusctl {

namespace {

using namespace std::chrono_literals;

namespace atom = status::atom;

constexpr size_t threads = 2;

} // namespace

caf::timespan patience(const options& wanted) {
  if (wanted.timeout)
    return *wanted.timeout;
  // A desk waits for the task itself, and says so before we give up.
  switch (wanted.what) {
    case command::list:
    case command::show:
    case command::watch:
    case command::progress:
    case command::history:
      return 15s;
    case command::checkpoint:
      return 130s;
    default:
      return 70s;
  }
}

session::session(const options& wanted) : wanted_(wanted) {
  cfg_.share_work(threads);
  if (!wanted.plain)
    if (auto err = cfg_.secure(wanted.files, status::net::tls_use::connect))
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
