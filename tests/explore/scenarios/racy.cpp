// Two deliberately racy scenarios, and their sound counterparts: what the
// explorer must find, and where it must find nothing.
#include <chrono>
#include <utility>

#include "explore/scenario.hpp"
#include "status/actors.hpp"

namespace status::explore {

namespace {

// -- an update that gets lost ---------------------------------------------------------

using cell_actor = shim::typed_actor<caf::result<uint64_t>(atom::get),
                                     caf::result<void>(atom::save, uint64_t),
                                     caf::result<void>(atom::record, uint64_t)>;

class cell {
public:
  static constexpr const char* name = "cell";

  cell(cell_actor::pointer, std::shared_ptr<uint64_t> value)
    : value(std::move(value)) {
    // nop
  }

  cell_actor::behavior_type make_behavior() {
    return {
      [this](atom::get) { return *value; },
      [this](atom::save, uint64_t x) { *value = x; },
      [this](atom::record, uint64_t x) { *value += x; },
    };
  }

  std::shared_ptr<uint64_t> value;
};

using adder_actor = shim::typed_actor<caf::result<void>(atom::tick)>;

class adder {
public:
  static constexpr const char* name = "adder";

  adder(adder_actor::pointer self, cell_actor to, bool sound)
    : self(self), to(std::move(to)), sound(sound) {
    // nop
  }

  adder_actor::behavior_type make_behavior() {
    return {[this](atom::tick) {
      if (sound)
        return caf::anon_send(to, atom::record_v, uint64_t{1});
      shim::mail(self, atom::get_v)
        .request(to, caf::timespan{std::chrono::seconds{1}})
        .then([this](uint64_t x) { caf::anon_send(to, atom::save_v, x + 1); });
    }};
  }

  adder_actor::pointer self;
  cell_actor to;
  bool sound;
};

class two_adders : public scenario {
public:
  two_adders(world& in, bool sound) {
    auto to = in.own(shim::spawn<cell>(in.system(), value_));
    for (const auto* name : {"the first adder adds", "the second adder adds"}) {
      auto who = in.own(shim::spawn<adder>(in.system(), to, sound));
      in.sender({{name, [who] { caf::anon_send(who, atom::tick_v); }, {}}});
    }
    in.settle();
    in.explore_for(0s);
  }

  std::string broken() const override {
    return {};
  }

  std::string broken_at_end() const override {
    return *value_ == 2 ? "" : "an update got lost";
  }

  std::string end_state() const override {
    return std::to_string(*value_);
  }

private:
  std::shared_ptr<uint64_t> value_ = std::make_shared<uint64_t>(0);
};

// -- a timer of the past ----------------------------------------------------------------

// Waits for something for a second, gives up then; waits once more when told
// to.
using waiter_actor
  = shim::typed_actor<caf::result<void>(atom::wait),
                      caf::result<void>(atom::done),
                      caf::result<void>(atom::expire, uint64_t)>;

struct waiting {
  bool open = false;
  time_point deadline;
  uint64_t generation = 0;
  bool gave_up_early = false;
};

class waiter {
public:
  static constexpr const char* name = "waiter";

  waiter(waiter_actor::pointer self, std::shared_ptr<waiting> now, bool sound)
    : self(self), now(std::move(now)), sound(sound) {
    // nop
  }

  waiter_actor::behavior_type make_behavior() {
    return {
      [this](atom::wait) {
        now->open = true;
        now->deadline = self->clock().now() + 1s;
        shim::mail(self, atom::expire_v, ++now->generation)
          .schedule(now->deadline)
          .send(caf::actor_cast<waiter_actor>(self));
      },
      [this](atom::done) { now->open = false; },
      [this](atom::expire, uint64_t generation) {
        if (!now->open || (sound && generation != now->generation))
          return;
        now->gave_up_early = self->clock().now() < now->deadline;
        now->open = false;
      },
    };
  }

  waiter_actor::pointer self;
  std::shared_ptr<waiting> now;
  bool sound;
};

// Time passes between the two waits, or not: another timer, of nobody's
// concern.
class waits_twice : public scenario {
public:
  waits_twice(world& in, bool sound) {
    auto who = in.own(shim::spawn<waiter>(in.system(), now_, sound));
    auto other = in.own(
      shim::spawn<waiter>(in.system(), std::make_shared<waiting>(), true));
    in.settle();
    caf::anon_send(other, atom::wait_v);
    in.settle();
    in.pass(500ms);
    in.sender(
      {{"it waits", [who] { caf::anon_send(who, atom::wait_v); }, {}},
       {"what it waits for comes",
        [who] { caf::anon_send(who, atom::done_v); },
        {}},
       {"it waits again", [who] { caf::anon_send(who, atom::wait_v); }, {}}});
    in.explore_for(4s);
  }

  std::string broken() const override {
    return now_->gave_up_early ? "gave up before its time" : "";
  }

  std::string broken_at_end() const override {
    return now_->open ? "waits for ever" : "";
  }

  std::string end_state() const override {
    return "waited " + std::to_string(now_->generation) + " times";
  }

private:
  std::shared_ptr<waiting> now_ = std::make_shared<waiting>();
};

template <class Scenario>
variant make(std::string name, bool sound) {
  return {std::move(name),
          [sound](world& in) { return std::make_unique<Scenario>(in, sound); },
          false};
}

} // namespace

variants racy_variants() {
  return {make<two_adders>("racy/lost-update", false),
          make<waits_twice>("racy/old-timer", false)};
}

variants sound_variants() {
  variants result{make<two_adders>("sound/lost-update", true),
                  make<waits_twice>("sound/old-timer", true)};
  add_footprints(result);
  return result;
}

} // namespace status::explore
