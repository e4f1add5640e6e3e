#include "schema_change/outputs.hpp"

#include <unistd.h>

#include <string>
#include <utility>

namespace schema_change {

namespace {

/// Writes every record to two sinks.
class both : public status::log_sink {
public:
  both(status::log_sink_ptr first, status::log_sink_ptr second)
    : first_(std::move(first)), second_(std::move(second)) {}

  void write(const status::log_record& x) override {
    status::log(first_, x);
    status::log(second_, x);
  }

private:
  status::log_sink_ptr first_;
  status::log_sink_ptr second_;
};

line_writer writer_to(const std::shared_ptr<cli::console>& where) {
  return [where](std::string_view lines) { where->write(lines); };
}

} // namespace

outputs::outputs(const options& wanted) : wanted_(wanted) {
  auto err
    = cli::inspect_terminal(STDERR_FILENO, wanted.color == color_mode::always,
                            wanted.color == color_mode::never);
  auto mode = wanted.progress;
  // With JSON on stdout, stderr is for problems only, unless asked for more.
  auto quiet = wanted.json && mode == progress_mode::automatic;
  if (mode == progress_mode::automatic)
    mode = err.terminal && !quiet ? progress_mode::tty : progress_mode::plain;
  out_ = std::make_shared<cli::console>(STDOUT_FILENO, cli::look{}, false);
  err_ = std::make_shared<cli::console>(STDERR_FILENO, err.how,
                                        mode == progress_mode::tty);
  err_is_json_ = mode == progress_mode::json;
  if (err_is_json_) {
    log_ = make_json_log(writer_to(err_));
    displays_.emplace_back(make_json_display(writer_to(err_), wanted));
  } else if (mode == progress_mode::tty) {
    log_ = make_log(writer_to(err_), log_amount::notes, err.how.color);
    displays_.emplace_back(make_terminal_display(err_));
  } else {
    log_ = make_log(writer_to(err_),
                    quiet ? log_amount::problems : log_amount::everything,
                    err.how.color);
    displays_.emplace_back(make_plain_display(log_));
  }
  if (wanted.json) {
    log_ = std::make_shared<both>(log_, make_json_log(writer_to(out_)));
    displays_.emplace_back(make_json_display(writer_to(out_), wanted));
  }
}

void outputs::say(std::string_view text) {
  if (err_is_json_)
    return status::log(
      log_, {status::log_level::info, "schema_change", std::string{text}, {}});
  err_->write("schema-change: " + std::string{text} + "\n");
}

exit_code outputs::finish(const outcome& x) {
  for (const auto& display : displays_)
    display->finish(x);
  auto text = last_words(x, wanted_);
  auto result = judge(x);
  if (result == exit_code::finished) {
    if (!wanted_.json)
      out_->write(text);
  } else if (!err_is_json_) {
    err_->write(text);
  }
  if (auto why = out_->problem(); !why.empty()) {
    say("the output is not complete: " + why);
    if (result == exit_code::finished)
      return exit_code::failed;
  }
  return result;
}

} // namespace schema_change
