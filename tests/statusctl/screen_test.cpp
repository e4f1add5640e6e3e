#define CAF_SUITE statusctl_screen

#include "samples.hpp"

#include "statusctl/screen.hpp"

namespace statusctl::test::statusctl_screen_suite {

namespace {

constexpr cli::look ascii{false, false};
constexpr cli::look unicode{true, false};
constexpr cli::look colors{true, true};

std::string joined(const std::vector<std::string>& lines) {
  std::string result;
  for (const auto& line : lines)
    result += line + "\n";
  return result;
}

std::string draw(const sight& x, const cli::look& how = ascii,
                 size_t width = 80, size_t height = 24) {
  return joined(draw_task(x, {width, height, how}));
}

sight now(const status::task_entry& x) {
  return see(x, at(noon));
}

std::string draw_all(const std::vector<status::task_entry>& all,
                     size_t height = 24, const cli::look& how = ascii,
                     size_t width = 80) {
  std::vector<sight> sights;
  sights.reserve(all.size());
  for (const auto& x : all)
    sights.push_back(now(x));
  status::net::link_status line;
  line.now = status::net::link_state::live;
  return joined(draw_tasks(sights, line, at(noon), {width, height, how}));
}

} // namespace

CAF_TEST(the block answers what operators ask) {
  auto x = now(copying());
  x.rows_per_second = 9214;
  x.rates = {0, 50, 100};
  CAF_CHECK_EQUAL(
    draw(x, unicode),
    " add_email" + std::string(53, ' ') + "● live  db1:4242\n"
    " ✓ initial ─ ▶ copyRows ─ checksum ─ cutOver ─ close\n"
    " running 1m12s   in copyRows 1m10s\n"
    "\n"
    " copy   ██████████████▉" + std::string(25, ' ')
      + " 37.41%  153,321 / ~409,822 rows\n"
    " rate   9,214 rows/s  ▁▄█\n"
    " eta    4m39s left → 2026-11-22T11:04:39Z\n"
    " ckpt   20s ago  id=48211\n"
    " q quits, the task goes on\n");
}

CAF_TEST(without UTF-8 every character is ASCII) {
  auto x = now(copying());
  x.rows_per_second = 1;
  x.rates = {1};
  x.entry.how_far.throttling = {true, "lag", 0};
  x.entry.how_far.tables.push_back({"orders", 1, 2, false});
  for (auto seen : {presence::live, presence::unreachable, presence::ended}) {
    x.entry.seen = seen;
    for (auto c : draw(x) + draw_all({x.entry}))
      CAF_REQUIRE(c == '\n' || (c >= ' ' && c <= '~'));
  }
}

CAF_TEST(colors come only where they are wanted) {
  CAF_CHECK_EQUAL(draw(now(copying()), unicode).find('\x1b'),
                  std::string::npos);
  CAF_CHECK(contains(draw(now(copying()), colors), "\x1b[1m add_email\x1b[0m"));
}

CAF_TEST(no line is wider than the terminal) {
  auto x = now(hostile_task());
  x.entry.task = std::string(200, 't');
  x.entry.how_far.tables.push_back({"日本語の表", 1, 0, false});
  x.rows_per_second = 1;
  x.lost = {4s, "日本語の理由", 8s};
  for (size_t width = 1; width < 130; ++width)
    for (const auto& how : {ascii, unicode}) {
      for (const auto& line : draw_task(x, {width, 24, how}))
        CAF_REQUIRE_LESS_OR_EQUAL(cli::columns(line), width);
      for (const auto& line : draw_tasks({x}, {}, at(noon), {width, 24, how}))
        CAF_REQUIRE_LESS_OR_EQUAL(cli::columns(line), width);
    }
}

CAF_TEST(10.24 no text of others steers the terminal) {
  auto x = now(hostile_task());
  for (auto seen : {presence::live, presence::unreachable, presence::ended}) {
    x.entry.seen = seen;
    CAF_CHECK(harmless(draw(x)));
    CAF_CHECK(harmless(draw_all({x.entry})));
  }
  x.lost = {4s, hostile(), 8s};
  CAF_CHECK(harmless(draw(x)));
  for (const auto& line : draw_task(x, {80, 24, ascii}))
    CAF_CHECK_EQUAL(line.find('\n'), std::string::npos);
}

CAF_TEST(one that is lost says since when and what was last) {
  auto x = see(unreachable(), at(noon + 192s));
  auto all = draw(x);
  CAF_CHECK(contains(all, "x LOST 3m12s  db1:4242\n"));
  CAF_CHECK(contains(all, " last seen 2026-11-22T11:00:00Z\n"));
  CAF_CHECK(contains(all, " ckpt   3m32s ago  id=48211\n"));
  CAF_CHECK(contains(all, " eta    4m39s\n")); // nobody knows when that is
  x.lost = {4s, "nobody listens there", 8s};
  CAF_CHECK(contains(draw(x),
                     " last seen 2026-11-22T11:00:00Z, retry in 8s: "
                     "nobody listens there\n"));
}

CAF_TEST(one that has ended says how and why) {
  auto x = now(ended(status::run_outcome::failed,
                     make_error(ec::fenced, "epoch 8 owns it")));
  auto all = draw(x);
  CAF_CHECK(contains(all, "failed on db1:4242\n"));
  CAF_CHECK(contains(all, " cause  "));
  CAF_CHECK(contains(all, "epoch 8 owns it"));
  CAF_CHECK_EQUAL(all.find("q quits"), std::string::npos);
}

CAF_TEST(what holds it back shows) {
  auto x = copying();
  x.now.wanted.paused = {true, "alice", "backups", at(noon)};
  CAF_CHECK(contains(draw(now(x)), " pause  ! paused by alice: backups\n"));
  CAF_CHECK(contains(draw(now(x), unicode), " pause  ▲ paused by alice"));
}

CAF_TEST(the way shows what was and what usually comes) {
  status::snapshot x;
  auto way = [&x](size_t width) {
    return cli::paint(timeline(x, {width, 24, ascii}), width, ascii);
  };
  CAF_CHECK_EQUAL(way(80),
                  " > initial - copyRows - checksum - cutOver - close");
  for (auto i : {0, 1, 3, 6, 7})
    x.times.at(static_cast<size_t>(i)) = 1s;
  x.current = state::post_checksum;
  CAF_CHECK_EQUAL(way(120),
                  " + initial - + copyRows - + applyChangeset - + "
                  "checksum - > postChecksum - cutOver - close");
  CAF_CHECK_EQUAL(way(60),
                  " .. - + checksum - > postChecksum - cutOver - close");
  CAF_CHECK_EQUAL(way(40), " .. - > postChecksum - cutOver - close");
  x.current = state::err_cleanup;
  CAF_CHECK(contains(way(120), "+ postChecksum - > errCleanup"));
  CAF_CHECK_EQUAL(way(120).find("cutOver"), std::string::npos);
}

CAF_TEST(several tables have a bar each and those that are done come last) {
  auto x = copying();
  x.how_far.tables = {{"sessions", 9, 10, true},
                      {"users", 621, 1000, false},
                      {"orders", 15, 100, false}};
  auto all = draw(now(x));
  CAF_CHECK(contains(all,
                     " tables users    [########------] 62.10%  621 / "
                     "~1,000\n"
                     "        orders   [##------------] 15.00%  15 / "
                     "~100\n"
                     "        sessions [##############] done  9 / ~10\n"));
}

CAF_TEST(tables that have no room are counted) {
  auto x = copying();
  x.how_far.tables.clear();
  for (int i = 0; i < 100; ++i)
    x.how_far.tables.push_back({"t" + std::to_string(i), 1, 2, i >= 40});
  for (size_t height : {16, 20, 24, 40}) {
    auto lines = draw_task(now(x), {80, height, ascii});
    CAF_CHECK_EQUAL(lines.size(), height - 1);
  }
  CAF_CHECK(contains(draw(now(x), ascii, 80, 17), "60 of them done\n"));
  // The rest needs its lines, however low the terminal is.
  CAF_CHECK_EQUAL(draw_task(now(x), {80, 3, ascii}).size(), 8u);
}

CAF_TEST(a complete copy is full whatever the estimate was) {
  auto x = copying();
  x.how_far.tables.front() = {"users", 900, 1000, true};
  CAF_CHECK(contains(draw(now(x)), "#] 900 rows\n"));
  x.how_far.tables.clear();
  CAF_CHECK(contains(draw(now(x)), " copy   no rows yet\n"));
}

CAF_TEST(of many tasks those that need somebody come first) {
  auto lost = unreachable();
  lost.task = "d";
  auto failed = ended(status::run_outcome::failed);
  failed.task = "c";
  auto fine = copying();
  fine.task = "b";
  auto done = ended(status::run_outcome::succeeded);
  done.task = "a";
  auto all = draw_all({done, fine, failed, lost});
  std::string order;
  for (size_t begin = all.find('\n') + 1; begin < all.size();
       begin = all.find('\n', begin) + 1)
    order += all[begin + 1];
  CAF_CHECK_EQUAL(order, "dcba4");
  CAF_CHECK(contains(all, " 4 tasks: 1 live, 1 lost, 2 ended   q quits"));
}

CAF_TEST(tasks that have no room are counted) {
  std::vector<status::task_entry> many(100, copying());
  for (size_t height : {1, 10, 24}) {
    auto all = draw_all(many, height);
    auto lines = std::count(all.begin(), all.end(), '\n');
    auto room = std::max<ptrdiff_t>(3, static_cast<ptrdiff_t>(height) - 1);
    CAF_CHECK_LESS_OR_EQUAL(lines, room);
    CAF_CHECK(contains(all, "100 tasks: 100 live"));
  }
  CAF_CHECK(contains(draw_all(many, 10), "95 of them not shown"));
}

CAF_TEST(a connection that is lost shows below the tasks) {
  status::net::link_status line;
  line.now = status::net::link_state::unreachable;
  line.why = make_error(ec::unavailable, "nobody listens there");
  auto all
    = joined(draw_tasks({now(copying())}, line, at(noon), {120, 24, ascii}));
  CAF_CHECK(contains(all, " connection: unreachable"));
  CAF_CHECK(contains(all, "nobody listens there"));
}

CAF_TEST(the highest rate is the highest block) {
  CAF_CHECK_EQUAL(sparkline({}, unicode), "");
  CAF_CHECK_EQUAL(sparkline({1, 2}, ascii), "");
  CAF_CHECK_EQUAL(sparkline({0, 0}, unicode), "▁▁");
  CAF_CHECK_EQUAL(sparkline({0, 7, 14}, unicode), "▁▄█");
}

} // namespace statusctl::test::statusctl_screen_suite
