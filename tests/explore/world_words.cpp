#include "explore/world.hpp"

#include <regex>

#include "status/actors.hpp"

namespace status::explore {

/// Without what differs from one time to the next: the time of day, and how
/// many actors there have been.
std::string world::to_words(const caf::type_erased_tuple& content) const {
  static const std::regex date{R"(\d{4}-\d\d-\d\dT[\d:.]+)"};
  static const std::regex actor{R"((\d+)@[\w-]+)"};
  auto text = std::regex_replace(to_string(content), date, "now");
  std::string result;
  std::smatch at;
  for (; std::regex_search(text, at, actor); text = at.suffix()) {
    auto id = std::stoull(at[1]);
    result += at.prefix().str();
    result += id > first_probe ? "probe #" + std::to_string(id - first_probe)
                               : "#" + std::to_string(id - first_);
  }
  return result + text;
}

std::string world::describe(const step& what) const {
  switch (what.kind) {
    case step_kind::run: {
      const auto* who = find_runnable(what.which);
      std::string result = who->actor->name();
      result += " #" + std::to_string(what.which) + " handles ";
      const auto* next = who->actor->peek_at_next_mailbox_element();
      return result + (next ? to_words(next->content()) : "its start");
    }
    case step_kind::event: {
      const auto& next = senders_[what.which][done_[what.which]];
      return next.says ? next.says() : next.name;
    }
    default: {
      std::string who = "actor #" + std::to_string(what.which);
      for (const auto& [name, address] : known_)
        if (address.id() == what.which + first_)
          who = name + " #" + std::to_string(what.which);
      return "a timer fires for " + who;
    }
  }
}

} // namespace status::explore
