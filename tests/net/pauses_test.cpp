#define CAF_SUITE net_pauses
#include "places.hpp"

#include <algorithm>
#include <vector>

#include "actors/net/pauses.hpp"
#include "status/messages/error.hpp"
#include "status/net/link.hpp"

namespace status::net::test::net_pauses_suite {

namespace {

const auto passing = make_error(ec::unavailable);
const auto lasting = make_error(ec::bad_argument);

// Whether a pause is the expected one, moved by up to a fifth.
bool is_about(caf::timespan pause, caf::timespan expected) {
  return pause >= expected / 5 * 4 && pause <= expected / 5 * 6;
}

} // namespace

CAF_TEST(10.10 pauses double up to the longest one) {
  pauses all{7};
  std::vector<caf::timespan> expected{250ms, 500ms, 1s, 2s, 4s, 8s, 8s, 8s};
  for (auto x : expected)
    CAF_CHECK(is_about(all.next(passing, 0s), x));
}

CAF_TEST(10.10 pauses differ from node to node) {
  std::vector<caf::timespan> firsts;
  for (uint32_t seed = 1; seed <= 20; ++seed)
    firsts.emplace_back(pauses{seed * 123'456'789}.next(passing, 0s));
  auto [least, most] = std::minmax_element(firsts.begin(), firsts.end());
  CAF_CHECK(*most - *least > 20ms);
}

CAF_TEST(10.10 a connection that has lasted begins with the shortest pause) {
  pauses all{7};
  for (int i = 0; i < 10; ++i)
    all.next(passing, 0s);
  CAF_CHECK(is_about(all.next(passing, 7s), 8s));
  CAF_CHECK(is_about(all.next(passing, 8s), 250ms));
  CAF_CHECK(is_about(all.next(passing, 0s), 500ms));
}

CAF_TEST(10.10 what a person must mend is tried slowly) {
  pauses all{7};
  for (int i = 0; i < 3; ++i)
    CAF_CHECK(is_about(all.next(lasting, 0s), 60s));
  CAF_CHECK(is_about(all.next(make_error(ec::other_protocol), 0s), 60s));
  CAF_CHECK(!is_lasting(passing));
  CAF_CHECK(!is_lasting(make_error(caf::sec::request_timeout)));
}

} // namespace status::net::test::net_pauses_suite
