/// orders-writer: makes a database, writes to it all the time, and proves
/// afterwards from its own logs what the database must hold.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "create.hpp"
#include "verify.hpp"
#include "writer.hpp"

namespace orders_writer {

namespace {

// Shared by all commands, as the command line fills it in.
struct arguments {
  std::string database;
  origin from{100'000, 1};
  bool wal = false;
  writer_options writer;
  double seconds = 0;
  std::vector<std::string> logs;
};

void line(const char* label, const std::string& text) {
  fmt::print("{:<26} {:>12}\n", label, text);
}

void line(const char* label, int64_t number) {
  line(label, std::to_string(number));
}

int create_command(const arguments& given) {
  create(given.database, given.from, given.wal);
  return 0;
}

int run_command(arguments given) {
  given.writer.database = given.database;
  given.writer.duration
    = std::chrono::milliseconds{static_cast<int64_t>(given.seconds * 1'000)};
  auto done = write(given.writer);
  line("transactions committed", done.committed);
  line("rolled back on purpose", done.rolled_back);
  line("no lock in time", done.timed_out);
  line("longest wait for a lock",
       fmt::format("{:.1f} ms",
                   static_cast<double>(done.longest_wait.count()) / 1'000));
  if (done.resolved)
    fmt::print("The last transaction of an earlier run was found out about.\n");
  return 0;
}

int verify_command(const arguments& given) {
  auto found = verify(given.database, given.logs);
  line("transactions in the logs", found.transactions);
  line("rows expected", found.expected);
  line("rows checked", found.checked);
  line("lost", found.lost);
  line("duplicated", found.duplicated);
  line("unexpected", found.unexpected);
  line("differing", found.differing);
  line("amounts are stored as", found.amounts);
  for (const auto& text : found.examples)
    fmt::print("  {}\n", text);
  for (const auto& text : found.faults)
    fmt::print("wrong: {}\n", text);
  fmt::print("{}\n", found.good() ? "The table is what the logs say."
                                  : "The table is NOT what the logs say.");
  return found.good() ? 0 : 1;
}

int dispatch(int argc, char** argv) {
  CLI::App app{
    "Makes a database of orders, writes to it all the time, and "
    "checks it against its own logs."};
  app.require_subcommand(1);
  arguments given;

  auto* create = app.add_subcommand("create", "Make a database");
  create->add_option("DATABASE", given.database, "A new file")->required();
  create->add_option("--rows", given.from.rows, "How many orders")
    ->check(CLI::PositiveNumber)
    ->capture_default_str();
  create->add_option("--seed", given.from.seed, "Which orders")
    ->capture_default_str();
  create->add_flag("--wal", given.wal, "Use a write-ahead log");

  auto* run = app.add_subcommand(
    "run", "Insert, update and delete until told to stop (SIGTERM, Ctrl-C)");
  run->add_option("DATABASE", given.database, "Made by create")
    ->required()
    ->check(CLI::ExistingFile);
  run->add_option("--log", given.writer.log, "Where to write what was done")
    ->required();
  run
    ->add_option("--seed", given.writer.seed,
                 "Which changes; another one for each log")
    ->capture_default_str();
  run->add_option("--duration", given.seconds, "Stop after so many seconds")
    ->check(CLI::NonNegativeNumber);
  run
    ->add_option("--max-ops", given.writer.most,
                 "Stop after so many transactions")
    ->check(CLI::NonNegativeNumber);
  run->add_flag("--own-ids", given.writer.own_ids,
                "Choose the ids of new orders, for a table that cannot");
  run
    ->add_option("--rate", given.writer.rate,
                 "At most so many transactions a second")
    ->check(CLI::NonNegativeNumber);

  auto* verify = app.add_subcommand(
    "verify", "Compare every row with the logs; exit code 1 if one differs");
  verify->add_option("DATABASE", given.database, "Made by create")
    ->required()
    ->check(CLI::ExistingFile);
  verify->add_option("--log", given.logs, "The logs of all writers")
    ->check(CLI::ExistingFile);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  try {
    if (create->parsed())
      return create_command(given);
    return run->parsed() ? run_command(given) : verify_command(given);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "orders-writer: {}\n", problem.what());
    return 1;
  }
}

} // namespace

} // namespace orders_writer

int main(int argc, char** argv) {
  return orders_writer::dispatch(argc, argv);
}
