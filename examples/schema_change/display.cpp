#include "schema_change/display.hpp"

#include <string>
#include <utility>

#include "cli/pace.hpp"
#include "schema_change/json.hpp"
#include "schema_change/terminal.hpp"

namespace schema_change {

namespace {

using namespace std::chrono_literals;

class terminal_display : public display {
public:
  explicit terminal_display(std::shared_ptr<cli::console> where)
    : where_(std::move(where)) {}

  std::chrono::nanoseconds interval() const override {
    return 200ms;
  }

  void on_view(const view& x) override {
    where_->show(render(x, where_->width(), where_->how()));
  }

  void finish(const outcome&) override {
    where_->show({});
  }

private:
  std::shared_ptr<cli::console> where_;
};

class plain_display : public display {
public:
  explicit plain_display(status::log_sink_ptr log) : log_(std::move(log)) {}

  std::chrono::nanoseconds interval() const override {
    return 0ns;
  }

  void on_transition(const status::transition& x) override {
    auto level = x.cause ? status::log_level::warning : status::log_level::info;
    status::log(log_, {level,
                       "schema_change",
                       to_string(x.to) + " begins, " + to_string(x.from)
                         + " took " + cli::short_time(x.spent),
                       {}});
  }

private:
  status::log_sink_ptr log_;
};

class json_display : public display {
public:
  json_display(line_writer write, options wanted)
    : write_(std::move(write)), wanted_(std::move(wanted)) {}

  std::chrono::nanoseconds interval() const override {
    return 1s;
  }

  void on_transition(const status::transition& x) override {
    put(json::transition(x));
    next_ = {}; // a new state is news
  }

  void on_attempt(const status::attempt_record& x) override {
    put(json::checkpoint(x));
  }

  void on_view(const view& x) override {
    auto running = total_time(x.holder);
    auto restarted = running < std::exchange(last_, running);
    if (next_ > running && !restarted)
      return;
    // Half of an interval later still counts as in time.
    next_ = running + cli::progress_pause(running, x.task.remaining)
            - interval() / 2;
    put(json::progress(x));
  }

  void finish(const outcome& x) override {
    put(json::result(x, wanted_, caf::make_timestamp()));
  }

private:
  void put(const std::string& object) {
    write_(object + "\n");
  }

  line_writer write_;
  options wanted_;
  std::chrono::nanoseconds next_{}; // in the run's own time
  std::chrono::nanoseconds last_{};
};

class json_log : public status::log_sink {
public:
  explicit json_log(line_writer write) : write_(std::move(write)) {}

  void write(const status::log_record& x) override {
    // Reports say in prose what the objects say already.
    if (x.level >= status::log_level::warning
        || (x.level == status::log_level::info
            && x.component.rfind("status.", 0) != 0))
      write_(json::log(x, caf::make_timestamp()) + "\n");
  }

private:
  line_writer write_;
};

} // namespace

display_ptr make_terminal_display(std::shared_ptr<cli::console> where) {
  return std::make_shared<terminal_display>(std::move(where));
}

display_ptr make_plain_display(status::log_sink_ptr log) {
  return std::make_shared<plain_display>(std::move(log));
}

display_ptr make_json_display(line_writer write, const options& wanted) {
  return std::make_shared<json_display>(std::move(write), wanted);
}

status::log_sink_ptr make_json_log(line_writer write) {
  return std::make_shared<json_log>(std::move(write));
}

} // namespace schema_change
