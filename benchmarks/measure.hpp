/// What the benchmarks share: a table, clocks, a median.
#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "schema_change/settings.hpp"
#include "schema_change/sqlite.hpp"
#include "scratch_folder.hpp"

namespace benchmark {

using scratch = status::test::scratch_folder;

/// The indexes of the table, in the order in which they are made.
inline constexpr const char* indexes[]
  = {"CREATE UNIQUE INDEX by_reference ON orders(reference)",
     "CREATE INDEX by_customer ON orders(customer, placed)"};

/// The wanted table: it converts `cents` from text.
inline constexpr const char* wanted
  = "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, "
    "reference TEXT NOT NULL, status TEXT NOT NULL, cents INTEGER NOT NULL, "
    "placed TEXT NOT NULL, note TEXT)";

/// Makes a database with a table of about 90 bytes per row.
inline void make_orders(const std::string& path, int64_t rows) {
  std::filesystem::remove(path);
  if (auto* file = std::fopen(path.c_str(), "w"))
    std::fclose(file); // a connection opens only what is there
  schema_change::connection db{path};
  db.exec(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; BEGIN;"
    "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER, "
    "reference TEXT, status TEXT, cents TEXT, placed TEXT, note TEXT)");
  db.run(
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    "INSERT INTO orders SELECT i, i * 7919 % 20011, printf('A%08d', i), "
    "CASE i % 3 WHEN 0 THEN 'new' ELSE 'shipped' END, i * 104729 % 49999, "
    "datetime(1600000000 + i * 611953 % 150000000, 'unixepoch'), "
    "'a note of the usual length' FROM n",
    {rows});
  for (const auto* sql : indexes)
    db.exec(sql);
  db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Copies a database, so that every measurement finds the same.
inline void fresh_copy(const std::string& from, const std::string& to) {
  for (const auto* end : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(to + end);
  std::filesystem::copy_file(from, to);
}

inline schema_change::settings change_of(const std::string& path) {
  schema_change::settings result;
  result.database = path;
  result.table = "orders";
  result.statement = wanted;
  return result;
}

using clock = std::chrono::steady_clock;

inline double seconds_since(clock::time_point begin) {
  return std::chrono::duration<double>(clock::now() - begin).count();
}

/// The CPU time of this process, or of the thread that calls: RUSAGE_THREAD.
inline double cpu_seconds(int whose = RUSAGE_SELF) {
  rusage used{};
  ::getrusage(whose, &used);
  auto seconds = [](const timeval& x) {
    return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Whatever else runs on the machine only adds to a time.
inline double fastest(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
}

/// The number behind an option, or a default: `--rows 1000`.
inline int64_t option(int argc, char** argv, const std::string& name,
                      int64_t otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (argv[i] == name)
      return std::atoll(argv[i + 1]);
  return otherwise;
}

} // namespace benchmark
