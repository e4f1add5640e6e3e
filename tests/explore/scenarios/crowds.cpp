// So many subscribers that a transition wakes them in a crowd, while one of
// them leaves or dies: all others read everything, in order.
#include "explore/reader.hpp"
#include "explore/scenario.hpp"

namespace status::explore {

namespace {

enum class parting { none, leaves, dies };

// One more than are left to the scheduler one by one.
constexpr size_t crowd_readers = shim::crowd::capacity / 2 + 1;

class a_crowd_reads : public scenario {
public:
  a_crowd_reads(world& in, parting how) : holder_(spawn_holder(in, 64)) {
    for (size_t i = 0; i < crowd_readers; ++i) {
      readings_.emplace_back(std::make_shared<reading>());
      readers_.emplace_back(spawn_reader(in, holder_.actor, readings_.back()));
    }
    in.settle();
    for (const auto& x : readers_)
      caf::anon_send(x, atom::subscribe_v);
    in.settle();
    in.sender(enter_each(holder_.actor, {state::copy_rows}));
    if (how == parting::leaves)
      in.sender({{"a subscriber leaves",
                  [this] { caf::anon_send(readers_.front(), atom::leave_v); },
                  {}}});
    if (how == parting::dies)
      in.sender({{"a subscriber dies",
                  [this] {
                    died_ = true;
                    caf::anon_send_exit(readers_.front(),
                                        caf::exit_reason::kill);
                  },
                  {}}});
    in.explore_for(0s);
  }

  std::string broken() const override {
    for (const auto& x : readings_)
      if (!x->broken.empty())
        return x->broken;
    return {};
  }

  std::string broken_at_end() const override {
    for (const auto& x : readings_) {
      auto left = !x->subscribed || (died_ && x == readings_.front());
      if (!left && x->at.sequence != 1)
        return "a subscriber missed the end";
    }
    return {};
  }

  std::string end_state() const override {
    return "read to " + std::to_string(readings_.front()->at.sequence);
  }

private:
  bool died_ = false;
  state_holder holder_;
  std::vector<reading_ptr> readings_;
  std::vector<reader_actor> readers_;
};

} // namespace

void add_crowds(variants& all) {
  const std::pair<const char*, parting> partings[] = {
    {"stays", parting::none},
    {"leaves", parting::leaves},
    {"dies", parting::dies},
  };
  for (const auto& [name, how] : partings)
    all.emplace_back(
      variant{std::string{"crowd/"} + name, [how = how](world& in) {
                return std::make_unique<a_crowd_reads>(in, how);
              }});
}

} // namespace status::explore
