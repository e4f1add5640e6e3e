#include "fleet/nodes.hpp"

#include <caf/scoped_actor.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cli/text.hpp"
#include "fleet/move_job.hpp"
#include "fleet/shop.hpp"
#include "status/actors/placement.hpp"
#include "status/actors/worker.hpp"
#include "status/net/announce.hpp"
#include "status/net/certificates.hpp"
#include "status/net/config.hpp"
#include "status/net/serve.hpp"

namespace fleet {

namespace {

/// One line on stdout per record.
class lines : public status::log_sink {
public:
  explicit lines(std::string name) : name_(std::move(name)) {}

  void write(const status::log_record& x) override {
    auto text = fmt::format("{:%H:%M:%S} {}: {}",
                            fmt::localtime(std::chrono::system_clock::to_time_t(
                              std::chrono::system_clock::now())),
                            name_, x.text);
    for (const auto& field : x.fields)
      if (!field.value.empty())
        text += fmt::format(" {}={}", field.key, field.value);
    std::lock_guard guard{mutex_};
    std::puts(cli::printable(text).c_str());
    std::fflush(stdout);
  }

private:
  const std::string name_;
  std::mutex mutex_;
};

/// What a worker says of its moves: how they go, not how they are watched.
class few_lines : public lines {
public:
  using lines::lines;

  void write(const status::log_record& x) override {
    if (x.level >= status::log_level::warning
        || x.component == "status.state_holder")
      lines::write(x);
  }
};

[[noreturn]] void fail(const caf::error& why) {
  throw std::runtime_error{status::to_text(why)};
}

template <class T>
T value_of(caf::expected<T> x) {
  if (!x)
    fail(x.error());
  return std::move(*x);
}

std::unique_ptr<status::net::config<>> configured(
  const std::string& certificates, const std::string& name,
  status::net::tls_use use, const status::log_sink_ptr& log) {
  auto result = std::make_unique<status::net::config<>>();
  result->share_work(2);
  if (auto err
      = result->secure(status::net::files_in(certificates, name), use, log))
    fail(err);
  return result;
}

std::vector<status::job_order> orders(const std::string& from,
                                      const std::string& to) {
  std::vector<status::job_order> result;
  std::filesystem::create_directories(to);
  for (const auto& path : shards_in(from)) {
    std::filesystem::path name{path};
    auto target = std::filesystem::absolute(to) / name.filename();
    result.push_back({name.stem(), payload_of(path, target), 0, {}});
  }
  return result;
}

} // namespace

int run_controller(const controller_options& options) {
  auto where = value_of(status::net::parse_endpoint(options.listen));
  auto log = std::make_shared<lines>("controller");
  auto cfg = configured(options.certificates, "server",
                        status::net::tls_use::serve, log);
  caf::actor_system sys{*cfg};
  status::placement_options what;
  what.jobs = orders(options.from, options.to);
  what.grace = options.grace;
  what.log = log;
  auto placement = value_of(spawn_placement(sys, std::move(what)));
  where.port = value_of(status::net::serve(sys, placement, where));
  fmt::print("listening on {}\n", to_string(where));
  std::fflush(stdout);
  auto result = 1;
  caf::scoped_actor self{sys};
  status::shim::mail(self, status::atom::wait_v)
    .request(placement, caf::infinite)
    .receive(
      [&](const status::job_results& all) {
        size_t moved = 0;
        for (const auto& x : all.jobs)
          if (x.outcome == status::run_outcome::succeeded)
            ++moved;
        fmt::print("{} of {} shards have moved\n", moved, all.jobs.size());
        result = moved == all.jobs.size() ? 0 : 1;
      },
      [](const caf::error& err) { fail(err); });
  caf::anon_send_exit(placement, caf::exit_reason::user_shutdown);
  return result;
}

void run_worker(const worker_options& options) {
  auto where = value_of(status::net::parse_endpoint(options.fleet));
  auto log = std::make_shared<few_lines>(options.name);
  auto cfg = configured(options.certificates, "client",
                        status::net::tls_use::connect, log);
  caf::actor_system sys{*cfg};
  status::worker_options how;
  how.desk.node = options.name;
  how.desk.log = log;
  how.capacity = options.capacity;
  auto worker = value_of(spawn_worker(
    sys,
    [&options, log](caf::actor_system& host, const status::job_order& order) {
      return start_move(host, order, {options.rows_per_second, log});
    },
    how));
  status::net::announce_options telling;
  telling.log = log;
  auto link
    = value_of(status::net::spawn_announcer(sys, worker, where, telling));
  for (;;)
    ::pause();
}

} // namespace fleet
