/// The tool `shard-move`, see `shard-move --help`.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "fleet/nodes.hpp"
#include "fleet/shop.hpp"

namespace {

constexpr int usage = 2;

struct command_line {
  CLI::App app{
    "Moves SQLite databases, each by one of many workers, while "
    "they are written to.",
    "shard-move"};
  fleet::controller_options controller;
  fleet::worker_options worker;
  std::string folder;
  std::string to;
  uint64_t shards = 6;
  uint64_t rows = 20'000;
  uint64_t seed = 1;
  uint64_t grace = 10;
  int result = 0;

  command_line() {
    app.require_subcommand(1);
    add_controller();
    add_worker();
    add_shop();
  }

  void add_controller() {
    auto* x = app.add_subcommand(
      "controller",
      "have all shards of a folder moved to another one; ends "
      "with 0 once they are");
    x->add_option("FROM", controller.from, "folder of the shards")->required();
    x->add_option("TO", controller.to, "folder to move them to")->required();
    x->add_option("--listen", controller.listen,
                  "HOST:PORT for workers and statusctl; port 0 is a free one")
      ->capture_default_str();
    x->add_option("--certs", controller.certificates,
                  "folder that 'statusctl certs' has made")
      ->required();
    x->add_option("--grace", grace,
                  "seconds that a worker may be out of reach before others "
                  "take its shards over")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
    x->callback([this] {
      controller.grace = std::chrono::seconds{grace};
      result = run_controller(controller);
    });
  }

  void add_worker() {
    auto* x = app.add_subcommand(
      "worker", "move shards for a controller, until it is killed");
    x->add_option("--fleet", worker.fleet, "HOST:PORT of the controller")
      ->required();
    x->add_option("--certs", worker.certificates,
                  "folder that 'statusctl certs' has made")
      ->required();
    x->add_option("--name", worker.name, "its name, unique in the fleet")
      ->required();
    x->add_option("--capacity", worker.capacity, "shards at a time")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
    x->add_option("--rate", worker.rows_per_second,
                  "rows per second and shard at most; 0 is no limit")
      ->capture_default_str();
    x->callback([this] { run_worker(worker); });
  }

  void add_shop() {
    auto* make = app.add_subcommand("make", "make shards for a demo");
    make->add_option("FOLDER", folder)->required();
    make->add_option("--shards", shards, "how many")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
    make->add_option("--rows", rows, "of the largest table of each")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
    make->add_option("--seed", seed, "all the rest follows from it")
      ->capture_default_str();
    make->callback([this] { fleet::make_shards(folder, shards, rows, seed); });
    auto* write = app.add_subcommand(
      "write",
      "write to the shards that 'make' has made, wherever they are, "
      "until SIGINT or SIGTERM comes");
    write->add_option("FOLDER", folder)->required();
    write->callback([this] { result = fleet::write_shards(folder); });
    auto* verify = app.add_subcommand(
      "verify",
      "find out whether all that was written is in the shards that "
      "have moved, once; ends with 0 if it is");
    verify->add_option("FROM", folder)->required();
    verify->add_option("TO", to)->required();
    verify->callback([this] { result = fleet::verify_shards(folder, to); });
  }
};

} // namespace

int main(int argc, char** argv) {
  command_line line;
  try {
    line.app.parse(argc, argv);
    return line.result;
  } catch (const CLI::ParseError& ex) {
    return line.app.exit(ex) == 0 ? 0 : usage;
  } catch (const std::exception& ex) {
    std::fprintf(stderr, "shard-move: %s\n", ex.what());
    return 1;
  }
}
