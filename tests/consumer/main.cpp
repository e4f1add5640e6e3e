// A program outside of the project: it moves a job from its first state to the
// copying of rows, with nothing but what is installed.
#include <status/actors/state_holder.hpp>
#include <status/system.hpp>

#include <caf/actor_system.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <iostream>

int main() {
  status::config<> cfg;
  caf::actor_system sys{cfg};
  auto holder = status::spawn_state_holder(sys);
  caf::scoped_actor self{sys};
  auto moved = false;
  status::shim::mail(self, status::atom::advance_v, status::state::copy_rows)
    .request(holder.actor, std::chrono::seconds{10})
    .receive(
      [&](const status::snapshot& now) {
        moved = now.current == status::state::copy_rows;
      },
      [](const caf::error& err) {
        std::cerr << status::shim::render(err) << '\n';
      });
  std::cout << to_string(holder.view.load()) << '\n';
  self->send_exit(holder.actor, caf::exit_reason::user_shutdown);
  return moved ? 0 : 1;
}
