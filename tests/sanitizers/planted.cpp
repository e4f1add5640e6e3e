// Faults planted on purpose, one per run, for tests/sanitizers/can_fail.sh: a
// sanitizer that is silent here would be silent anywhere.
#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "status/actors.hpp"
#include "status/system.hpp"

namespace {

using numbers = std::vector<int>;

// A thread of the actor's own, so that there are two of them for sure.
caf::behavior adder(caf::event_based_actor*, int* shared) {
  return {
    [shared](const std::string& text) {
      ++*shared;
      return text + '!';
    },
  };
}

// Hands memory from one thread to another: by a message, as actors do, or
// behind the back of both.
void share(bool by_message) {
  status::config<> cfg;
  caf::actor_system sys{cfg};
  caf::scoped_actor self{sys};
  int shared = 0;
  auto other = sys.spawn<caf::detached>(adder, &shared);
  auto wait = [&] { self->receive([](const std::string&) {}); };
  self->send(other, std::string{"a message"});
  if (by_message)
    wait();
  ++shared;
  if (!by_message)
    wait();
  caf::anon_send_exit(other, caf::exit_reason::kill);
}

int last_of(const numbers& xs, size_t past) {
  return xs.data()[xs.size() - 1 + past];
}

} // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  auto xs = std::make_unique<numbers>(numbers{1, 2, 2147483647});
  if (what == "nothing")
    share(true);
  else if (what == "race")
    share(false);
  else if (what == "leak")
    std::cout << xs.release()->size() << '\n';
  else if (what == "address")
    std::cout << last_of(*xs, 1) << '\n';
  else if (what == "undefined")
    std::cout << last_of(*xs, 0) + argc << '\n';
  else
    return 2;
}
