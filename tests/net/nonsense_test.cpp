#define CAF_SUITE net_nonsense
#include "node.hpp"
#include "process.hpp"
#include "scripted_fleet.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "status/desks.hpp"

namespace status::net::test::net_nonsense_suite {

namespace {

// Somebody with a certificate who says to a fleet, or to a runner with a task
// `a`, what makes no sense.
class fool {
public:
  explicit fool(const std::string& role)
    : peer(certificates::ours()["server"], role) {}

  // It is still there for others, and as it was.
  ~fool() {
    CAF_CHECK(peer.runs());
    node other{certificates::ours()["client"], tls_use::connect};
    auto desk = connect<status::desk_actor>(other.system(), peer.where());
    CAF_REQUIRE(desk);
    caf::scoped_actor self{other.system()};
    bool is_fine = false;
    self->request(*desk, caf::timespan{patience}, atom::list_v, task_filter{})
      .receive([&](task_list&) { is_fine = true; },
               [](caf::error& x) { CAF_ERROR(to_text(x)); });
    CAF_CHECK(is_fine);
  }

  // Asks, and expects a refusal with these words.
  template <class Answer, class... Ts>
  void refused(ec code, const std::string& words, Ts... question) {
    auto whom = connect<status::desk_actor>(client.system(), peer.where());
    CAF_REQUIRE(whom);
    std::string answer = "it was accepted";
    auto found = ec::none;
    self
      ->request(caf::actor_cast<caf::actor>(*whom), caf::timespan{patience},
                std::move(question)...)
      .receive([](Answer&) {},
               [&](caf::error& x) {
                 answer = to_text(x);
                 found = code_of(x);
               });
    CAF_CHECK(found == code);
    check_names(answer, {words});
  }

  // Returns why a fleet refuses it.
  ec announce(const desk_info& who, const caf::strong_actor_ptr& desk) {
    auto fleet = connect<fleet_actor>(client.system(), peer.where());
    CAF_REQUIRE(fleet);
    auto found = ec::none;
    self->request(*fleet, caf::timespan{patience}, atom::announce_v, who, desk)
      .receive([] {},
               [&](caf::error& x) {
                 found = code_of(x);
                 CAF_MESSAGE(to_text(x));
               });
    return found;
  }

  size_t tasks() {
    auto fleet = connect<fleet_actor>(client.system(), peer.where());
    CAF_REQUIRE(fleet);
    size_t result = 0;
    self
      ->request(*fleet, caf::timespan{patience}, atom::list_v,
                task_filter{{}, false})
      .receive([&](task_list& x) { result = x.tasks.size(); },
               [](caf::error& x) { CAF_ERROR(to_text(x)); });
    return result;
  }

  process peer;
  node client{certificates::ours()["client"], tls_use::connect};
  caf::scoped_actor self{client.system()};
};

struct silent_listener {
  static constexpr const char* name = "test.listener";

  explicit silent_listener(listener_actor::pointer) {}

  listener_actor::behavior_type make_behavior() {
    return {[](const task_updates&) {}};
  }
};

} // namespace

CAF_TEST(10.12 another version of the protocol is refused) {
  fool x{"fleet"};
  x.refused<desk_info>(ec::other_protocol, "version", atom::hello_v,
                       static_cast<uint16_t>(protocol_version + 1));
  x.refused<desk_info>(ec::other_protocol, "version", atom::hello_v,
                       uint16_t{0});
}

CAF_TEST(10.12 an order to follow that makes no sense is refused) {
  fool x{"fleet"};
  auto who = shim::spawn<silent_listener>(x.client.system());
  auto refused = [&](const follow_order& order, const std::string& words,
                     const listener_actor& listener) {
    x.refused<desk_info>(ec::bad_argument, words, atom::follow_v, order,
                         listener);
  };
  follow_order order;
  refused(order, "listener", {});
  order.which.text = std::string(100'000, 'x');
  refused(order, "", who);
  order.which.text.clear();
  order.seen.resize(100'001, {"a", {1, 1}});
  refused(order, "", who);
  order.seen.assign(1, {"two words\x1b[2J", {1, 1}});
  refused(order, "name", who);
  caf::anon_send_exit(who, caf::exit_reason::kill);
}

CAF_TEST(10.12 a command that does not exist is refused) {
  fool x{"runner"};
  x.peer.tell("add a 1");
  for (auto word : {4, 77, 255}) {
    steering_order order;
    order.word = static_cast<steering_word>(word);
    order.by = "somebody";
    x.refused<steering>(ec::bad_argument, "does not understand", atom::steer_v,
                        std::string{"a"}, order);
  }
  steering_order order;
  order.by = std::string(5'000'000, 'x');
  x.refused<steering>(ec::bad_argument, "4096 bytes", atom::steer_v,
                      std::string{"a"}, order);
  x.refused<progress>(ec::bad_argument, "there is no task", atom::progress_v,
                      std::string(1'000'000, 'x'));
}

CAF_TEST(10.12 a desk that announces itself with nonsense is refused) {
  fool x{"fleet"};
  auto announce
    = [&](ec code, const desk_info& who, const caf::strong_actor_ptr& desk) {
        CAF_CHECK(x.announce(who, desk) == code);
      };
  // An actor that is no desk, which the fleet cannot know before it asks.
  auto other = caf::actor_cast<caf::strong_actor_ptr>(x.client.desk());
  announce(ec::bad_argument, {protocol_version, "two words"}, other);
  announce(ec::bad_argument, {protocol_version, std::string(300, 'x')}, other);
  announce(ec::bad_argument, {protocol_version, ""}, other);
  announce(ec::other_protocol, {uint16_t{999}, "db1:1"}, other);
  announce(ec::bad_argument, {protocol_version, "db1:1"}, nullptr);
}

CAF_TEST(10.20 a desk that was announced and talks nonsense is dropped) {
  fool x{"fleet"};
  auto script = std::make_shared<fleet_script>();
  auto bad = update("orders", {1, 1});
  bad.entry.node = "\x1b[2J";
  script->first_batch = task_updates{{update("items", {1, 1}), bad}, {}};
  auto desk = spawn_scripted_fleet(x.client.system(), script);
  auto who = caf::actor_cast<caf::strong_actor_ptr>(desk);
  auto found = ec::none;
  // It is followed first, and then not listened to for a while.
  auto until = std::chrono::steady_clock::now() + patience;
  while (found == ec::none && std::chrono::steady_clock::now() < until) {
    found = x.announce({protocol_version, "db1:1"}, who);
    std::this_thread::sleep_for(10ms);
  }
  CAF_CHECK(found == ec::bad_argument);
  CAF_CHECK_EQUAL(x.tasks(), 0u);
  caf::anon_send_exit(desk, caf::exit_reason::kill);
}

} // namespace status::net::test::net_nonsense_suite
