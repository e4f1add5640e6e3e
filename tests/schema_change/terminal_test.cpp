#define CAF_SUITE schema_change_terminal

#include "precompiled.hpp"

#include "schema_change/terminal.hpp"

#include "cli/console.hpp"
#include "cli/pace.hpp"

namespace schema_change::schema_change_terminal_suite {

using namespace std::chrono_literals;
using cli::bar;
using cli::clip;
using cli::columns;
using cli::grouped;
using cli::look;
using cli::printable;
using cli::progress_pause;
using cli::rows_taken;
using cli::short_time;
using cli::usable_width;
using status::state;

namespace {

constexpr look ascii{false, false};
constexpr look unicode{true, false};
constexpr look colors{true, true};

view copying() {
  view x;
  x.database = "shop.db";
  x.table = "orders";
  x.holder.current = state::copy_rows;
  x.holder.times[static_cast<size_t>(state::initial)] = 2s;
  x.holder.times[static_cast<size_t>(state::copy_rows)] = 70s;
  x.task.current = state::copy_rows;
  x.task.tables.push_back({"orders", 153321, 409822, false});
  x.task.remaining = {status::eta_kind::ready, 279s};
  x.numbers.rows_per_second = 9214;
  x.numbers.chunk_rows = 1500;
  x.numbers.changes_applied = 12;
  return x;
}

void save_at(view& x, const std::string& position) {
  x.holder.last_saved.which = {1, 1};
  x.holder.last_saved.saved.position = position;
  x.holder.saved_ago = 20s;
}

std::string text(const view& x, size_t width, const look& how) {
  std::string result;
  for (const auto& line : render(x, width, how))
    result += line + "\n";
  return result;
}

bool contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos)
    return true;
  CAF_MESSAGE("not in: " << text);
  return false;
}

} // namespace

CAF_TEST(the block says what the operator asks) {
  auto x = copying();
  save_at(x, "id=48211 change=9120");
  CAF_CHECK_EQUAL(
    text(x, 80, unicode),
    " orders in shop.db                                                running "
    "1m12s\n"
    " [copyRows] indexes checksum cutOver close\n"
    " copy   ██████████████▌"
      + std::string(24, ' ')
      + " 37.41%  153,321 / ~409,822 rows\n"
    " rate   9,214 rows/s · eta 4m39s · 1,500 rows a chunk · 12 changes "
    "replayed\n"
    " ckpt   20s ago  id=48211 change=9120\n");
}

CAF_TEST(without UTF-8 every character is ASCII) {
  auto x = copying();
  x.task.throttling = {true, "pause file /tmp/p exists", 0};
  auto all = text(x, 80, ascii);
  for (auto c : all)
    CAF_REQUIRE(c == '\n' || (c >= ' ' && c <= '~'));
  CAF_CHECK(contains(all, "[#############-"));
  CAF_CHECK(contains(all, " pause  ! pause file /tmp/p exists\n"));
}

CAF_TEST(6.8 a hold is shown before it is felt and not twice) {
  auto x = copying();
  x.holder.wanted.held = {true, "ann", "night\x1b[2J", {}};
  CAF_CHECK(contains(text(x, 80, ascii),
                     " hold   ! cut-over held by ann: night?[2J\n"));
  x.task.throttling = {true, "cut-over held by ann: night\x1b[2J", 0};
  auto all = text(x, 80, ascii);
  CAF_CHECK(contains(all, " pause  ! cut-over held by ann: night?[2J\n"));
  CAF_CHECK_EQUAL(all.find(" hold "), std::string::npos);
  x.task.throttling = {};
  x.holder.current = state::cut_over;
  CAF_CHECK_EQUAL(text(x, 80, ascii).find(" hold "), std::string::npos);
  x.holder.current = state::copy_rows;
  x.holder.wanted.held.in_force = false;
  CAF_CHECK_EQUAL(text(x, 80, ascii).find(" hold "), std::string::npos);
}

CAF_TEST(without color there is no escape sequence) {
  CAF_CHECK_EQUAL(text(copying(), 80, unicode).find('\x1b'), std::string::npos);
  CAF_CHECK(contains(text(copying(), 80, colors), "\x1b[1m orders\x1b[0m"));
}

CAF_TEST(no line is wider than the terminal) {
  auto x = copying();
  save_at(x, std::string(200, 'x'));
  x.table = std::string(100, 't');
  x.task.throttling = {true, "日本語の理由 " + std::string(90, 'r'), 0};
  for (size_t width = 1; width < 130; ++width)
    for (const auto& how : {ascii, unicode})
      for (const auto& line : render(x, width, how))
        CAF_REQUIRE_LESS_OR_EQUAL(columns(line), width);
}

CAF_TEST(the width of an unknown terminal is 80) {
  CAF_CHECK_EQUAL(usable_width(0), 80u);
  CAF_CHECK_EQUAL(usable_width(120), 120u);
}

CAF_TEST(the checksum has a bar of its own) {
  auto x = copying();
  x.holder.current = state::checksum;
  x.task.tables.front().complete = true;
  x.task.rows_checked = 100000;
  x.task.rows_to_check = 400000;
  auto all = text(x, 80, unicode);
  CAF_CHECK(contains(all, " check  ██████████ "));
  CAF_CHECK(contains(all, "25.00%  100,000 / 400,000 rows"));
  CAF_CHECK(contains(all, " ✓copyRows "));
  CAF_CHECK(contains(all, "[checksum]"));
}

CAF_TEST(a copy that is complete is full whatever the estimate was) {
  auto x = copying();
  x.holder.current = state::apply_changeset;
  x.task.tables.front() = {"orders", 900, 1000, true};
  CAF_CHECK(
    contains(text(x, 80, ascii), "[" + std::string(38, '#') + "] 900 rows\n"));
}

CAF_TEST(more rows than estimated do not break the bar) {
  auto x = copying();
  x.task.tables.front() = {"orders", 1201, 1200, false};
  CAF_CHECK(
    contains(text(x, 80, ascii), "[" + std::string(38, '#') + "] 100.08%"));
  x.task.tables.front() = {"orders", 0, 0, false};
  CAF_CHECK(contains(text(x, 80, ascii), " copy   no rows yet\n"));
}

CAF_TEST(the states fit into 80 columns whichever is current) {
  auto x = copying();
  for (auto& time : x.holder.times)
    time = 1s;
  for (size_t i = 0; i < status::state_count; ++i) {
    x.holder.current = static_cast<state>(i);
    auto line = render(x, 1000, unicode).at(1);
    CAF_CHECK_LESS_OR_EQUAL(columns(line), 80u);
    CAF_CHECK(contains(line, "[" + to_string(x.holder.current) + "]"));
  }
}

CAF_TEST(the wait for the sentinel shows only while it lasts) {
  auto x = copying();
  CAF_CHECK_EQUAL(text(x, 80, ascii).find("entinel"), std::string::npos);
  x.holder.current = state::waiting_on_sentinel_table;
  CAF_CHECK(contains(text(x, 80, ascii), "[waitingOnSentinelTable]"));
}

CAF_TEST(before the first checkpoint the block says so) {
  auto x = copying();
  CAF_CHECK(contains(text(x, 80, ascii), " ckpt   none yet\n"));
  x.task.resumed = true;
  CAF_CHECK(contains(text(x, 80, ascii), " ckpt   resumed, none in this run"));
}

CAF_TEST(the pause before a restart shows) {
  auto x = copying();
  x.running = false;
  CAF_CHECK(contains(text(x, 80, ascii), "is started again"));
}

CAF_TEST(names cannot steer the terminal) {
  CAF_CHECK_EQUAL(printable("a\x1b[2Jb\n\t\x7f"), "a?[2Jb???");
  CAF_CHECK_EQUAL(printable("\xc2\x9b"
                            "31m"),
                  "?31m"); // C1 control
  CAF_CHECK_EQUAL(printable("\xe2\x80\xae"
                            "x"),
                  "?x"); // right to left
  CAF_CHECK_EQUAL(printable("ab\xff\xc3"), "ab??");
  CAF_CHECK_EQUAL(printable("\xed\xa0\x80"), "???"); // a surrogate
  CAF_CHECK_EQUAL(printable("Aufträge 注文 😀"), "Aufträge 注文 😀");
}

CAF_TEST(texts in JSON cannot steer the terminal) {
  CAF_CHECK_EQUAL(
    cli::escaped("{\"a\":\"\\u001b \x7f \xc2\x9b \xe2\x80\xae\"}"),
    R"({"a":"\u001b \u007f \u009b \u202e"})");
  CAF_CHECK_EQUAL(cli::escaped("Aufträge 注文 😀"), "Aufträge 注文 😀");
}

CAF_TEST(wide characters take two columns) {
  CAF_CHECK_EQUAL(columns("abc"), 3u);
  CAF_CHECK_EQUAL(columns("ä"), 1u);
  CAF_CHECK_EQUAL(columns("注文"), 4u);
  CAF_CHECK_EQUAL(columns("e\xcc\x81"), 1u);
  CAF_CHECK_EQUAL(clip("注文", 3), "注");
  CAF_CHECK_EQUAL(clip("abc", 0), "");
}

CAF_TEST(numbers are grouped by thousands) {
  CAF_CHECK_EQUAL(grouped(0), "0");
  CAF_CHECK_EQUAL(grouped(999), "999");
  CAF_CHECK_EQUAL(grouped(1000), "1,000");
  CAF_CHECK_EQUAL(grouped(18446744073709551615ULL),
                  "18,446,744,073,709,551,615");
}

CAF_TEST(times below a second are in milliseconds) {
  CAF_CHECK_EQUAL(short_time(4123us), "4.1 ms");
  CAF_CHECK_EQUAL(short_time(812ms), "812 ms");
  CAF_CHECK_EQUAL(short_time(1s), "1s");
  CAF_CHECK_EQUAL(short_time(90s), "1m30s");
}

CAF_TEST(a bar is as wide as asked for) {
  for (auto share : {-1.0, 0.0, 0.001, 0.5, 0.999, 1.0, 7.0, 0.0 / 0.0})
    for (size_t width : {0, 1, 2, 3, 10, 40})
      for (const auto& how : {ascii, unicode})
        CAF_REQUIRE_EQUAL(columns(bar(share, width, how)), width);
  CAF_CHECK_EQUAL(bar(0.5, 10, ascii), "[####----]");
  CAF_CHECK_EQUAL(bar(0.5, 5, unicode), "██▌  ");
}

CAF_TEST(a block that was drawn wider takes more rows) {
  CAF_CHECK_EQUAL(rows_taken({80, 40, 0}, 80), 3u);
  CAF_CHECK_EQUAL(rows_taken({80, 40, 0}, 40), 4u);
  CAF_CHECK_EQUAL(rows_taken({81}, 40), 3u);
}

CAF_TEST(periodic output gets rarer and then frequent again) {
  status::eta far{status::eta_kind::ready, 1h};
  CAF_CHECK(progress_pause(0s, far) == 1s);
  CAF_CHECK(progress_pause(59s, far) == 1s);
  CAF_CHECK(progress_pause(60s, far) == 5s);
  CAF_CHECK(progress_pause(179s, far) == 5s);
  CAF_CHECK(progress_pause(180s, far) == 30s);
  CAF_CHECK(progress_pause(10h, {status::eta_kind::ready, 60s}) == 1s);
  CAF_CHECK(progress_pause(10h, {status::eta_kind::due, {}}) == 1s);
  CAF_CHECK(progress_pause(10h, {status::eta_kind::none, {}}) == 30s);
}

} // namespace schema_change::schema_change_terminal_suite
