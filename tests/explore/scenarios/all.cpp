#include "explore/scenario.hpp"

namespace status::explore {

variants all_variants() {
  variants result;
  add_dump_results(result);
  add_winners(result);
  add_deaths(result);
  add_subscriptions(result);
  add_lifecycle(result);
  add_supervision(result);
  return result;
}

} // namespace status::explore
