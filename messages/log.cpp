#include "status/messages/log.hpp"

#include <exception>

namespace status {

void log(const log_sink_ptr& sink, log_record record) noexcept {
  if (sink == nullptr)
    return;
  try {
    sink->write(record);
  } catch (...) {
    // There is nobody left to tell.
  }
}

} // namespace status
