/// The objects of statusctl, as docs/JSON.md describes them. Pure; each returns
/// one line without its newline.
#pragma once

#include <string>

#include "statusctl/following.hpp"

namespace statusctl::json {

std::string task(const sight& x, caf::timestamp now);

/// What a task says itself.
std::string progress(const std::string& task, const status::progress& x);

/// What a desk says of a task's progress.
std::string progress(const sight& x);

std::string checkpoint(const std::string& task,
                       const status::attempt_record& x);

std::string history(const std::string& task, const status::attempt_history& x,
                    caf::timestamp now);

/// Returns nothing for what the progress says as well.
std::string event(const event& x, caf::timestamp now);

std::string result(const status::task_entry& x, caf::timestamp now);

} // namespace statusctl::json
