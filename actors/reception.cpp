#include "actors/reception.hpp"

namespace status {

caf::error other_protocol(uint16_t theirs) {
  return make_error(ec::other_protocol,
                    "this desk speaks " + std::to_string(protocol_version)
                      + ", the peer " + std::to_string(theirs)
                      + ": update the older one");
}

caf::error not_understood() {
  return make_error(ec::bad_argument,
                    "this desk does not understand what it was asked: update "
                    "the older one of the two");
}

caf::error explain(const std::string& task, caf::timespan patience,
                   caf::error err) {
  if (err == caf::sec::request_timeout)
    return make_error(
      ec::unavailable,
      task + ": no answer within " + format_duration(patience)
        + (patience < word_patience ? "" : ", it may come into force later"));
  if (err == caf::sec::request_receiver_down)
    return make_error(ec::unavailable, task + ": it has just ended");
  if (code_of(err) == ec::none)
    return wrap(ec::unavailable, task, to_shown(err));
  return to_shown(err);
}

} // namespace status
