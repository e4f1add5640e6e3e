// A state holder and those it tells.
#include <caf/event_based_actor.hpp>

#include <cstdlib>

#include "operations.hpp"
#include "window.hpp"

namespace counts {

namespace {

namespace atom = status::atom;
using status::state;

constexpr size_t many = 100;

void read_state(world& all) {
  constexpr size_t times = 1000;
  auto view = all.holders(1).front().view;
  auto sum = 0;
  window w{"read_state"};
  w.begin();
  for (size_t i = 0; i < times; ++i)
    sum += static_cast<int>(view.load());
  w.end();
  w.close(times);
  if (sum != 0) // the loads are needed
    std::abort();
}

void start_holder(world& all) {
  all.holders(many); // what is made once is made
  window w{"start_holder"};
  std::vector<status::state_holder> holders;
  holders.reserve(many);
  w.begin();
  for (size_t i = 0; i < many; ++i)
    holders.emplace_back(status::spawn_state_holder(all.system()));
  all.settle();
  w.end();
  w.close(many);
}

void stop_holder(world& all) {
  for (auto counted : {false, true}) {
    auto holders = all.holders(many);
    window w{"stop_holder"};
    w.begin();
    while (!holders.empty()) {
      caf::anon_send_exit(holders.back().actor,
                          caf::exit_reason::user_shutdown);
      holders.pop_back();
    }
    all.settle();
    w.end();
    if (counted)
      w.close(many);
  }
}

void subscribe(world& all) {
  constexpr size_t crowd = 10'000;
  auto who = all.subscribers(crowd);
  auto holder = all.holders(1).front().actor;
  for (const auto& x : who)
    caf::anon_send(holder, atom::subscribe_v, x);
  all.settle();
  window again{"subscribe_again"};
  again.begin();
  for (size_t i = 0; i < many; ++i)
    caf::anon_send(holder, atom::subscribe_v, who[i]);
  all.settle();
  again.end();
  again.close(many);
  window left{"leave"};
  left.begin();
  for (size_t i = 0; i < many; ++i)
    caf::anon_send(holder, atom::leave_v, who[i]);
  all.settle();
  left.end();
  left.close(many);
}

// One transition after the other, there and back again.
class advances {
public:
  void operator()(world& all, const status::state_holder_actor& holder) {
    to_ = to_ == state::checksum ? state::post_checksum : state::checksum;
    caf::anon_send(holder, atom::advance_v, to_);
    all.settle();
  }

private:
  state to_ = state::initial;
};

void broadcast(world& all, size_t crowd, const char* name) {
  constexpr size_t times = 10;
  status::holder_options options;
  options.may_repeat_checksum = true;
  options.replay_capacity = 2; // full before we count
  auto holder = status::spawn_state_holder(all.system(), options).actor;
  auto who = all.subscribers(crowd);
  for (const auto& x : who)
    caf::anon_send(holder, atom::subscribe_v, x);
  advances advance;
  for (size_t i = 0; i < 4; ++i)
    advance(all, holder);
  window w{name};
  w.begin();
  for (size_t i = 0; i < times; ++i)
    advance(all, holder);
  w.end();
  w.close(times * crowd);
}

// The least that CAF needs: an actor that sends a message to others.
void raw_broadcast(world& all) {
  constexpr size_t times = 10;
  auto who = all.subscribers(many);
  auto sender = all.system().spawn([&who](caf::event_based_actor* self) {
    return caf::behavior{[self, &who](const status::transition& x) {
      for (const auto& y : who)
        self->send(y, x);
    }};
  });
  auto tell = [&] {
    caf::anon_send(sender, status::transition{});
    all.settle();
  };
  for (size_t i = 0; i < 4; ++i)
    tell();
  window w{"raw_broadcast_100"};
  w.begin();
  for (size_t i = 0; i < times; ++i)
    tell();
  w.end();
  w.close(times * many);
}

} // namespace

std::vector<operation> of_holders() {
  return {
    {"read", read_state},
    {"start_holder", start_holder},
    {"stop_holder", stop_holder},
    {"subscribe", subscribe},
    {"broadcast_1", [](world& x) { broadcast(x, 1, "broadcast_1"); }},
    {"broadcast_100", [](world& x) { broadcast(x, 100, "broadcast_100"); }},
    {"broadcast_10000",
     [](world& x) { broadcast(x, 10'000, "broadcast_10000"); }},
    {"raw_broadcast", raw_broadcast},
  };
}

} // namespace counts
