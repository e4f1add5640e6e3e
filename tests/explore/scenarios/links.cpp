// A subscriber behind a link that loses what it carries: it comes back, and has
// missed nothing then.
#include "explore/link.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

struct link_setting {
  size_t losses = 1;
  size_t replay_capacity = 64;
};

class events_get_lost : public scenario {
public:
  events_get_lost(world& in, const link_setting& with)
    : holder_(spawn_holder(in, with.replay_capacity)),
      reader_(spawn_reader(in, holder_.actor, what_)),
      link_(in, reader_, what_) {
    in.settle();
    caf::anon_send(reader_, atom::subscribe_v);
    in.settle();
    in.sender(
      enter_each(holder_.actor,
                 {state::copy_rows, state::apply_changeset, state::checksum}));
    link_.deliver("the link delivers an event", 3);
    link_.break_down("the link breaks down", with.losses);
    in.explore_for(0s);
  }

  std::string broken() const override {
    return what_->broken;
  }

  std::string broken_at_end() const override {
    if (what_->at.sequence != 3 || what_->current != state::checksum)
      return "the subscriber missed the end";
    return what_->lost_some ? "the subscriber did not catch up" : "";
  }

  std::string end_state() const override {
    return std::to_string(what_->resets) + " resets"
           + (what_->came_back ? ", came back" : "");
  }

private:
  reading_ptr what_ = std::make_shared<reading>();
  state_holder holder_;
  reader_actor reader_;
  lossy_link link_;
};

} // namespace

void add_links(variants& all) {
  const std::pair<const char*, link_setting> settings[] = {
    {"one-loss", {1, 64}},
    {"two-losses", {2, 64}},
    {"one-loss-short-memory", {1, 1}},
  };
  for (const auto& [name, with] : settings)
    all.emplace_back(
      variant{std::string{"link/"} + name, [with = with](world& in) {
                return std::make_unique<events_get_lost>(in, with);
              }});
}

} // namespace status::explore
