#include "explore/link.hpp"

#include <utility>

namespace status::explore {

lossy_link::lossy_link(world& in, reader_actor to, reading_ptr of)
  : in_(in),
    to_(std::move(to)),
    of_(std::move(of)),
    entry_(in.make_probe([this](caf::mailbox_element& x) { take(x); })) {
  of_->entry = caf::actor_cast<subscriber_actor>(entry_);
}

lossy_link::~lossy_link() {
  of_->entry = nullptr;
}

void lossy_link::deliver(const std::string& name, size_t count) {
  event one;
  one.name = name;
  one.act = [this] {
    in_.touch(entry_.id());
    caf::anon_send(to_, under_way_.front());
    under_way_.pop_front();
  };
  one.ready = [this] { return !under_way_.empty(); };
  in_.sender(std::vector<event>(count, one));
}

void lossy_link::break_down(const std::string& name, size_t count) {
  event one;
  one.name = name;
  one.act = [this] { lose(); };
  one.ready = [this] { return of_->begun && !under_way_.empty(); };
  in_.sender(std::vector<event>(count, one));
}

void lossy_link::take(caf::mailbox_element& x) {
  if (x.content().match_elements<transition>())
    under_way_.emplace_back(x.content().get_as<transition>(0));
}

// What comes after is told after this, so that the reader knows of the loss
// before it sees the gap.
void lossy_link::lose() {
  in_.touch(entry_.id());
  under_way_.clear();
  caf::anon_send(to_, atom::get_v, true);
}

} // namespace status::explore
