// Many subscribers, who are found by a table.
#define CAF_SUITE subscription_crowd
#include "holder_fixture.hpp"

#include <caf/actor_control_block.hpp>

#include <algorithm>
#include <random>

namespace status::test::subscription_crowd_suite {

namespace {

constexpr size_t crowd = 50;

class crowd_fixture : public holder_fixture {
public:
  crowd_fixture() {
    holder_options options;
    options.may_repeat_checksum = true;
    begin(options);
    for (size_t i = 0; i < crowd; ++i) {
      all.emplace_back(spawn_listener());
      subscribe(all.back());
    }
  }

  /// Tells everybody something, and checks who has got it.
  void tell(const std::vector<bool>& listening) {
    next = next == state::checksum ? state::post_checksum : state::checksum;
    for (const auto& x : all)
      x.events->clear();
    advance(next);
    for (size_t i = 0; i < all.size(); ++i)
      CAF_CHECK_EQUAL(all[i].events->size(), listening[i] ? 1u : 0u);
  }

  std::vector<listener> all;
  state next = state::initial;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(subscription_crowd_tests, crowd_fixture)

CAF_TEST(7.1 everybody in a crowd gets every transition once) {
  std::vector<bool> listening(crowd, true);
  tell(listening);
  for (const auto& x : all)
    subscribe(x);
  tell(listening);
}

CAF_TEST(7.2 who comes and leaves and dies in a crowd disturbs nobody) {
  std::vector<bool> listening(crowd, true);
  std::vector<bool> dead(crowd, false);
  std::minstd_rand random{7};
  for (int i = 0; i < 300; ++i) {
    auto which = random() % crowd;
    switch (random() % 8) {
      case 0:
        if (std::count(dead.begin(), dead.end(), false) < 10)
          break;
        end(all[which].actor);
        dead[which] = true;
        listening[which] = false;
        break;
      case 1:
      case 2:
      case 3:
        CAF_CHECK(!order(atom::leave_v, all[which].actor));
        listening[which] = false;
        break;
      default:
        subscribe(all[which]);
        listening[which] = !dead[which];
    }
    if (i % 10 == 0)
      tell(listening);
  }
}

CAF_TEST(6.6 who dies in a crowd is let go) {
  for (size_t which : {size_t{0}, crowd / 2, crowd - 1}) {
    auto address = all[which].actor.address();
    auto* block = caf::actor_cast<caf::actor_control_block*>(address);
    end(all[which].actor);
    all[which] = {};
    owned.erase(std::remove(owned.begin(), owned.end(), address), owned.end());
    settle();
    CAF_CHECK(!caf::actor_cast<caf::strong_actor_ptr>(address));
    CAF_CHECK_EQUAL(block->weak_refs, 1u); // this test's own
  }
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::subscription_crowd_suite
