#include "schema_change/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "cli/text.hpp"

namespace schema_change {

namespace {

/// Where spdlog writes to: the console, which knows of the live block.
class spdlog_output : public spdlog::sinks::base_sink<std::mutex> {
public:
  explicit spdlog_output(line_writer write, bool color)
    : write_(std::move(write)), color_(color) {}

protected:
  void sink_it_(const spdlog::details::log_msg& msg) override {
    spdlog::memory_buf_t text;
    formatter_->format(msg, text);
    std::string result{text.data(), text.size()};
    if (color_ && msg.color_range_end > msg.color_range_start) {
      result.insert(msg.color_range_end, "\x1b[0m");
      result.insert(msg.color_range_start,
                    msg.level >= spdlog::level::err    ? "\x1b[31m"
                    : msg.level == spdlog::level::warn ? "\x1b[33m"
                                                       : "\x1b[2m");
    }
    write_(result);
  }

  void flush_() override {}

private:
  line_writer write_;
  bool color_;
};

spdlog::level::level_enum level_of(status::log_level x) {
  switch (x) {
    case status::log_level::debug:
      return spdlog::level::debug;
    case status::log_level::warning:
      return spdlog::level::warn;
    case status::log_level::error:
      return spdlog::level::err;
    default:
      return spdlog::level::info;
  }
}

std::string text_of(const status::log_record& x) {
  auto result = x.text;
  for (const auto& [key, value] : x.fields) {
    const auto* quote
      = value.find_first_of(" \"=") != std::string::npos ? "'" : "";
    result.append(" ").append(key).append("=");
    result.append(quote).append(value).append(quote);
  }
  return result;
}

/// Keys of rows are shown in texts, and can hold anything. Reports have lines.
std::string printable_lines(std::string_view text) {
  std::string result;
  for (auto end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n')) {
    result += cli::printable(text.substr(0, end)) + "\n";
    text.remove_prefix(end + 1);
  }
  return result + cli::printable(text);
}

class spdlog_sink : public status::log_sink {
public:
  spdlog_sink(line_writer write, log_amount how_much, bool color)
    : how_much_(how_much),
      logger_("schema-change",
              std::make_shared<spdlog_output>(std::move(write), color)) {
    auto pattern = how_much == log_amount::notes
                     ? "%H:%M:%S %^%l%$ %v"
                     : "%Y-%m-%dT%H:%M:%SZ %^%l%$ %v";
    auto time = how_much == log_amount::notes ? spdlog::pattern_time_type::local
                                              : spdlog::pattern_time_type::utc;
    logger_.set_formatter(
      std::make_unique<spdlog::pattern_formatter>(pattern, time));
  }

  void write(const status::log_record& x) override {
    if (wanted(x))
      logger_.log(level_of(x.level), printable_lines(text_of(x)));
  }

private:
  /// That is told once, by the last words.
  static bool tells_the_end(const status::log_record& x) {
    if (x.component == "status.watcher")
      return x.level == status::log_level::info;
    return x.component == "status.supervisor"
           && std::any_of(x.fields.begin(), x.fields.end(),
                          [](const auto& y) { return y.key == "outcome"; });
  }

  bool wanted(const status::log_record& x) const {
    using status::log_level;
    if (how_much_ == log_amount::everything)
      return x.level > log_level::debug && !tells_the_end(x);
    // Restarts show in the live block, and the end in the last words.
    if (x.component == "status.supervisor")
      return x.level >= log_level::error;
    if (x.level >= log_level::warning)
      return true;
    return how_much_ == log_amount::notes && x.level > log_level::debug
           && x.component.rfind("status.", 0) != 0;
  }

  log_amount how_much_;
  spdlog::logger logger_;
};

} // namespace

status::log_sink_ptr make_log(line_writer write, log_amount how_much,
                              bool color) {
  return std::make_shared<spdlog_sink>(std::move(write), how_much, color);
}

} // namespace schema_change
