/// Where the component's log records go. CAF's own logger is built quiet by
/// Debian, and a report must be one record, so there is a sink.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace status {

enum class log_level : uint8_t { debug, info, warning, error };

/// A key and a value, for machines.
struct log_field {
  std::string key;
  std::string value;
};

/// One record. A status report is one record of several lines.
struct log_record {
  log_level level = log_level::info;
  std::string component; // e.g. `status.checkpoint_dumper`
  std::string text;      // never a format string
  std::vector<log_field> fields;
};

/// Receives log records. `write` is called from the threads of several actors,
/// possibly at the same time, and must not block for long: the loops wait for
/// it. What it throws is swallowed.
class log_sink {
public:
  virtual ~log_sink() = default;

  virtual void write(const log_record& record) = 0;
};

/// Shared by all parts of a watch; a null pointer logs nothing.
using log_sink_ptr = std::shared_ptr<log_sink>;

/// Writes a record to `sink` if there is one. Never throws.
void log(const log_sink_ptr& sink, log_record record) noexcept;

} // namespace status
