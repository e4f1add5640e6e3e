/// How a change has ended: the exit code and the last words. Pure.
#pragma once

#include <optional>
#include <string>

#include "schema_change/engine.hpp"
#include "schema_change/failure.hpp"
#include "schema_change/options.hpp"
#include "status/messages/progress.hpp"
#include "status/messages/run.hpp"

namespace schema_change {

/// What the program answers to whoever started it.
enum class exit_code : int {
  finished = 0,
  failed = 1,    // safe to run again
  usage = 2,     // the command must change, nothing was touched
  cancelled = 3, // a checkpoint is saved
  not_saved = 4, // a checkpoint could not be written
  unclear = 5,   // who owns the change: a person must look
};

/// What the last run says of itself.
struct job_end {
  std::optional<failure> cause; // how the engine failed, if it did
  std::string not_saved;        // why the last checkpoint was not written
  figures numbers;
  status::progress task;
};

struct outcome {
  status::run_result run; // the supervisor's word
  job_end job;
};

/// Whether the same start can mend the failure: only what passes by itself, and
/// only if the engine says that it is safe.
bool passes_by_itself(const failure& x);

/// The engine knows best what it left behind; the supervisor knows who wanted
/// the end.
exit_code judge(const outcome& x);

/// Whether the same command may simply be given again.
bool safe_to_rerun(exit_code x);

/// Why there was no success: what, where, why. Empty after one.
std::string reason(const outcome& x);

/// The last words, several lines with a newline each: what was done, or what
/// went wrong and what to do.
std::string last_words(const outcome& x, const options& wanted);

} // namespace schema_change
