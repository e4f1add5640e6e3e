// Two runners of the example's schema change on one table: the second takes
// over from the first, wherever that one is, and the first is paused and wakes
// wherever that may be. No write of the first one lands after the second one's
// first.
#include <algorithm>
#include <initializer_list>
#include <memory>

#include "explore/lease/watched_database.hpp"
#include "explore/scenario.hpp"
#include "schema_change/engine.hpp"
#include "schema_change/sqlite.hpp"

namespace status::explore {

namespace {

namespace sc = schema_change;

constexpr const char* table = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT)";

constexpr const char* rows = "INSERT INTO x VALUES(1, 'a'), (2, 'b'), (3, 'c')";

constexpr const char* wanted
  = "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT NOT NULL)";

/// Waits for nothing, so that only the schedule says what comes when.
class patient_host : public sc::host {
public:
  void advance(state) override {}

  bool cancelled() const override {
    return false;
  }

  void pause(std::chrono::nanoseconds) override {}

  void note(sc::level, std::string, sc::fields) override {}
};

struct lease_contest {
  bool dump = false;   // the first one writes a checkpoint, too
  bool writer = false; // and the application a row
  bool reads = false;  // what is read outside of transactions is a step
};

/// How somebody ended; no code means well.
struct outcome {
  ec code = ec::none;
  std::string why;
};

class takes_over : public scenario {
public:
  takes_over(world& in, const lease_contest& with)
    : in_(in), with_(with), db_(image(), with.reads) {
    one_ = std::make_unique<sc::engine>(wish(false), one_host_);
    two_ = std::make_unique<sc::engine>(wish(true), two_host_);
    add(taken_from, [this] { first_ = run(*one_); });
    add(taking, [this] { second_ = run(*two_); });
    if (with.dump)
      add(dumping, [this] { dumped_ = dump(); });
    if (with.writer)
      add(writing, [this] { write(); });
    in.explore_for(0s);
  }

  std::string broken() const override {
    auto taken = false;
    for (const auto& x : db_.commits()) {
      taken = taken || x == taking;
      if (taken && (x == taken_from || x == dumping))
        return "a write of the old runner landed after the new one's first";
    }
    return {};
  }

  std::string broken_at_end() const override {
    if (!is_one_of(first_, {ec::none, ec::fenced, ec::checkpoint_collision}))
      return "the first runner failed: " + first_.why;
    // It claims what the first one has just finished, all but for the cleaning.
    if (!is_one_of(second_, {ec::none, ec::unavailable}))
      return "the second runner failed: " + second_.why;
    if (!is_one_of(dumped_, {ec::none, ec::watermark_not_ready, ec::fenced,
                             ec::past_cut_over}))
      return "the dump failed: " + dumped_.why;
    if (second_.code == ec::unavailable) {
      patient_host later;
      sc::engine third{wish(true), later};
      if (auto x = run(third); x.code != ec::none)
        return "a later start does not finish it: " + x.why;
    }
    return wrong_table();
  }

  std::string end_state() const override {
    auto result = "first=" + to_string(first_.code)
                  + " second=" + to_string(second_.code);
    if (with_.dump)
      result += " dump=" + to_string(dumped_.code);
    return result;
  }

private:
  static bool is_one_of(const outcome& x, std::initializer_list<ec> codes) {
    return std::find(codes.begin(), codes.end(), x.code) != codes.end();
  }

  static constexpr const char* taken_from = "the first runner";
  static constexpr const char* taking = "the second runner";
  static constexpr const char* dumping = "the first runner's dump";
  static constexpr const char* writing = "the application";

  static const std::string& image() {
    static const auto result
      = watched_database::image_of(std::string{table} + ";" + rows);
    return result;
  }

  sc::settings wish(bool take_over) const {
    sc::settings result;
    result.database = db_.path();
    result.table = "x";
    result.statement = wanted;
    result.take_over = take_over;
    result.max_rows_per_second = 8; // two rows in a chunk
    result.lock_wait = 0ms;         // a schedule never has to wait
    return result;
  }

  static outcome run(sc::engine& x) {
    try {
      x.run();
      return {};
    } catch (const sc::failure& e) {
      return {e.code(), e.what()};
    }
  }

  outcome dump() {
    try {
      (void)one_->dump({1, 1});
      return {};
    } catch (const sc::failure& e) {
      return {e.code(), e.what()};
    }
  }

  void write() {
    sc::connection app{db_.path()};
    sc::transaction guard{app};
    app.exec("INSERT INTO x VALUES(4, 'd')");
    guard.commit();
  }

  /// Adds a sender that does what the puppet does.
  void add(const char* name, std::function<void()> body) {
    auto& x = db_.add(name, std::move(body));
    event step;
    step.act = [this, &x] {
      in_.touch(1); // the database: these do not commute
      x.go();
    };
    step.ready = [this, &x] { return db_.can_go(x); };
    step.says = [&x] { return x.name + " goes on: " + x.next(); };
    in_.sender(std::vector<event>(most_steps, step));
  }

  std::string wrong_table() const {
    sc::connection db{db_.path()};
    if (db.text("SELECT sql FROM sqlite_schema WHERE name = 'x'") != wanted)
      return "the table is not what it should be";
    if (db.integer("SELECT count(*) FROM sqlite_schema WHERE name LIKE "
                   "'^_%' ESCAPE '^'")
        > 0)
      return "something was left behind";
    auto all = db.integer("SELECT count(*) FROM x");
    return all == (with_.writer ? 4 : 3) ? "" : "a row was lost";
  }

  static constexpr size_t most_steps = 200;

  world& in_;
  lease_contest with_;
  patient_host one_host_;
  patient_host two_host_;
  outcome first_;
  outcome second_;
  outcome dumped_;
  std::unique_ptr<sc::engine> one_;
  std::unique_ptr<sc::engine> two_;
  // Last, so that nobody works with the others any more when they go.
  watched_database db_;
};

} // namespace

void add_lease(variants& all) {
  const std::pair<const char*, lease_contest> contests[] = {
    {"two-runners", {}},
    {"dump", {true, false, false}},
    {"writer", {false, true, false}},
    {"dump-writer", {true, true, false}},
    {"reads", {false, false, true}},
  };
  for (const auto& [name, with] : contests)
    all.emplace_back(
      variant{std::string{"lease/"} + name, [with = with](world& in) {
                return std::make_unique<takes_over>(in, with);
              }});
}

} // namespace status::explore
