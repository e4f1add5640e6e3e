#define CAF_SUITE schema_change_cli

#include "precompiled.hpp"

#include "schema_change/cli.hpp"

#include <cstdio>
#include <fstream>
#include <limits>
#include <stdexcept>

#include <unistd.h>

#include "cli/values.hpp"
#include "schema_change/option_values.hpp"

namespace schema_change::schema_change_cli_suite {

using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

/// A file for `--to`, removed at the end.
struct fixture {
  fixture() : path("cli_test." + std::to_string(::getpid()) + ".sql") {
    std::ofstream{path} << "CREATE TABLE t (id INTEGER PRIMARY KEY)\n";
  }

  ~fixture() {
    std::remove(path.c_str());
  }

  command_line read(words more) const {
    more.insert(more.begin(), {"shop.db", "t", "--to", path});
    return read_command_line(more);
  }

  options accept(words more) const {
    auto result = read(std::move(more));
    if (!result.wanted)
      CAF_FAIL("refused: " << result.err);
    return *result.wanted;
  }

  /// Checks that it is refused with 2, and that the text says `part`.
  void refuse(words args, const std::string& part) const {
    auto result = read_command_line(args);
    CAF_CHECK(!result.wanted);
    CAF_CHECK_EQUAL(result.exit_code, 2);
    CAF_CHECK_EQUAL(result.out, "");
    if (result.err.find(part) == std::string::npos)
      CAF_ERROR("expected <" << part << "> in: " << result.err);
    CAF_CHECK(result.err.find("Nothing was touched") != std::string::npos);
  }

  void refuse_option(words more, const std::string& part) const {
    more.insert(more.begin(), {"shop.db", "t", "--to", path});
    refuse(more, part);
  }

  std::string path;
};

/// Returns what a parser complains of.
template <class F>
std::string complaint(F parse) {
  try {
    parse();
  } catch (const std::invalid_argument& ex) {
    return ex.what();
  }
  return "accepted";
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(cli_tests, fixture)

CAF_TEST(times are read with their units) {
  CAF_CHECK(cli::parse_duration("500ms") == 500ms);
  CAF_CHECK(cli::parse_duration("30s") == 30s);
  CAF_CHECK(cli::parse_duration("5m") == 5min);
  CAF_CHECK(cli::parse_duration("2h") == 2h);
  CAF_CHECK(cli::parse_duration("7d") == 168h);
  CAF_CHECK(cli::parse_duration("1h30m15s") == 1h + 30min + 15s);
  CAF_CHECK(cli::parse_duration("0") == 0s);
  CAF_CHECK(cli::parse_duration("0s") == 0s);
}

CAF_TEST(what is no time is refused and not guessed) {
  for (const auto* x : {"", "s", "-5s", "+5s", " 5s", "5 s", "1.5h", "h5", "5x",
                        "5us", "30", "1h30", "5S"})
    CAF_CHECK_NOT_EQUAL(complaint([x] { cli::parse_duration(x); }), "accepted");
  CAF_CHECK_EQUAL(complaint([] { cli::parse_duration("30"); }),
                  "'30' lacks a unit: ms, s, m, h or d");
}

CAF_TEST(a time that does not fit is refused) {
  CAF_CHECK(cli::parse_duration("106751d") == 106751 * 24h);
  for (const auto* x : {"106752d", "106751d24h", "99999999999999999999s",
                        "9223372036854775808ms"})
    CAF_CHECK_EQUAL(complaint([x] { cli::parse_duration(x); }),
                    "'" + std::string{x} + "' is too long a time");
}

CAF_TEST(a mapping is split at the first equals sign) {
  using pair = std::pair<std::string, std::string>;
  CAF_CHECK(parse_mapping("a=b") == pair("a", "b"));
  CAF_CHECK(parse_mapping("a=b = c") == pair("a", "b = c"));
  CAF_CHECK(parse_mapping("\"a=b\"=c") == pair("a=b", "c"));
  CAF_CHECK(parse_mapping("\"a\"\"b\"=c") == pair("a\"b", "c"));
  for (const auto* x :
       {"", "a", "=b", "a=", "\"a=b", "\"a\"", "\"a\"b=c", "\"\"=b"})
    CAF_CHECK_NOT_EQUAL(complaint([x] { parse_mapping(x); }), "accepted");
}

CAF_TEST(defaults are those of the help) {
  auto x = accept({});
  CAF_CHECK_EQUAL(x.change.database, "shop.db");
  CAF_CHECK_EQUAL(x.change.table, "t");
  CAF_CHECK_EQUAL(x.change.statement,
                  "CREATE TABLE t (id INTEGER PRIMARY KEY)\n");
  CAF_CHECK(x.change.mapping.empty());
  CAF_CHECK(!x.change.allow_drop);
  CAF_CHECK(!x.change.keep_old);
  CAF_CHECK(!x.change.indexes_first);
  CAF_CHECK(!x.change.defer_cut_over);
  CAF_CHECK(!x.change.take_over);
  CAF_CHECK(x.change.chunk_time == 50ms);
  CAF_CHECK(x.change.lock_wait == 30s);
  CAF_CHECK_EQUAL(x.change.max_rows_per_second, 0u);
  CAF_CHECK(x.change.resume == resume_mode::automatic);
  CAF_CHECK(x.change.max_checkpoint_age == 168h);
  CAF_CHECK(x.change.sentinel_limit == 48h);
  CAF_CHECK(x.status_interval == 30s);
  CAF_CHECK(x.checkpoint_interval == 50s);
  CAF_CHECK(x.progress == progress_mode::automatic);
  CAF_CHECK(x.color == color_mode::automatic);
  CAF_CHECK(!x.json);
  CAF_CHECK_EQUAL(x.wanted.version, 0u);
}

CAF_TEST(6.8 words on the command line come one after the other) {
  auto x = accept({"--steer=pause", "--steer", "hold"}).wanted;
  CAF_CHECK_EQUAL(x.version, 2u);
  CAF_CHECK(x.paused.in_force);
  CAF_CHECK_EQUAL(x.paused.by, "the command line");
  CAF_CHECK(x.held.in_force);
  x = accept({"--steer=resume", "--steer=release"}).wanted;
  CAF_CHECK_EQUAL(x.version, 2u);
  CAF_CHECK(!x.paused.in_force && x.paused.since != caf::timestamp{});
  CAF_CHECK(!x.held.in_force && x.held.since != caf::timestamp{});
  refuse_option({"--steer", "stop"}, "'stop' is none of pause, resume, hold, ");
}

CAF_TEST(every option reaches what it is for) {
  auto x = accept({"--map",
                   "a=b",
                   "--map=c=[d]",
                   "--allow-drop",
                   "--keep-old",
                   "--indexes-first",
                   "--defer-cutover",
                   "--take-over",
                   "--chunk-time",
                   "20ms",
                   "--lock-wait",
                   "1500ms",
                   "--max-rate=9000",
                   "--pause-file",
                   "/tmp/pause",
                   "--resume",
                   "require",
                   "--max-checkpoint-age",
                   "36h30m",
                   "--sentinel-limit",
                   "90s",
                   "--status-interval",
                   "1s",
                   "--checkpoint-interval",
                   "2s",
                   "--progress",
                   "json",
                   "--color=never",
                   "--json"});
  CAF_CHECK_EQUAL(x.change.mapping.size(), 2u);
  CAF_CHECK_EQUAL(x.change.mapping["a"], "b");
  CAF_CHECK_EQUAL(x.change.mapping["c"], "[d]");
  CAF_CHECK(x.change.allow_drop);
  CAF_CHECK(x.change.keep_old);
  CAF_CHECK(x.change.indexes_first);
  CAF_CHECK(x.change.defer_cut_over);
  CAF_CHECK(x.change.take_over);
  CAF_CHECK(x.change.chunk_time == 20ms);
  CAF_CHECK(x.change.lock_wait == 1500ms);
  CAF_CHECK_EQUAL(x.change.max_rows_per_second, 9000u);
  CAF_CHECK_EQUAL(x.change.pause_file, "/tmp/pause");
  CAF_CHECK(x.change.resume == resume_mode::require);
  CAF_CHECK(x.change.max_checkpoint_age == 36h + 30min);
  CAF_CHECK(x.change.sentinel_limit == 90s);
  CAF_CHECK(x.status_interval == 1s);
  CAF_CHECK(x.checkpoint_interval == 2s);
  CAF_CHECK(x.progress == progress_mode::json);
  CAF_CHECK(x.color == color_mode::never);
  CAF_CHECK(x.json);
}

CAF_TEST(options may stand anywhere) {
  auto x = read_command_line({"--json", "shop.db", "--to=" + path, "t"});
  CAF_REQUIRE(x.wanted.has_value());
  CAF_CHECK_EQUAL(x.wanted->change.table, "t");
  auto y = read_command_line({"--to=" + path, "--", "-odd.db", "--odd table"});
  CAF_REQUIRE(y.wanted.has_value());
  CAF_CHECK_EQUAL(y.wanted->change.table, "--odd table");
}

CAF_TEST(a wrong command line says what is wrong and exits with 2) {
  refuse({}, "DATABASE: is missing");
  refuse({"shop.db"}, "TABLE: is missing");
  refuse({"shop.db", "t"}, "--to: is missing");
  refuse({"shop.db", "t", "--to"}, "--to");
  refuse({"shop.db", "t", "--to", "no such file"},
         "cannot read no such file: No such file or directory");
  refuse({"shop.db", "t", "--to", "."}, "--to: cannot read .");
  refuse({"shop.db", "t", "--to", "/dev/null"}, "/dev/null is empty");
  refuse_option({"more"}, "more");
  refuse_option({"--alow-drop"}, "--alow-drop");
  refuse_option({"--allow-drop=5"}, "allow-drop was given");
  refuse_option({"--chunk-time", "5"}, "--chunk-time: '5' lacks a unit");
  refuse_option({"--chunk-time", "0"}, "--chunk-time: '0' is below 1ms");
  refuse_option({"--max-rate", "-1"}, "--max-rate: '-1' is no number");
  refuse_option({"--max-rate", "9999999999999999999"}, "--max-rate");
  refuse_option({"--resume", "always"},
                "--resume: 'always' is none of auto, never, require");
  refuse_option({"--progress=bar"}, "none of auto, tty, plain, json");
  refuse_option({"--color=red"}, "none of auto, always, never");
  refuse_option({"--sentinel-limit", "90"}, "--sentinel-limit: '90' lacks a");
  refuse_option({"--sentinel-limit", "0s"}, "'0s' is no limit, such as");
  refuse_option({"--max-checkpoint-age", "0"}, "'0' is no limit, such as");
  refuse_option({"--map", "x"}, "--map: 'x' is not of the form");
  refuse_option({"--map", "x=1", "--map", "x=2"}, "x is given twice");
  refuse_option({"--status-interval", "-1s"}, "--status-interval");
}

CAF_TEST(help names every option and goes to stdout) {
  auto x = read_command_line({"--help", "--chunk-time", "5s"});
  CAF_CHECK(!x.wanted);
  CAF_CHECK_EQUAL(x.exit_code, 0);
  CAF_CHECK_EQUAL(x.err, "");
  CAF_CHECK_EQUAL(x.out, help_text());
  for (const auto* option : {"--to",
                             "--map",
                             "--allow-drop",
                             "--keep-old",
                             "--indexes-first",
                             "--chunk-time",
                             "--lock-wait",
                             "--max-rate",
                             "--pause-file",
                             "--defer-cutover",
                             "--sentinel-limit",
                             "--resume",
                             "--max-checkpoint-age",
                             "--take-over",
                             "--steer",
                             "--checkpoint-interval",
                             "--progress",
                             "--status-interval",
                             "--json",
                             "--color",
                             "--help",
                             "--version",
                             "Exit codes:",
                             "Examples:"})
    if (x.out.find(option) == std::string::npos)
      CAF_ERROR(option << " is not in the help");
}

CAF_TEST(no line of the help is wider than 80 columns) {
  size_t begin = 0;
  for (const auto& text = help_text(); begin < text.size();) {
    auto end = text.find('\n', begin);
    CAF_CHECK_LESS_OR_EQUAL(end - begin, 80u);
    begin = end + 1;
  }
}

CAF_TEST(the version is told) {
  auto x = read_command_line({"--version"});
  CAF_CHECK_EQUAL(x.exit_code, 0);
  CAF_CHECK_EQUAL(x.out.rfind("schema-change ", 0), 0u);
}

CAF_TEST(6.8 the command that resumes does not repeat words) {
  CAF_CHECK_EQUAL(resume_command({"--steer", "hold", "a.db", "--steer=pause"}),
                  "schema-change a.db");
  CAF_CHECK_EQUAL(resume_command({"a.db", "--", "--steer"}),
                  "schema-change a.db -- --steer");
}

CAF_TEST(the command that resumes neither starts over nor takes over) {
  CAF_CHECK_EQUAL(resume_command({"a.db", "t", "--resume=never", "--to", "n"}),
                  "schema-change a.db t --to n");
  CAF_CHECK_EQUAL(resume_command({"--resume", "never", "a.db", "--take-over"}),
                  "schema-change a.db");
  CAF_CHECK_EQUAL(resume_command({"a b.db", "it's", "--map=x=y * 2", ""}),
                  "schema-change 'a b.db' 'it'\\''s' '--map=x=y * 2' ''");
  CAF_CHECK_EQUAL(resume_command({"--take-over", "--", "a.db", "--resume"}),
                  "schema-change -- a.db --resume");
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace schema_change::schema_change_cli_suite
