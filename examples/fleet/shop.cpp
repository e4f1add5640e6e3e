#include "fleet/shop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "fleet/source.hpp"
#include "fleet/workload.hpp"

namespace fleet {

namespace {

using schema_change::row;

std::string log_of(const std::string& shard) {
  return std::filesystem::path{shard}.replace_extension(".log");
}

/// How many transactions a writer knows to be committed.
uint64_t committed(const std::string& shard) {
  std::ifstream in{log_of(shard)};
  uint64_t result = 0;
  for (uint64_t x = 0; in >> x; ++result)
    if (x != result + 1)
      throw std::runtime_error{
        fmt::format("{}: after {} comes {}", log_of(shard), result, x)};
  return result;
}

std::vector<row> rows_of(connection& db, const std::string& table) {
  std::vector<row> result;
  auto x = db.prepare("SELECT * FROM " + table + " ORDER BY 1");
  while (x.step())
    result.push_back(x.whole_row());
  return result;
}

/// How the rows of a table differ from what they should be.
struct difference {
  uint64_t rows = 0;
  uint64_t lost = 0;
  uint64_t unexpected = 0;
  uint64_t changed = 0;

  uint64_t wrong() const {
    return lost + unexpected + changed;
  }
};

void compare(connection& should, connection& is, const std::string& table,
             difference& into) {
  auto wanted = rows_of(should, table);
  auto found = rows_of(is, table);
  auto key = [](const row& x) { return std::get<int64_t>(x.front()); };
  auto i = found.begin();
  for (const auto& x : wanted) {
    for (; i != found.end() && key(*i) < key(x); ++i)
      ++into.unexpected;
    if (i == found.end() || key(*i) != key(x))
      ++into.lost;
    else if (*i++ != x)
      ++into.changed;
  }
  into.unexpected += static_cast<uint64_t>(found.end() - i);
  into.rows += wanted.size();
}

/// Whether writers are turned away, and where to.
bool refuses(const std::string& shard, const std::string& to) {
  connection db{shard};
  try {
    db.exec("UPDATE ledger SET last = last");
  } catch (const schema_change::sqlite_error& x) {
    return moved_to(x.reason()) == to;
  }
  return false;
}

bool verify(const std::string& from, const std::string& to) {
  auto name = std::filesystem::path{from}.stem().string();
  if (!std::filesystem::exists(to)) {
    fmt::print("{}: has not arrived\n", name);
    return false;
  }
  connection is{to, connection::mode::read_only};
  auto what = workload_of(is);
  auto last = last_transaction(is);
  auto known = committed(from);
  connection should{""};
  fill(should, what);
  for (uint64_t number = 1; number <= last; ++number)
    transact(should, what, number);
  difference all;
  for (const char* table : {"customers", "orders", "payments", "ledger"})
    compare(should, is, table, all);
  auto sound = is.text("PRAGMA integrity_check") == "ok";
  auto closed = refuses(from, to);
  fmt::print(
    "{}: {} rows after {} transactions: {} lost, {} unexpected, {} "
    "with another value{}{}{}\n",
    name, all.rows, last, all.lost, all.unexpected, all.changed,
    known > last ? fmt::format("; {} transactions are lost", known - last) : "",
    closed ? "" : "; the old one still takes writes",
    sound ? "" : "; the new one is damaged");
  return all.wrong() == 0 && known <= last && last <= known + 1 && closed
         && sound;
}

} // namespace

std::vector<std::string> shards_in(const std::string& folder) {
  std::vector<std::string> result;
  for (const auto& x : std::filesystem::directory_iterator{folder})
    if (x.path().extension() == ".db")
      result.push_back(std::filesystem::absolute(x.path()));
  std::sort(result.begin(), result.end());
  if (result.empty())
    throw std::runtime_error{"there are no shards in " + folder};
  return result;
}

void make_shards(const std::string& folder, uint64_t shards, uint64_t rows,
                 uint64_t seed) {
  std::filesystem::create_directories(folder);
  for (uint64_t i = 1; i <= shards; ++i) {
    auto path = fmt::format("{}/shard-{}.db", folder, i);
    if (std::filesystem::exists(path))
      throw std::runtime_error{path + " exists already"};
    std::ofstream{path}.close(); // to be opened it has to be there
    connection db{path};
    fill(db, {seed, i, rows});
  }
}

int verify_shards(const std::string& from, const std::string& to) {
  auto good = true;
  for (const auto& path : shards_in(from))
    good = verify(path, std::filesystem::absolute(to)
                          / std::filesystem::path{path}.filename())
           && good;
  std::fflush(stdout);
  return good ? 0 : 1;
}

} // namespace fleet
