// Everything here is part of the wire format: append only.
#define CAF_SUITE protocol
#include "fixture.hpp"

#include <set>

#include "status/desks.hpp"

namespace status::test::protocol_suite {

namespace {

using handlers = std::set<std::string>;

handlers operator+(handlers xs, const handlers& ys) {
  xs.insert(ys.begin(), ys.end());
  return xs;
}

std::string handler(const std::string& asked, const std::string& answered) {
  return "caf::replies_to<" + asked + ">::with<" + answered + ">";
}

const handlers judge{handler("fail,@error", "status::verdict")};

// What watcher and supervisor pass on to the current run's parts.
const handlers questions{
  handler("progress", "status::progress"),
  handler("get", "status::snapshot"),
  handler("history", "status::attempt_history"),
  handler("subscribe,status::subscriber_actor", "status::snapshot"),
  handler("leave,status::subscriber_actor", "void"),
};

const handlers catching_up{
  handler("subscribe,status::subscriber_actor,status::stream_position",
          "status::catch_up")};

const handlers words{
  handler("steer,status::steering_order", "status::steering")};

handlers ends(const std::string& result) {
  return {handler("wait", result), handler("stop,status::stop_order", result),
          handler("cancel,@error", "status::verdict"),
          handler("save", "status::attempt_record")};
}

const handlers desk{
  handler("hello,@u16", "status::desk_info"),
  handler("list,status::task_filter", "status::task_list"),
  handler("follow,status::follow_order,status::listener_actor",
          "status::desk_info"),
  handler("leave,status::listener_actor", "void"),
  handler("progress,@str", "status::progress"),
  handler("history,@str", "status::attempt_history"),
  handler("save,@str", "status::attempt_record"),
  handler("steer,@str,status::steering_order", "status::steering"),
  handler("cancel,@str,@error", "status::verdict"),
  handler("stop,@str,@error", "void"),
};

class pinned : public fixture {
public:
  template <class Handle>
  handlers of() const {
    return sys.message_types<Handle>();
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(protocol_tests, pinned)

CAF_TEST(4.1 what a task answers is pinned) {
  handlers expected{handler("progress", "status::progress"),
                    handler("report", "@str"),
                    handler("dump,status::attempt", "status::checkpoint"),
                    handler("cancel,@error", "void"),
                    handler("steer,status::steering", "status::steering")};
  CAF_CHECK_EQUAL(of<task_actor>(), expected);
}

CAF_TEST(4.1 what a state holder answers is pinned) {
  handlers expected{
    handler("advance,status::state", "status::snapshot"),
    handler("get", "status::snapshot"),
    handler("subscribe,status::subscriber_actor", "status::snapshot"),
    handler("leave,status::subscriber_actor", "void"),
    handler("record,status::attempt_record", "void"),
    handler("history", "status::attempt_history"),
    handler("restore,status::steering", "status::steering")};
  CAF_CHECK_EQUAL(of<judge_actor>(), judge);
  CAF_CHECK_EQUAL(of<state_holder_actor>(),
                  expected + judge + catching_up + words);
}

CAF_TEST(4.1 what a watcher answers is pinned) {
  handlers abort{handler("abort", "status::watch_result")};
  CAF_CHECK_EQUAL(of<watcher_actor>(), ends("status::watch_result") + words
                                         + questions + catching_up + abort);
}

CAF_TEST(4.1 what a supervisor answers is pinned) {
  CAF_CHECK_EQUAL(of<supervisor_actor>(),
                  ends("status::run_result") + words + questions);
}

CAF_TEST(10.5 what desks answer is pinned) {
  handlers add{handler("add,@str,status::desk_job", "void")};
  handlers announce{
    handler("announce,status::desk_info,@strong_actor_ptr", "void")};
  CAF_CHECK_EQUAL(of<desk_actor>(), desk);
  CAF_CHECK_EQUAL(of<local_desk_actor>(), desk + add);
  CAF_CHECK_EQUAL(of<fleet_actor>(), desk + announce);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::protocol_suite
