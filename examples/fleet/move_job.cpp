#include "fleet/move_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

#include "status/actors/task.hpp"
#include "status/messages/report.hpp"

namespace fleet {

namespace {

using status::ec;
using status::failure;
using std::chrono::seconds;

/// Says of which shard each record is.
class shard_log : public status::log_sink {
public:
  shard_log(status::log_sink_ptr to, std::string shard)
    : to_(std::move(to)), shard_(std::move(shard)) {}

  void write(const status::log_record& x) override {
    auto named = x;
    named.fields.insert(named.fields.begin(), {"shard", shard_});
    status::log(to_, std::move(named));
  }

private:
  const status::log_sink_ptr to_;
  const std::string shard_;
};

/// One run. Its callbacks come from several threads, and each has a connection
/// of its own.
class move_job : private host {
public:
  move_job(move_settings what, status::steering heard, status::log_sink_ptr log)
    : what_(std::move(what)), heard_(std::move(heard)), log_(std::move(log)) {}

  void run(status::job_control& control) {
    control_ = &control;
    what_.epoch = control.look().at.epoch;
    {
      std::lock_guard guard{mutex_};
      world_ = control;
    }
    move{what_, *this, shown_}.run();
  }

  /// All that was reached is durable already; what is left is to prove that it
  /// is still ours.
  status::checkpoint dump(const status::attempt& which) {
    destination here{existing(), which.epoch};
    owned guard{here};
    guard.stamp(which.epoch, which.id);
    guard.commit();
    return {shown_.saved(), 0};
  }

  void steer(const status::steering& wanted) {
    std::unique_lock guard{mutex_};
    if (!world_ || !begun_)
      throw failure{ec::watermark_not_ready,
                    "what operators want is in force, but could not be stored: "
                    "the move has not begun"};
    auto epoch = world_->look().at.epoch;
    guard.unlock();
    destination here{existing(), epoch};
    owned into{here};
    into.store(wanted);
    into.commit();
  }

  status::progress progress() const {
    return shown_.progress();
  }

  std::string report() const {
    std::unique_lock guard{mutex_};
    auto world = world_;
    guard.unlock();
    if (!world)
      return {};
    return status::migration_report("move status", world->look(), progress(),
                                    {})
      .str();
  }

private:
  /// The destination, once this run has claimed it.
  const std::string& existing() const {
    if (!begun_)
      throw failure{ec::watermark_not_ready, "the move has not begun"};
    return what_.to;
  }

  void advance(status::state next) override {
    control_->advance(next);
  }

  bool cancelled() const override {
    return control_->cancelled();
  }

  void pause(std::chrono::nanoseconds duration) override {
    control_->wait_for(duration);
  }

  status::steering wanted() const override {
    return control_->wanted();
  }

  status::steering restore(const status::steering& stored) override {
    // What was stored last the fleet need not have heard of; what it heard
    // could perhaps not be stored.
    return control_->restore(heard_.version > stored.version ? heard_ : stored);
  }

  void note(const std::string& text) override {
    status::log(log_, {status::log_level::warning, "fleet.move", text, {}});
  }

  void trace(moment where) override {
    if (where == moment::claimed)
      begun_ = true;
  }

  move_settings what_;
  const status::steering heard_; // by the fleet, of an earlier run
  const status::log_sink_ptr log_;
  gauges shown_;
  status::job_control* control_ = nullptr; // of the thread that moves
  std::atomic<bool> begun_{false};
  mutable std::mutex mutex_;
  std::optional<status::job_control> world_;
};

status::job_callbacks callbacks_of(const std::shared_ptr<move_job>& x) {
  status::job_callbacks result;
  result.run = [x](status::job_control& control) { x->run(control); };
  result.dump = [x](const status::attempt& which) { return x->dump(which); };
  result.steer = [x](const status::steering& wanted) { x->steer(wanted); };
  result.progress = [x] { return x->progress(); };
  result.report = [x] { return x->report(); };
  return result;
}

} // namespace

std::string payload_of(const std::string& from, const std::string& to) {
  return from + "\n" + to;
}

caf::expected<status::supervisor_actor> start_move(
  caf::actor_system& sys, const status::job_order& order,
  const move_options& options) {
  move_settings what;
  auto end = order.payload.find('\n');
  if (end == std::string::npos || end == 0 || end + 1 == order.payload.size())
    throw failure{ec::bad_argument,
                  order.task + ": the order names no source and destination"};
  what.from = order.payload.substr(0, end);
  what.to = order.payload.substr(end + 1);
  what.rows_per_second = options.rows_per_second;
  status::supervise_options how;
  how.holder.epoch = std::max(order.epoch, look_up(what.from).epoch) + 1;
  how.watch.checkpoint_interval = seconds{5};
  how.watch.checkpoint_timeout = seconds{30};
  how.watch.store_fences = true;
  auto log = std::make_shared<shard_log>(options.log, order.task);
  how.watch.log = log;
  how.holder.log = log;
  auto factory = [what, heard = order.wanted,
                  log](caf::actor_system& host, const status::run_info& info) {
    auto job = std::make_shared<move_job>(what, heard, log);
    return spawn_task(host, info.holder, callbacks_of(job));
  };
  return supervise(sys, factory, how);
}

} // namespace fleet
