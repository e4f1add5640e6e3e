#include "status/messages/placement.hpp"

#include <cstddef>

#include "status/messages/desk.hpp"

namespace status {

namespace {

constexpr size_t longest_payload = 64 * 1024;

} // namespace

caf::error check(const job_order& x) {
  if (!is_name(x.task))
    return make_error(ec::bad_argument,
                      "a job's name has 1 to 256 printable "
                      "characters and no blanks");
  if (x.payload.size() > longest_payload)
    return make_error(ec::bad_argument,
                      x.task + ": the payload has more than 64 KiB");
  return {};
}

} // namespace status
