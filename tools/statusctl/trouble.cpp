#include "statusctl/trouble.hpp"

#include <caf/exit_reason.hpp>
#include <caf/sec.hpp>

#include "status/messages/error.hpp"

namespace statusctl {

using status::code_of;
using status::ec;

exit_code judge(const caf::error& why) {
  if (why == caf::sec::request_timeout || has_code(why, ec::expired))
    return exit_code::too_late;
  if (why == caf::sec::request_receiver_down
      || why == caf::exit_reason::remote_link_unreachable
      || code_of(why) == ec::unavailable)
    return exit_code::unreachable;
  if (code_of(why) == ec::bad_argument || code_of(why) == ec::other_protocol)
    return exit_code::usage;
  if (has_code(why, ec::fenced) || has_code(why, ec::checkpoint_collision)
      || has_code(why, ec::ownership_ambiguous))
    return exit_code::unclear;
  if (has_code(why, ec::could_not_write_checkpoint))
    return exit_code::not_saved;
  return exit_code::failed;
}

trouble trouble_with(const std::string& what, const caf::error& why) {
  auto text = why == caf::sec::request_timeout
                ? std::string{"there was no answer in time; --timeout gives it "
                              "more"}
                : status::to_text(why);
  return {judge(why), what + ": " + text};
}

} // namespace statusctl
