#include "explore/lease/watched_database.hpp"

#include <sqlite3.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace status::explore {

namespace {

constexpr const char* begin_word = "BEGIN";
constexpr const char* commit_word = "COMMIT";

/// Whose connections pause, in this thread.
struct watch_of_thread {
  bool reads = false;
  std::vector<std::string>* commits = nullptr;
};

thread_local watch_of_thread watched;

bool begins_with(const char* text, const char* word) {
  return std::strncmp(text, word, std::strlen(word)) == 0;
}

int before_statement(unsigned, void* db, void*, void* text) {
  const auto* sql = static_cast<const char*>(text);
  auto* who = puppet::current();
  if (who == nullptr || begins_with(sql, "--")) // a trigger
    return 0;
  auto alone = sqlite3_get_autocommit(static_cast<sqlite3*>(db)) != 0;
  if (begins_with(sql, begin_word) || begins_with(sql, commit_word)
      || (alone && watched.reads && begins_with(sql, "SELECT")))
    who->pause(sql);
  return 0;
}

int at_commit(void*) {
  if (auto* who = puppet::current())
    watched.commits->emplace_back(who->name);
  return 0;
}

/// Called for each new connection.
int look_at(sqlite3* db, const char**, const sqlite3_api_routines*) {
  const auto* file = sqlite3_db_filename(db, "main");
  if (puppet::current() == nullptr || file == nullptr || *file == '\0')
    return SQLITE_OK;
  sqlite3_trace_v2(db, SQLITE_TRACE_STMT, before_statement, db);
  sqlite3_commit_hook(db, at_commit, nullptr);
  return SQLITE_OK;
}

void look_at_all_connections() {
  static std::once_flag once;
  std::call_once(once, [] {
    // The type is that of any function.
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(look_at));
  });
}

} // namespace

watched_database::watched_database(const std::string& image, bool reads)
  : reads_(reads) {
  look_at_all_connections();
  std::ofstream{path_, std::ios::binary} << image;
}

watched_database::~watched_database() {
  // Who is in the middle of a transaction goes first.
  for (auto& x : puppets_)
    if (is_writing(x))
      x.finish();
  puppets_.clear();
}

puppet& watched_database::add(std::string name, std::function<void()> body) {
  auto& result = puppets_.emplace_back(std::move(name));
  result.start([this, body = std::move(body)] {
    watched = {reads_, &commits_};
    body();
  });
  return result;
}

bool watched_database::can_go(const puppet& x) const {
  if (x.done())
    return false;
  if (!begins_with(x.next().c_str(), begin_word))
    return true;
  for (const auto& y : puppets_)
    if (&x != &y && is_writing(y))
      return false;
  return true;
}

bool watched_database::is_writing(const puppet& x) {
  return !x.done() && begins_with(x.next().c_str(), commit_word);
}

std::string watched_database::image_of(const std::string& sql) {
  auto folder = test::scratch_folder::in_memory();
  auto path = folder.file("app.db");
  sqlite3* db = nullptr;
  auto code = sqlite3_open(path.c_str(), &db);
  if (code == SQLITE_OK)
    code = sqlite3_exec(db, ("PRAGMA journal_mode=WAL;" + sql).c_str(), nullptr,
                        nullptr, nullptr);
  std::string why = sqlite3_errmsg(db);
  sqlite3_close(db);
  std::ifstream in{path, std::ios::binary};
  std::string result{std::istreambuf_iterator<char>{in}, {}};
  if (code != SQLITE_OK)
    throw std::runtime_error("cannot make a database: " + why);
  return result;
}

} // namespace status::explore
