#include "explore/scenario.hpp"

namespace status::explore {

variants all_variants() {
  variants result;
  add_dump_results(result);
  add_winners(result);
  add_holds(result);
  add_deaths(result);
  add_groups(result);
  add_subscriptions(result);
  add_crowds(result);
  add_lifecycle(result);
  add_supervision(result);
#ifdef EXPLORE_LEASE
  add_lease(result);
#endif
  add_links(result);
  add_large(result);
  return result;
}

} // namespace status::explore
