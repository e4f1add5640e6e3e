#include "schema_change/job.hpp"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "status/messages/report.hpp"

namespace schema_change {

namespace {

using status::ec;

/// The engine's failure as an error that travels.
status::failure as_error(const failure& x) {
  return {x.code(), x.what()};
}

/// The state holder's refusal as the engine wants it.
failure refusal(const status::failure& x) {
  const auto& why = x.why();
  if (has_code(why, ec::cancelled))
    return {ec::cancelled, leftovers::resumable, "cancelled"};
  return {status::code_of(why), leftovers::resumable, x.what()};
}

} // namespace

job::job(settings what, status::log_sink_ptr log,
         std::shared_future<void> begin)
  : log_(std::move(log)),
    begin_(std::move(begin)),
    engine_(new engine{std::move(what), *this}) {}

job::~job() = default;

void job::run(status::job_control& control) {
  begin_.wait();
  control_ = &control;
  {
    std::lock_guard guard{end_mutex_};
    world_ = control;
  }
  try {
    engine_->run();
    close(std::nullopt);
  } catch (const failure& x) {
    close(x);
    throw as_error(x);
  } catch (const std::exception& x) { // out of memory, say
    failure unknown{ec::unavailable, leftovers::resumable, x.what()};
    close(unknown);
    throw as_error(unknown);
  }
}

void job::close(std::optional<failure> cause) {
  std::unique_lock engine_guard{engine_mutex_}; // waits for a dump in flight
  std::lock_guard guard{end_mutex_};
  end_.cause = std::move(cause);
  end_.numbers = engine_->numbers();
  end_.task = engine_->progress();
  world_.reset();
  engine_.reset();
}

caf::expected<status::checkpoint> job::dump(const status::attempt& which) {
  std::shared_lock engine_guard{engine_mutex_};
  if (!engine_)
    return make_error(ec::cancelled, "the run has ended");
  try {
    auto result = engine_->dump(which);
    std::lock_guard guard{end_mutex_};
    end_.not_saved.clear();
    return result;
  } catch (const failure& x) {
    if (x.code() == ec::could_not_write_checkpoint) {
      std::lock_guard guard{end_mutex_};
      end_.not_saved = x.what();
    }
    return make_error(x.code(), x.what());
  }
}

void job::steer(const status::steering& wanted) {
  std::shared_lock engine_guard{engine_mutex_};
  if (!engine_) {
    std::lock_guard guard{end_mutex_};
    if (end_.cause)
      throw status::failure{ec::unavailable,
                            "the run has ended; what operators want is in "
                            "force from the next one on"};
    return; // it is done, and needs no word any more
  }
  try {
    engine_->steer(wanted);
  } catch (const failure& x) {
    throw as_error(x);
  }
}

status::progress job::progress() const {
  std::shared_lock engine_guard{engine_mutex_};
  if (engine_)
    return engine_->progress();
  std::lock_guard guard{end_mutex_};
  return end_.task;
}

figures job::numbers() const {
  std::shared_lock engine_guard{engine_mutex_};
  if (engine_)
    return engine_->numbers();
  std::lock_guard guard{end_mutex_};
  return end_.numbers;
}

job_end job::ended() const {
  auto numbers = this->numbers();
  auto task = progress();
  std::lock_guard guard{end_mutex_};
  auto result = end_;
  result.numbers = numbers;
  result.task = task;
  return result;
}

std::string job::report() const {
  std::optional<status::job_control> world;
  {
    std::lock_guard guard{end_mutex_};
    world = world_;
  }
  if (!world)
    return {};
  auto n = numbers();
  auto more = fmt::format("chunk-size={}", n.chunk_rows);
  if (n.rows_per_second > 0)
    more += fmt::format("  rate={}/s", n.rows_per_second);
  auto result = status::migration_report("migration status", world->look(),
                                         progress(), more);
  result.row("changes", fmt::format("{} replayed  {} pending",
                                    n.changes_applied, n.changes_pending));
  return result.str();
}

// -- host ----------------------------------------------------------------------

void job::advance(status::state next) {
  try {
    control_->advance(next);
  } catch (const status::failure& x) {
    throw refusal(x);
  }
}

bool job::cancelled() const {
  return control_->cancelled();
}

void job::pause(std::chrono::nanoseconds duration) {
  control_->wait_for(duration);
}

status::steering job::wanted() const {
  std::lock_guard guard{end_mutex_};
  return world_ ? world_->wanted() : status::steering{};
}

status::steering job::restore(const status::steering& stored) {
  try {
    return control_->restore(stored);
  } catch (const status::failure& x) {
    throw refusal(x);
  }
}

void job::note(level how, std::string text, fields details) {
  status::log_record record;
  record.level = how == level::warning ? status::log_level::warning
                                       : status::log_level::info;
  record.component = "schema_change";
  record.text = std::move(text);
  for (auto& [key, value] : details)
    record.fields.push_back({std::move(key), std::move(value)});
  status::log(log_, std::move(record));
}

// -- callbacks -----------------------------------------------------------------

status::job_callbacks callbacks_of(const std::shared_ptr<job>& x) {
  status::job_callbacks result;
  result.run = [x](status::job_control& control) { x->run(control); };
  result.dump = [x](const status::attempt& which) { return x->dump(which); };
  result.steer = [x](const status::steering& wanted) { x->steer(wanted); };
  result.progress = [x] { return x->progress(); };
  result.report = [x] { return x->report(); };
  return result;
}

} // namespace schema_change
