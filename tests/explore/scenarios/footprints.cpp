// For each thing that a footprint notes, a scenario in which two steps do not
// commute because of it, and small enough to go all ways: who forgets one of
// them misses an end.
#include <caf/actor_system.hpp>

#include <utility>

#include "explore/scenario.hpp"
#include "status/actors.hpp"

namespace status::explore {

namespace {

constexpr caf::timespan moment = 5s;
constexpr caf::timespan too_long = world::max_lag + 1s; // for a message to lie

using clerk_actor = shim::typed_actor<caf::result<void>(atom::save, uint64_t),
                                      caf::result<void>(atom::wait, uint64_t)>;

using notes_ptr = std::shared_ptr<std::string>;

// Notes what it is told, and when; or has another one told in a moment.
class clerk {
public:
  static constexpr const char* name = "clerk";

  clerk(clerk_actor::pointer self, notes_ptr notes, clerk_actor next)
    : self(self),
      begin(self->clock().now()),
      notes(std::move(notes)),
      next(std::move(next)) {
    // nop
  }

  clerk_actor::behavior_type make_behavior() {
    return {
      [this](atom::save, uint64_t x) {
        auto age = std::chrono::duration_cast<std::chrono::seconds>(
          self->clock().now() - begin);
        *notes += " " + std::to_string(x) + " after "
                  + std::to_string(age.count()) + "s";
      },
      [this](atom::wait, uint64_t x) {
        shim::mail(self, atom::save_v, x)
          .schedule(self->clock().now() + moment)
          .send(next);
      },
    };
  }

  clerk_actor::pointer self;
  time_point begin;
  notes_ptr notes;
  clerk_actor next;
};

clerk_actor spawn_clerk(world& in, const notes_ptr& notes,
                        const clerk_actor& next = {}) {
  return in.own(shim::spawn<clerk>(in.system(), notes, next));
}

event tell(const clerk_actor& who, uint64_t x) {
  return {"message " + std::to_string(x) + " is sent",
          [who, x] { caf::anon_send(who, atom::save_v, x); },
          {}};
}

class noted : public scenario {
public:
  using set_up = void (*)(world&, const notes_ptr&);

  noted(world& in, set_up how) {
    how(in, notes_);
    in.explore_for(too_long);
  }

  std::string broken() const override {
    return {};
  }

  std::string broken_at_end() const override {
    return {};
  }

  std::string end_state() const override {
    return *notes_;
  }

private:
  notes_ptr notes_ = std::make_shared<std::string>();
};

// -- what does not commute ---------------------------------------------------------

void overtaking(world& in, const notes_ptr& notes) {
  auto who = spawn_clerk(in, notes);
  in.settle();
  tell(who, 1).act();
  in.sender(
    {{"message 2 is sent, and is urgent",
      [who] { shim::anon_mail(atom::save_v, uint64_t{2}).urgent().send(who); },
      {}}});
}

// What is sent before the first timer may not lie until the second one.
void time_passes(world& in, const notes_ptr& notes) {
  auto who = spawn_clerk(in, notes);
  auto bystander = spawn_clerk(in, std::make_shared<std::string>());
  in.settle();
  auto& clock = in.system().clock();
  for (auto time : {moment, too_long})
    clock.schedule_message(
      clock.now() + time, caf::actor_cast<caf::strong_actor_ptr>(bystander),
      caf::make_mailbox_element(nullptr, caf::make_message_id(), {},
                                atom::save_v, uint64_t{0}));
  tell(who, 1).act();
  in.sender({tell(who, 2)});
}

// Timers that are due together fire as they were armed.
void same_moment(world& in, const notes_ptr& notes) {
  auto who = spawn_clerk(in, notes);
  for (uint64_t x : {1, 2})
    caf::anon_send(spawn_clerk(in, notes, who), atom::wait_v, x);
}

void shared_memory(world& in, const notes_ptr& notes) {
  for (const auto* word : {"one", "two"})
    in.sender({{word,
                [&in, notes, word] {
                  in.touch(1);
                  *notes += word;
                },
                {}}});
}

} // namespace

void add_footprints(variants& all) {
  const std::pair<const char*, noted::set_up> set_ups[] = {
    {"overtaking", overtaking},
    {"time-passes", time_passes},
    {"same-moment", same_moment},
    {"shared-memory", shared_memory},
  };
  for (const auto& [name, how] : set_ups)
    all.emplace_back(
      variant{std::string{"sound/"} + name, [how = how](world& in) {
                return std::make_unique<noted>(in, how);
              }});
}

} // namespace status::explore
