/// A whole schema change, with nobody else writing, against what it has to do
/// at least: a bare INSERT ... SELECT of the same table and its indexes.
///
///   benchmark_whole_run [--rows N] [--repeat N]
#include "host.hpp"
#include "orders.hpp"

namespace benchmark {

namespace {

double bare(const std::string& path) {
  auto begin = clock::now();
  schema_change::connection db{path};
  db.exec(
    "PRAGMA cache_size=-16000; PRAGMA temp_store=FILE; BEGIN;"
    "ALTER TABLE orders RENAME TO orders_old;");
  db.exec(wanted);
  db.exec("INSERT INTO orders SELECT * FROM orders_old");
  for (std::string sql : indexes)
    db.exec(sql.insert(sql.find("by_"), "new_"));
  db.exec("COMMIT");
  return seconds_since(begin);
}

double whole(const std::string& path, double& copy) {
  bare_host world;
  schema_change::engine what{change_of(path), world};
  auto begin = clock::now();
  what.run();
  copy = world.copy;
  return seconds_since(begin);
}

} // namespace

int run(int argc, char** argv) {
  auto rows = option(argc, argv, "--rows", 500'000);
  auto repeat = option(argc, argv, "--repeat", 5);
  scratch folder;
  auto original = folder.file("original.db");
  auto copy = folder.file("copy.db");
  make_orders(original, rows);
  for (int64_t i = 0; i < repeat; ++i) {
    double copying = 0;
    fresh_copy(original, copy);
    tell("whole change", rows, bare(copy), "s", "bare");
    fresh_copy(original, copy);
    tell("whole change", rows, whole(copy, copying), "s");
    tell("whole change, copying", rows, copying, "s");
  }
  return 0;
}

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run(argc, argv);
}
