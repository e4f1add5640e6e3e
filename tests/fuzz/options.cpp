// The command line, one word per line: it is refused in words, or understood;
// and the command that resumes means the same, without --resume and
// --take-over.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "fuzz/target.hpp"
#include "schema_change/cli.hpp"

namespace schema_change {

namespace {

using words = std::vector<std::string>;

/// The file of `--to`, which the words call new.sql.
class wanted_file {
public:
  wanted_file()
    : path_(std::filesystem::temp_directory_path()
            / ("fuzz_options." + std::to_string(::getpid()) + ".sql")) {
    std::ofstream{path_} << "CREATE TABLE t(id INTEGER PRIMARY KEY)";
  }

  ~wanted_file() {
    std::filesystem::remove(path_);
  }

  void put_into(std::string& word) const {
    constexpr std::string_view name = "new.sql";
    if (auto at = word.find(name); at != std::string::npos)
      word.replace(at, name.size(), path_.string());
  }

private:
  std::filesystem::path path_;
};

/// Reads words as a shell does, as far as `resume_command` goes.
words shell_words(const std::string& text) {
  words result{""};
  auto quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'')
      quoted = !quoted;
    else if (text[i] == ' ' && !quoted)
      result.emplace_back();
    else if (text[i] == '\\' && !quoted)
      result.back() += text.at(++i);
    else
      result.back() += text[i];
  }
  fuzz::must(!quoted, "every quote is closed");
  return result;
}

bool same(const options& x, const options& y) {
  const auto& a = x.change;
  const auto& b = y.change;
  return a.database == b.database && a.table == b.table
         && a.statement == b.statement && a.mapping == b.mapping
         && a.allow_drop == b.allow_drop && a.chunk_time == b.chunk_time
         && a.lock_wait == b.lock_wait && a.pause_file == b.pause_file
         && a.max_rows_per_second == b.max_rows_per_second
         && a.defer_cut_over == b.defer_cut_over && a.keep_old == b.keep_old
         && a.indexes_first == b.indexes_first
         && a.max_checkpoint_age == b.max_checkpoint_age
         && a.sentinel_limit == b.sentinel_limit
         && x.status_interval == y.status_interval
         && x.checkpoint_interval == y.checkpoint_interval
         && x.progress == y.progress && x.color == y.color && x.json == y.json;
}

void try_command(const words& args) {
  auto first = read_command_line(args);
  if (!first.wanted) {
    fuzz::must(first.exit_code == (first.err.empty() ? 0 : 2),
               "what is refused exits with 2");
    fuzz::must(first.out.empty() != first.err.empty(), "a refusal has words");
    return;
  }
  auto again = shell_words(first.wanted->resume);
  fuzz::must(again.front() == "schema-change", "the command has its name");
  again.erase(again.begin());
  auto second = read_command_line(again);
  fuzz::must(second.wanted.has_value(), "the command that resumes is right");
  fuzz::must(same(*second.wanted, *first.wanted), "it means the same");
  fuzz::must(second.wanted->change.resume == resume_mode::automatic
               && !second.wanted->change.take_over,
             "it neither starts over nor takes over");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static const wanted_file file;
  std::string text{fuzz::text_of(bytes, size)};
  // No file but ours is read, and no word has a NUL.
  std::replace(text.begin(), text.end(), '/', '_');
  std::replace(text.begin(), text.end(), '\0', '_');
  auto args = fuzz::split(text, "\n", 64);
  for (auto& word : args)
    file.put_into(word);
  try_command(args);
  return 0;
}

} // namespace schema_change
