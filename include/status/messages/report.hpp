/// The layout of a status report and the numbers in it, DESIGN §8. Pure.
#pragma once

#include <caf/timespan.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "status/messages/progress.hpp"

namespace status {

struct snapshot;

/// A header line and one aligned row per part. A row with empty text is
/// dropped; labels are padded to the widest kept one.
class report {
public:
  explicit report(std::string header);

  report& row(std::string label, std::string text);

  /// Lays the report out, without a newline at the end.
  std::string str() const;

private:
  std::string header_;
  std::vector<std::pair<std::string, std::string>> rows_;
};

/// Renders a duration in whole seconds: `1m30s`, `1h0m0s`, `0s`. Negative ones
/// count as 0.
std::string format_duration(caf::timespan x);

/// Renders `71436/221193 32.30%`. An estimate of 0 is 0.00%.
std::string format_rows(uint64_t done, uint64_t expected);

/// Renders `32.30%`.
std::string format_percent(uint64_t done, uint64_t expected);

/// Renders `4m39s`, `due`, `measuring` or an empty text.
std::string format_eta(const eta& x);

/// The last checkpoint as the holder knows it: its age, or `never`.
std::string format_checkpoint_age(const snapshot& x);

/// The last checkpoint's position, or `none`.
std::string format_checkpoint_position(const snapshot& x);

/// The report of a migration in its usual form: state and times in the header,
/// the copier's and the checkpoint's row.
/// @param what   begins the header, e.g. `migration status`.
/// @param copier more for the copier's row, e.g. `chunk-size=92220`.
report migration_report(std::string_view what, const snapshot& holder,
                        const progress& task, std::string_view copier = {});

} // namespace status
