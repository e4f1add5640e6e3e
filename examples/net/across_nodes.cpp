#include <status/actors/desk.hpp>
#include <status/actors/task.hpp>
#include <status/actors/watcher.hpp>
#include <status/net/certificates.hpp>
#include <status/net/config.hpp>
#include <status/net/observe.hpp>
#include <status/net/serve.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <iostream>

using namespace std::chrono_literals;
namespace net = status::net;

// What fails here is for a person to mend, and says how.
void must(const caf::error& err) {
  if (err)
    throw status::failure{err};
}

template <class T>
T get(caf::expected<T> x) {
  if (!x)
    throw status::failure{x.error()};
  return std::move(*x);
}

// The node with a job and a desk, which is served.
struct runner {
  explicit runner(caf::actor_system& sys)
    : holder(status::spawn_state_holder(sys)) {
    status::job_callbacks job;
    job.run = [](status::job_control& control) {
      for (auto next : {status::state::copy_rows, status::state::checksum,
                        status::state::cut_over, status::state::close})
        if (control.wait_for(300ms))
          control.advance(next);
    };
    auto task = status::spawn_task(sys, holder, job);
    auto watcher = get(status::watch(sys, task, holder.actor));
    status::desk_options options;
    options.node = "runner:1";
    desk = status::spawn_desk(sys, options);
    caf::anon_send(desk, status::atom::add_v, std::string{"count"},
                   status::desk_job{watcher});
  }

  ~runner() {
    caf::anon_send_exit(desk, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(holder.actor, caf::exit_reason::user_shutdown);
  }

  status::state_holder holder;
  status::local_desk_actor desk;
};

// Follows the node from another one until its job has ended.
void follow(caf::actor_system& sys, const net::endpoint& where) {
  std::promise<void> closed;
  net::observe_options options;
  options.line = [](const net::link_status& x) {
    std::cout << net::describe(x, caf::make_timestamp()) << std::endl;
  };
  options.news = [&closed](const status::task_updates& x) {
    for (const auto& update : x.updates)
      for (const auto& event : update.missed) {
        std::cout << update.entry.task << ": " << to_string(event.to)
                  << std::endl;
        if (event.to == status::state::close)
          closed.set_value();
      }
  };
  auto link = get(net::spawn_observer(sys, where, options));
  closed.get_future().wait_for(30s);
}

void run(const std::string& dir) {
  must(net::make_certificates(dir));
  net::config<> there;
  must(there.secure(net::files_in(dir, "server"), net::tls_use::serve));
  caf::actor_system server{there};
  runner node{server};
  net::endpoint where{"127.0.0.1", 0};
  where.port = get(net::serve(server, node.desk, where));

  net::config<> here;
  must(here.secure(net::files_in(dir, "client"), net::tls_use::connect));
  caf::actor_system client{here};
  follow(client, where);
}

int main() {
  std::string dir = "/tmp/across-nodes-XXXXXX";
  if (::mkdtemp(dir.data()) == nullptr) {
    std::perror("no folder for certificates in /tmp");
    return 1;
  }
  auto status = 0;
  try {
    run(dir);
  } catch (const std::exception& x) {
    std::cerr << x.what() << '\n';
    status = 1;
  }
  std::filesystem::remove_all(dir); // private keys are in it
  return status;
}
