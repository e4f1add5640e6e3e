#include "schema_change/hold.hpp"

namespace schema_change {

namespace {

constexpr auto held_pause = std::chrono::milliseconds{200};

} // namespace

bool granted(session& on, status::state next) {
  try {
    on.world.advance(next);
    return true;
  } catch (const failure& x) {
    if (x.code() != status::ec::held)
      throw;
    return false;
  }
}

void wait_while_held(session& on, gauges& shown,
                     const std::function<bool()>& work) {
  std::string noted;
  for (auto held = on.world.wanted().held; held.in_force;
       held = on.world.wanted().held) {
    on.check_cancelled();
    auto idle = work();
    auto why = "cut-over held by " + to_text(held);
    if (why != noted)
      on.world.note(level::info, why, {});
    noted = why;
    shown.throttled(why, 0);
    if (idle)
      on.world.pause(held_pause);
  }
  if (!noted.empty())
    shown.throttled({}, 0);
}

} // namespace schema_change
