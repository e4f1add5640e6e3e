#include "schema_change/jobs.hpp"

#include <optional>
#include <utility>

namespace schema_change {

jobs::jobs(const settings& what, status::log_sink_ptr log)
  : what_(what), log_(std::move(log)), begun_(begin_.get_future().share()) {}

void jobs::begin() {
  begin_.set_value();
}

std::shared_ptr<job> jobs::next(const status::run_info& info) {
  auto what = what_;
  auto before = last();
  // From then on what the user meant by these is done.
  if (info.run > 1 && before
      && before->progress().current != status::state::initial) {
    what.resume = resume_mode::automatic;
    what.take_over = false;
  }
  auto made = std::make_shared<job>(std::move(what), log_, begun_);
  std::lock_guard guard{mutex_};
  last_ = made;
  return made;
}

std::shared_ptr<job> jobs::last() const {
  std::lock_guard guard{mutex_};
  return last_;
}

bool jobs::can_help() const {
  auto x = last();
  auto cause = x ? x->ended().cause : std::nullopt;
  return cause && passes_by_itself(*cause);
}

} // namespace schema_change
