// A subscriber that subscribes, leaves, comes back or dies while the run makes
// four transitions: contiguous, in order, nothing twice, nothing missed, and
// nobody else notices.
#include "explore/reader.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

enum class deed { subscribe, leave, come_back, die };

class transitions_are_read : public scenario {
public:
  transitions_are_read(world& in, const std::vector<deed>& deeds,
                       size_t replay_capacity)
    : holder_(spawn_holder(in, replay_capacity)),
      reader_(spawn_reader(in, holder_.actor, one_)),
      witness_(spawn_reader(in, holder_.actor, other_)) {
    in.settle();
    caf::anon_send(witness_, atom::subscribe_v);
    in.settle();
    in.sender(
      enter_each(holder_.actor, {state::copy_rows, state::apply_changeset,
                                 state::analyze_table, state::checksum}));
    std::vector<event> own;
    own.reserve(deeds.size());
    for (auto x : deeds)
      own.emplace_back(make(x));
    in.sender(std::move(own));
    in.explore_for(0s);
  }

  std::string broken() const override {
    return one_->broken.empty() ? other_->broken : one_->broken;
  }

  std::string broken_at_end() const override {
    if (other_->at.sequence != 4)
      return "the other subscriber missed the end";
    if (one_->subscribed && !died_ && one_->at.sequence != 4)
      return "the subscriber missed the end";
    return {};
  }

  std::string end_state() const override {
    return "read to " + std::to_string(one_->at.sequence) + ", "
           + std::to_string(one_->resets) + " resets";
  }

private:
  event make(deed x) {
    switch (x) {
      case deed::subscribe:
        return {"the subscriber subscribes",
                [this] { caf::anon_send(reader_, atom::subscribe_v); },
                {}};
      case deed::leave:
        return {"the subscriber leaves",
                [this] { caf::anon_send(reader_, atom::leave_v); },
                {}};
      case deed::come_back:
        return {"the subscriber comes back",
                [this] { caf::anon_send(reader_, atom::get_v); },
                {}};
      default:
        return {"the subscriber dies",
                [this] {
                  died_ = true;
                  caf::anon_send_exit(reader_, caf::exit_reason::kill);
                },
                {}};
    }
  }

  reading_ptr one_ = std::make_shared<reading>();
  reading_ptr other_ = std::make_shared<reading>();
  bool died_ = false;
  state_holder holder_;
  reader_actor reader_;
  reader_actor witness_;
};

} // namespace

void add_subscriptions(variants& all) {
  struct setting {
    const char* name;
    std::vector<deed> deeds;
    size_t replay_capacity;
  };
  const std::vector<setting> settings{
    {"once", {deed::subscribe}, 64},
    {"twice", {deed::subscribe, deed::subscribe}, 64},
    {"leaves", {deed::subscribe, deed::leave}, 64},
    {"dies", {deed::subscribe, deed::die}, 64},
    {"comes-back", {deed::subscribe, deed::leave, deed::come_back}, 64},
    {"comes-back-late", {deed::subscribe, deed::leave, deed::come_back}, 1},
    {"comes-back-unasked", {deed::subscribe, deed::come_back}, 64},
  };
  for (const auto& x : settings)
    all.emplace_back(
      variant{std::string{"subscriber/"} + x.name, [x](world& in) {
                return std::make_unique<transitions_are_read>(
                  in, x.deeds, x.replay_capacity);
              }});
}

} // namespace status::explore
