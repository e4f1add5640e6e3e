#include "status/net/link.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <array>
#include <cstddef>
#include <utility>

#include "actors/net/link_shared.hpp"
#include "actors/net/pauses.hpp"
#include "status/messages/report.hpp"

namespace status::net {

std::string to_string(link_state x) {
  static constexpr std::array<const char*, 3> names{"connecting", "live",
                                                    "unreachable"};
  auto index = static_cast<size_t>(x);
  return index < names.size() ? names.at(index) : "unknown";
}

std::string describe(const link_status& x, caf::timestamp now) {
  constexpr caf::timestamp never{};
  auto result = to_string(x.now);
  if (x.now == link_state::live)
    return result + ", " + x.peer.node;
  if (x.now == link_state::connecting)
    return result;
  result += " for " + format_duration(now - x.since) + ", ";
  if (x.last_seen == never)
    result += "never seen";
  else
    result += "last seen " + format_duration(now - x.last_seen) + " ago";
  result += ": " + to_text(x.why);
  if (x.next_try > now)
    result += "; next try in " + format_duration(x.next_try - now);
  return result;
}

link::link(std::shared_ptr<shared> with) : with_(std::move(with)) {
  // nop
}

link& link::operator=(link&& other) noexcept {
  if (this != &other) {
    end();
    with_ = std::move(other.with_);
  }
  return *this;
}

link::~link() {
  end();
}

void link::end() {
  // Kept until the guard has gone: a callback may have destroyed this object.
  auto with = std::move(with_);
  if (!with)
    return;
  with->ended = true;
  caf::anon_send_exit(with->actor, caf::exit_reason::user_shutdown);
  std::unique_lock guard{with->calling}; // until no callback runs
}

link_status link::status() const {
  std::unique_lock guard{with_->mutex};
  return with_->now;
}

caf::expected<desk_actor> link::desk() const {
  std::unique_lock guard{with_->mutex};
  if (with_->desk)
    return with_->desk;
  const auto& now = with_->now;
  auto code = is_lasting(now.why) ? code_of(now.why) : ec::unavailable;
  return make_error(code, with_->where + " is "
                            + describe(now, caf::make_timestamp()));
}

} // namespace status::net
