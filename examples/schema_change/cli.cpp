#include "schema_change/cli.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

#include "cli/values.hpp"
#include "schema_change/option_values.hpp"

namespace schema_change {

namespace {

constexpr int usage = 2;

[[noreturn]] void complain(const std::string& option, const std::string& why) {
  throw CLI::ValidationError{option, why};
}

template <class T>
T choice(const std::string& text,
         std::initializer_list<std::pair<const char*, T>> all) {
  std::string names;
  for (const auto& [name, value] : all) {
    if (text == name)
      return value;
    names += (names.empty() ? "" : ", ") + std::string{name};
  }
  throw std::invalid_argument{"'" + text + "' is none of " + names};
}

std::string read_statement(const std::string& path) {
  std::string result;
  errno = 0;
  try {
    std::ifstream in{path, std::ios::binary};
    in.exceptions(std::ios::failbit | std::ios::badbit);
    result.assign(std::istreambuf_iterator<char>{in}, {});
  } catch (const std::ios_base::failure&) { // also for a folder
    complain("--to", "cannot read " + path + ": " + std::strerror(errno));
  }
  if (result.find_first_not_of(" \t\r\n") == std::string::npos)
    complain("--to", path
                       + " is empty; it must hold the wanted CREATE TABLE "
                         "statement");
  return result;
}

class reader {
public:
  explicit reader(options& into) : into_(into) {
    app_.set_help_flag();
    flag("-h,--help", help);
    flag("--version", version);
    what_to_change();
    how_gently();
    going_on();
    output();
  }

  void parse(std::vector<std::string> args) {
    std::reverse(args.begin(), args.end()); // CLI11 takes them from the back
    app_.parse(std::move(args));
    if (help || version)
      return;
    for (const auto& [value, name] :
         {std::pair{&into_.change.database, "DATABASE"},
          std::pair{&into_.change.table, "TABLE"}, std::pair{&file_, "--to"}})
      if (value->empty())
        complain(name, "is missing or empty");
    into_.change.statement = read_statement(file_);
  }

  bool help = false;
  bool version = false;

private:
  void flag(const char* name, bool& into) {
    app_.add_flag(name, into)->disable_flag_override();
  }

  /// An option that `take` reads; what that complains of names the option.
  template <class F>
  CLI::Option* value(const char* name, F take) {
    auto set = [name, take](const std::string& text) {
      try {
        take(text);
      } catch (const std::invalid_argument& ex) {
        complain(name, ex.what());
      }
    };
    return app_.add_option_function<std::string>(name, set)
      ->take_last()
      ->trigger_on_parse()
      ->type_name("value");
  }

  void what_to_change() {
    auto& x = into_.change;
    app_.add_option("DATABASE", x.database);
    app_.add_option("TABLE", x.table);
    app_.add_option("--to", file_)->type_name("value");
    value("--map", [&x](const auto& text) {
      auto entry = parse_mapping(text);
      if (!x.mapping.insert(entry).second)
        complain("--map", "the column " + entry.first + " is given twice");
    });
    flag("--allow-drop", x.allow_drop);
    flag("--keep-old", x.keep_old);
    flag("--indexes-first", x.indexes_first);
    flag("--defer-cutover", x.defer_cut_over);
    value("--sentinel-limit", [&x](const auto& text) {
      x.sentinel_limit = cli::parse_limit(text);
    });
  }

  void how_gently() {
    using std::chrono::milliseconds;
    auto& x = into_.change;
    value("--chunk-time", [&x](const auto& text) {
      auto time = cli::parse_duration(text);
      x.chunk_time = std::chrono::duration_cast<milliseconds>(time);
      if (x.chunk_time.count() == 0)
        complain("--chunk-time", "'" + text + "' is below 1ms");
    });
    value("--lock-wait", [&x](const auto& text) {
      auto time = cli::parse_limit(text);
      x.lock_wait = std::chrono::ceil<milliseconds>(time);
    });
    value("--max-rate",
          [&x](const auto& text) { x.max_rows_per_second = parse_rows(text); });
    app_.add_option("--pause-file", x.pause_file)->type_name("value");
  }

  void going_on() {
    auto& x = into_.change;
    value("--resume", [&x](const auto& text) {
      x.resume = choice<resume_mode>(text, {{"auto", resume_mode::automatic},
                                            {"never", resume_mode::never},
                                            {"require", resume_mode::require}});
    });
    value("--max-checkpoint-age", [&x](const auto& text) {
      x.max_checkpoint_age = cli::parse_limit(text);
    });
    flag("--take-over", x.take_over);
    value("--steer", [this](const auto& text) {
      using word = status::steering_word;
      auto said = choice<word>(text, {{"pause", word::pause},
                                      {"resume", word::resume},
                                      {"hold", word::hold},
                                      {"release", word::release}});
      into_.wanted = apply(into_.wanted, {said, "the command line", {}},
                           caf::make_timestamp());
    });
    value("--checkpoint-interval", [this](const auto& text) {
      into_.checkpoint_interval = cli::parse_duration(text);
    });
  }

  void output() {
    value("--progress", [this](const auto& text) {
      into_.progress
        = choice<progress_mode>(text, {{"auto", progress_mode::automatic},
                                       {"tty", progress_mode::tty},
                                       {"plain", progress_mode::plain},
                                       {"json", progress_mode::json}});
    });
    value("--status-interval", [this](const auto& text) {
      into_.status_interval = cli::parse_duration(text);
    });
    flag("--json", into_.json);
    value("--color", [this](const auto& text) {
      into_.color = choice<color_mode>(text, {{"auto", color_mode::automatic},
                                              {"always", color_mode::always},
                                              {"never", color_mode::never}});
    });
  }

  options& into_;
  std::string file_;
  CLI::App app_{"", "schema-change"};
};

} // namespace

command_line read_command_line(const std::vector<std::string>& args) {
  command_line result;
  options wanted;
  try {
    reader parser{wanted};
    parser.parse(args);
    if (parser.help) {
      result.out = help_text();
      return result;
    }
    if (parser.version) {
      result.out = "schema-change " SCHEMA_CHANGE_VERSION "\n";
      return result;
    }
  } catch (const CLI::Error& ex) {
    result.exit_code = usage;
    result.err = std::string{"schema-change: "} + ex.what()
                 + "\nNothing was touched. Try schema-change --help.\n";
    return result;
  }
  wanted.resume = resume_command(args);
  result.wanted = std::move(wanted);
  return result;
}

} // namespace schema_change
