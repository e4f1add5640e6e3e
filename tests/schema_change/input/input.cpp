#include "schema_change/input/input.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "schema_change/fixture.hpp"
#include "schema_change/input/picture.hpp"
#include "schema_change/outcome.hpp"

namespace schema_change::test {

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> result;
  for (const auto& x : std::filesystem::directory_iterator{folder})
    result.push_back(x.path().filename().string());
  std::sort(result.begin(), result.end());
  return result;
}

/// What the program would answer to whoever has started it.
exit_code exit_code_of(const std::optional<failure>& problem) {
  schema_change::outcome x;
  x.run.outcome = status::run_outcome::succeeded;
  if (problem) {
    x.run.outcome = status::run_outcome::failed;
    x.run.cause = status::make_error(problem->code(), problem->what());
    x.job.cause = problem;
  }
  return judge(x);
}

class attempt_at : fixture {
public:
  explicit attempt_at(const input& x) : x_(x) {
    write(x.setup);
    std::filesystem::copy_file(path, folder.file("before"));
  }

  std::string objections() {
    auto what = wish(x_.table, x_.statement);
    what.mapping = x_.mapping;
    if (x_.adjust)
      x_.adjust(what);
    auto before = picture_of(*app, {});
    auto others = picture_of(*app, x_.table);
    auto orphans = broken_references(*app);
    auto bytes = bytes_of(path);
    auto files = files_in(folder.path());
    problem_ = change(what);
    check_message();
    demand(files_in(folder.path()) == files, "files were left behind");
    demand(app->text("PRAGMA integrity_check") == "ok", "it is not sound");
    demand(broken_references(*app) == orphans, "references are broken");
    if (x_.expected == verdict::right) {
      auto wanted = copied_by_hand(folder.file("before"), what);
      demand(wanted == content_of(*app, x_.table), "the rows are not right");
      demand(picture_of(*app, x_.table) == others, "something else changed");
    } else {
      demand(picture_of(*app, {}) == before, "something has changed");
    }
    if (x_.expected == verdict::refused) {
      demand(world.states.empty(), "it had begun");
      demand(bytes_of(path) == bytes, "bytes of the file have changed");
    }
    return objections_;
  }

private:
  void demand(bool good, const std::string& complaint) {
    if (!good)
      objections_ += x_.name + ": " + complaint + "\n";
  }

  void check_message() {
    constexpr exit_code codes[]
      = {exit_code::finished, exit_code::usage, exit_code::failed};
    std::string text = problem_ ? problem_->what() : "";
    auto code = exit_code_of(problem_);
    demand(code == codes[static_cast<size_t>(x_.expected)],
           "it ends with " + std::to_string(static_cast<int>(code)) + " "
             + text);
    demand(text.find(x_.message) != std::string::npos,
           "it does not say '" + x_.message + "' but " + text);
    demand(text.find(" (in: ") == std::string::npos,
           "it shows SQL of ours: " + text);
    if (x_.expected == verdict::undone)
      demand(problem_ && problem_->after() == leftovers::removed,
             "it is not undone");
  }

  const input& x_;
  std::optional<failure> problem_;
  std::string objections_;
};

} // namespace

const char* const two_rows
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT, b INT);"
    "INSERT INTO x VALUES(1, 'a', 10), (2, 'b', 20)";

void allow_drop(settings& x) {
  x.allow_drop = true;
}

std::string objections(const input& x) {
  return attempt_at{x}.objections();
}

} // namespace schema_change::test
