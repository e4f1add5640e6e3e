// A runner with fake jobs under a real desk, in a process of its own. Writes
// its port, obeys lines of its standard input, and ends with it:
//   finish TASK         the job closes
//   fail TASK CODE      the job fails: down, fenced or unsaved
//   break TASK          its checkpoints cannot be written from now on
#include <caf/scoped_actor.hpp>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "status/actors/desk.hpp"
#include "status/actors/supervisor.hpp"
#include "status/actors/task.hpp"
#include "status/net/certificates.hpp"
#include "status/net/config.hpp"
#include "status/net/serve.hpp"

namespace {

using namespace std::chrono_literals;
using status::ec;

constexpr uint64_t most_rows = 4000;

struct job {
  std::atomic<bool> finish{false};
  std::atomic<bool> unsaved{false};
  std::atomic<ec> fails{ec::none};
  std::atomic<uint64_t> rows{0};
  std::atomic<status::state> current{status::state::initial};
};

using job_ptr = std::shared_ptr<job>;

void enter(job& x, status::job_control& control, status::state which) {
  control.advance(which);
  x.current = which;
}

void run(job& x, status::job_control& control) {
  enter(x, control, status::state::copy_rows);
  while (!x.finish) {
    if (auto code = x.fails.load(); code != ec::none)
      throw status::failure{code, "as it was told"};
    if (!control.wanted().paused.in_force && x.rows < most_rows)
      x.rows += 10;
    if (!control.wait_for(10ms))
      return;
  }
  while (control.wanted().held.in_force)
    if (!control.wait_for(10ms))
      return;
  enter(x, control, status::state::cut_over);
  enter(x, control, status::state::close);
}

status::progress progress_of(const job& x) {
  status::progress result;
  result.current = x.current;
  result.summary = "copies as it was told";
  auto half = x.rows / 2;
  result.tables.push_back({"users", half, most_rows / 2, false});
  result.tables.push_back({"orders", x.rows - half, most_rows / 2, false});
  result.remaining.kind = status::eta_kind::measuring;
  result.taken = caf::make_timestamp();
  return result;
}

status::task_actor start(caf::actor_system& sys, const status::run_info& with,
                         const job_ptr& x) {
  status::job_callbacks calls;
  calls.run = [x](status::job_control& control) { run(*x, control); };
  calls.progress = [x] { return progress_of(*x); };
  calls.dump
    = [x](const status::attempt&) -> caf::expected<status::checkpoint> {
    if (x->unsaved)
      throw std::runtime_error{"the disk is full"};
    return status::checkpoint{"row=" + std::to_string(x->rows), 0};
  };
  calls.steer = [](const status::steering&) {
    // As good as stored.
  };
  return status::spawn_task(sys, with.holder, std::move(calls));
}

std::string add(caf::actor_system& sys, const status::local_desk_actor& desk,
                const std::string& name, const job_ptr& x) {
  status::supervise_options options;
  options.watch.status_interval = 0s;
  options.watch.checkpoint_interval = 0s; // on demand only
  options.restart.max_restarts = 0;
  auto made = status::supervise(
    sys,
    [x](caf::actor_system& in, const status::run_info& with) {
      return start(in, with, x);
    },
    options);
  if (!made)
    return status::to_text(made.error());
  caf::scoped_actor self{sys};
  std::string why;
  self
    ->request(desk, caf::timespan{10s}, status::atom::add_v, name,
              status::desk_job{*made})
    .receive([] {}, [&why](caf::error& x) { why = status::to_text(x); });
  return why;
}

void obey(const std::map<std::string, job_ptr>& jobs) {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words{line};
    std::string verb;
    std::string task;
    std::string code;
    words >> verb >> task >> code;
    auto i = jobs.find(task);
    if (i == jobs.end())
      continue;
    if (verb == "finish")
      i->second->finish = true;
    else if (verb == "break")
      i->second->unsaved = true;
    else if (verb == "fail")
      i->second->fails = code == "fenced"    ? ec::fenced
                         : code == "unsaved" ? ec::could_not_write_checkpoint
                                             : ec::task_down;
  }
}

int serve(status::net::config<>& cfg, bool plain, uint16_t wanted) {
  caf::actor_system sys{cfg};
  status::desk_options options;
  options.node = "runner";
  options.progress_interval = 200ms;
  auto desk = status::spawn_desk(sys, options);
  std::map<std::string, job_ptr> jobs;
  for (const auto* name : {"add_email", "drop_phone", "shop-2"}) {
    auto x = jobs[name] = std::make_shared<job>();
    if (auto why = add(sys, desk, name, x); !why.empty()) {
      std::cerr << name << ": " << why << '\n';
      std::_Exit(1);
    }
  }
  status::desk_actor front = desk;
  status::net::endpoint where{"127.0.0.1", wanted};
  auto port = plain ? status::net::serve_plain_on_loopback(sys, front, where)
                    : status::net::serve(sys, front, where);
  if (!port) {
    std::cerr << status::to_text(port.error()) << '\n';
    std::_Exit(1);
  }
  std::cout << *port << std::endl;
  obey(jobs);
  std::_Exit(0); // jobs may still run, and nobody waits for them
}

} // namespace

// statusctl_runner FOLDER|plain [PORT]
int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: statusctl_runner FOLDER|plain [PORT]\n";
    return 2;
  }
  std::string folder = argv[1];
  auto port = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0;
  status::net::config<> cfg;
  cfg.share_work(2);
  if (folder != "plain")
    if (auto err = cfg.secure(status::net::files_in(folder, "server"),
                              status::net::tls_use::serve)) {
      std::cerr << status::to_text(err) << '\n';
      return 1;
    }
  return serve(cfg, folder == "plain", static_cast<uint16_t>(port));
}
