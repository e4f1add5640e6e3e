/// Another application on the database, for scripts.
///
///   sql DATABASE STATEMENT...
///
/// Runs the statements on one connection and prints the first column of their
/// rows. Instead of a statement can stand `hold`, which says so and waits until
/// the input ends, and `until QUERY`, which waits until there is a row.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

constexpr int patience = 60'000; // milliseconds

int print(void*, int, char** values, char**) {
  std::puts(values[0] != nullptr ? values[0] : "");
  return 0;
}

int note(void* found, int, char**, char**) {
  *static_cast<bool*>(found) = true;
  return 0;
}

bool run(sqlite3* db, const std::string& sql, bool* found = nullptr) {
  auto code
    = sqlite3_exec(db, sql.c_str(), found ? note : print, found, nullptr);
  if (code != SQLITE_OK)
    std::fprintf(stderr, "sql: %s\n", sqlite3_errmsg(db));
  return code == SQLITE_OK;
}

void hold() {
  std::puts("holding");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
    // The end is all that counts.
  }
}

bool wait_until(sqlite3* db, const std::string& query) {
  for (int i = 0; i < patience; ++i) {
    auto found = false;
    if (!run(db, query, &found))
      return false;
    if (found)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  std::fprintf(stderr, "sql: waited in vain for %s\n", query.c_str());
  return false;
}

} // namespace

int main(int argc, char** argv) {
  std::vector<std::string> args{argv + 1, argv + argc};
  if (args.size() < 2)
    return 2;
  sqlite3* opened = nullptr;
  auto code
    = sqlite3_open_v2(args[0].c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  database db{opened, sqlite3_close};
  if (code != SQLITE_OK)
    return 1;
  sqlite3_busy_timeout(db.get(), patience);
  for (size_t i = 1; i < args.size(); ++i) {
    if (args[i] == "hold")
      hold();
    else if (args[i] == "until" && i + 1 < args.size()
               ? !wait_until(db.get(), args[++i])
               : !run(db.get(), args[i]))
      return 1;
  }
  return 0;
}
