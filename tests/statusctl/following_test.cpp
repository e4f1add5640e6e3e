#define CAF_SUITE statusctl_following

#include "samples.hpp"

#include "statusctl/following.hpp"
#include "statusctl/lines.hpp"

namespace statusctl::test::statusctl_following_suite {
using status::net::link_state;

namespace {

struct fixture {
  moment now() const {
    return {since, at(noon) + since};
  }

  /// What is said after a time, as lines.
  std::string hear(const status::task_updates& x,
                   std::chrono::nanoseconds after = 1s) {
    since += after;
    std::string result;
    for (const auto& event : known.take(x, now()))
      result += event_line(event, now().wall) + "\n";
    return result;
  }

  std::string hear(const status::task_entry& x,
                   std::chrono::nanoseconds after = 1s) {
    return hear({{{x, false, {}}}, {}}, after);
  }

  std::string hear(const status::net::link_status& x) {
    std::string result;
    for (const auto& event : known.take(x, now()))
      result += event_line(event, now().wall) + "\n";
    return result;
  }

  sight seen() const {
    auto result = known.one("add_email", now());
    CAF_REQUIRE(result);
    return *result;
  }

  /// A second later so many rows more are copied.
  void copy(uint64_t rows) {
    entry.how_far.tables.front().rows_copied += rows;
    entry.how_far.taken += 1s;
    hear(entry);
  }

  following known{"add_email"};
  status::task_entry entry = copying();
  std::chrono::nanoseconds since{0};
};

status::net::link_status live() {
  status::net::link_status x;
  x.now = link_state::live;
  x.peer.node = "db1:4242";
  return x;
}

status::net::link_status gone(std::string why = "nobody listens there") {
  status::net::link_status x;
  x.now = link_state::unreachable;
  x.since = x.last_seen = at(noon);
  x.next_try = at(noon + 8s);
  x.why = make_error(ec::unavailable, std::move(why));
  return x;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(following_tests, fixture)

CAF_TEST(what goes on as before is no news) {
  CAF_CHECK_EQUAL(hear(entry), "");
  CAF_CHECK_EQUAL(hear(entry), "");
  CAF_CHECK_EQUAL(known.all(now()).size(), 1u);
}

CAF_TEST(every transition is news) {
  hear(entry);
  status::task_update update;
  update.entry = entry;
  update.missed.push_back(
    {{7, 2}, state::copy_rows, state::checksum, at(noon), 90s, {}});
  update.missed.push_back({{7, 3},
                           state::checksum,
                           state::err_cleanup,
                           at(noon),
                           4ms,
                           make_error(ec::cancelled, "by bob")});
  auto text = hear({{update}, {}});
  CAF_CHECK(contains(text, "add_email checksum begins, copyRows took 1m30s\n"));
  CAF_CHECK(contains(
    text, "add_email errCleanup begins, checksum took 4.0 ms: cancelled"));
}

CAF_TEST(transitions that are lost are told of but not at first) {
  CAF_CHECK_EQUAL(hear({{{entry, true, {}}}, {}}), "");
  CAF_CHECK_EQUAL(hear({{{entry, true, {}}}, {}}),
                  "add_email went on unseen: some transitions are lost\n");
}

CAF_TEST(a runner that is lost and found is news once) {
  hear(entry);
  auto lost = entry;
  lost.seen = presence::unreachable;
  lost.last_seen = at(noon + 1s);
  CAF_CHECK_EQUAL(hear(lost, 4s),
                  "add_email LOST 4s db1:4242 | last seen copyRows 37.41%, "
                  "checkpoint 20s before\n");
  CAF_CHECK_EQUAL(hear(lost), "");
  CAF_CHECK_EQUAL(hear(entry), "add_email is reached again, on db1:4242\n");
}

CAF_TEST(the end is news with its cause) {
  hear(entry);
  auto x
    = ended(status::run_outcome::failed, make_error(ec::fenced, "epoch 8"));
  CAF_CHECK_EQUAL(hear(x), "add_email failed after 1m12s: "
                             + status::to_text(x.cause) + "\n");
  CAF_CHECK_EQUAL(hear(x), "");
}

CAF_TEST(one that had ended before is news too) {
  CAF_CHECK_EQUAL(hear(ended(status::run_outcome::succeeded)),
                  "add_email finished after 1m12s\n");
}

CAF_TEST(a task that the desk forgets is gone) {
  hear(entry);
  CAF_CHECK_EQUAL(hear(status::task_updates{{}, {"add_email", "other"}}),
                  "add_email is forgotten by the desk\n");
  CAF_CHECK(!known.one("add_email", now()));
}

CAF_TEST(a task that is forgotten and told anew goes on) {
  hear(entry);
  CAF_CHECK_EQUAL(hear({{{entry, false, {}}}, {"add_email"}}),
                  "add_email is forgotten by the desk\n");
  CAF_CHECK(known.one("add_email", now()));
}

CAF_TEST(what holds a task back is news when it begins and ends) {
  hear(entry);
  entry.how_far.throttling = {true, "lag 120s", 0};
  CAF_CHECK_EQUAL(hear(entry), "add_email throttled: lag 120s\n");
  entry.how_far.throttling.reason = "lag 121s";
  CAF_CHECK_EQUAL(hear(entry), "");
  entry.now.wanted.held = {true, "bob", "", at(noon)};
  CAF_CHECK_EQUAL(hear(entry),
                  "add_email cut-over held by bob; throttled: lag 121s\n");
  entry.how_far.throttling = {};
  entry.now.wanted.held = {};
  CAF_CHECK_EQUAL(hear(entry), "add_email goes on\n");
}

CAF_TEST(other tasks are of no interest to who watches one) {
  auto other = entry;
  other.task = "add_email_2";
  CAF_CHECK_EQUAL(hear({{{other, false, {}}, {entry, false, {}}}, {}}), "");
  CAF_CHECK_EQUAL(known.all(now()).size(), 1u);
  following all;
  all.take({{{other, false, {}}, {entry, false, {}}}, {}}, now());
  CAF_CHECK_EQUAL(all.all(now()).size(), 2u);
}

CAF_TEST(the rate is that of the last half minute) {
  hear(entry);
  CAF_CHECK(!seen().rows_per_second);
  CAF_CHECK(seen().rates.empty());
  copy(100);
  CAF_CHECK(seen().rows_per_second == 100);
  copy(300);
  CAF_CHECK(seen().rows_per_second == 200);
  CAF_CHECK(seen().rates == std::vector<uint64_t>({100, 300}));
  for (int i = 0; i < 40; ++i)
    copy(50);
  CAF_CHECK(seen().rows_per_second == 50);
  CAF_CHECK(seen().rates == std::vector<uint64_t>(14, 50));
}

CAF_TEST(a rate needs news and begins anew with each start) {
  hear(entry);
  copy(100);
  hear(entry); // the same as before
  CAF_CHECK(seen().rows_per_second == 100);
  entry.how_far.run = 2;
  copy(100);
  CAF_CHECK(!seen().rows_per_second);
  copy(7);
  CAF_CHECK(seen().rows_per_second == 7);
  entry.now.at.epoch = 8;
  copy(100);
  CAF_CHECK(!seen().rows_per_second);
  entry.how_far.tables.front().rows_copied = 0;
  copy(5);
  CAF_CHECK(!seen().rows_per_second);
}

CAF_TEST(a rate of any size is a number) {
  entry.how_far.tables.front().rows_copied = 0;
  entry.how_far.taken = at(caf::timespan::min());
  hear(entry);
  entry.how_far.taken = at(0s);
  hear(entry);
  CAF_CHECK(!seen().rows_per_second); // the first one was garbled
  entry.how_far.taken = at(1ns);
  entry.how_far.tables.front().rows_copied
    = std::numeric_limits<uint64_t>::max();
  hear(entry);
  CAF_CHECK(seen().rows_per_second > 0u);
  entry.how_far.taken = at(caf::timespan::max());
  hear(entry);
  CAF_CHECK(seen().rows_per_second == 0);
}

CAF_TEST(a connection that is lost makes all tasks lost) {
  CAF_CHECK_EQUAL(hear(live()), "connection: live, db1:4242\n");
  hear(entry);
  CAF_CHECK(!is_lost(seen()));
  hear(gone());
  since += 3s;
  CAF_CHECK(is_lost(seen()));
  CAF_CHECK(lost_for(seen()) == 3s);
  CAF_CHECK_EQUAL(report_line(seen()),
                  "add_email LOST 3s db1:4242 retry in 4s | last seen copyRows "
                  "37.41%, checkpoint 20s before");
  CAF_CHECK(!hear(live()).empty());
  CAF_CHECK(!is_lost(seen()));
}

CAF_TEST(a connection says once why it is lost) {
  CAF_CHECK_EQUAL(hear(status::net::link_status{}), "");
  CAF_CHECK(contains(hear(gone()), "nobody listens there"));
  auto again = gone();
  again.next_try = at(noon + 16s);
  CAF_CHECK_EQUAL(hear(again), "");
  CAF_CHECK(contains(hear(gone("no way to the host")), "no way to the host"));
}

CAF_TEST(one that has ended is not lost with the connection) {
  hear(ended(status::run_outcome::succeeded));
  hear(gone());
  CAF_CHECK(!is_lost(seen()));
}

CAF_TEST(entries get older until the next ones come) {
  hear(entry);
  since += 5s;
  CAF_CHECK(checkpoint_age(seen()) == 25s);
  CAF_CHECK(running_for(seen()) == 77s);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace statusctl::test::statusctl_following_suite
