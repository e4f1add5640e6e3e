#define CAF_SUITE wire
#include "samples.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <type_traits>

namespace status::test::wire_suite {

namespace {

using bytes = std::vector<char>;

class wire_fixture : public fixture {
public:
  template <class T>
  bytes saved(const T& x) {
    bytes result;
    caf::binary_serializer sink{sys, result};
    if (auto err = sink(x))
      CAF_FAIL("cannot save: " << to_text(err));
    return result;
  }

  template <class T>
  caf::error load(const bytes& from, T& x) {
    caf::binary_deserializer source{sys, from};
    if (auto err = source(x))
      return err;
    CAF_CHECK_EQUAL(source.remaining(), 0u);
    return {};
  }

  template <class T>
  T sent(const T& x) {
    T result;
    if (auto err = load(saved(x), result))
      CAF_FAIL("cannot load: " << to_text(err));
    return result;
  }

  template <class T>
  bool is_refused(const T& x) {
    T result;
    return load(saved(x), result) == caf::sec::invalid_argument;
  }

  // Sets a member of a message to numbers that are no value of its enum.
  template <class T, class Enum>
  void check_refused(const T& sample, Enum T::*member) {
    using integer = std::underlying_type_t<Enum>;
    auto last = static_cast<integer>(status::last_of(Enum{}));
    auto x = sample;
    for (auto good : {integer{0}, last}) {
      x.*member = static_cast<Enum>(good);
      CAF_CHECK(!is_refused(x));
    }
    for (auto bad : {static_cast<integer>(last + 1), static_cast<integer>(-1),
                     std::numeric_limits<integer>::max()}) {
      x.*member = static_cast<Enum>(bad);
      CAF_CHECK(is_refused(x));
    }
  }
};

// FNV-1a, to pin bytes.
std::string hash_of(const bytes& xs) {
  uint64_t hash = 14695981039346656037ULL;
  for (auto x : xs) {
    hash ^= static_cast<unsigned char>(x);
    hash *= 1099511628211ULL;
  }
  return std::to_string(xs.size()) + ":" + std::to_string(hash);
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(wire_tests, wire_fixture)

CAF_TEST(2 a sample leaves no member at its default) {
  for_each_sample([](const std::string& name, const auto& x) {
    CAF_MESSAGE(name);
    CAF_CHECK(all_differ(x, std::decay_t<decltype(x)>{}));
    CAF_CHECK(same(x, x));
  });
}

CAF_TEST(10 every message survives the wire in full) {
  for_each_sample([this](const std::string& name, const auto& x) {
    CAF_MESSAGE(name);
    CAF_CHECK(same(sent(x), x));
    std::decay_t<decltype(x)> nothing;
    CAF_CHECK(same(sent(nothing), nothing));
  });
}

CAF_TEST(10 every message survives the wire as a message) {
  for_each_sample([this](const std::string& name, const auto& x) {
    CAF_MESSAGE(name);
    using type = std::decay_t<decltype(x)>;
    auto copy = sent(caf::make_message(x));
    CAF_REQUIRE((copy.template match_elements<type>()));
    CAF_CHECK(same(copy.template get_as<type>(0), x));
  });
}

CAF_TEST(10 bare enums and errors survive the wire as messages) {
  auto copy = sent(caf::make_message(state::checksum, attempt_result::late,
                                     eta_kind::due, watch_end::failed,
                                     run_outcome::failed, sample_error()));
  CAF_REQUIRE((copy.match_elements<state, attempt_result, eta_kind, watch_end,
                                   run_outcome, caf::error>()));
  CAF_CHECK(copy.get_as<state>(0) == state::checksum);
  CAF_CHECK(copy.get_as<attempt_result>(1) == attempt_result::late);
  CAF_CHECK(copy.get_as<eta_kind>(2) == eta_kind::due);
  CAF_CHECK(copy.get_as<watch_end>(3) == watch_end::failed);
  CAF_CHECK(copy.get_as<run_outcome>(4) == run_outcome::failed);
  CAF_CHECK(same(copy.get_as<caf::error>(5), sample_error()));
}

CAF_TEST(10 a bare error code travels as an error) {
  auto copy = sent(caf::make_message(ec::fenced));
  CAF_REQUIRE(copy.match_elements<caf::error>());
  CAF_CHECK(copy.get_as<caf::error>(0) == ec::fenced);
}

CAF_TEST(10 a subscriber survives the wire) {
  auto who = spawn_listener().actor;
  auto copy = sent(caf::make_message(who));
  CAF_REQUIRE((copy.match_elements<subscriber_actor>()));
  CAF_CHECK(copy.get_as<subscriber_actor>(0) == who);
  CAF_CHECK(!sent(subscriber_actor{}));
}

CAF_TEST(numbers from the wire that are no value of their enum are refused) {
  check_refused(sample_progress(), &progress::current);
  check_refused(sample_transition(), &transition::from);
  check_refused(sample_transition(), &transition::to);
  check_refused(sample_snapshot(), &snapshot::current);
  check_refused(sample_record(), &attempt_record::result);
  check_refused(eta{}, &eta::kind);
  check_refused(sample_watch_result(), &watch_result::end);
  check_refused(sample_run_result(), &run_result::outcome);
  check_refused(steering_order{}, &steering_order::word);
  check_refused(sample_entry(), &task_entry::seen);
  check_refused(sample_entry(), &task_entry::outcome);
}

CAF_TEST(such a number is refused at every depth) {
  auto history = sample_history();
  history.attempts[1].result = static_cast<attempt_result>(6);
  CAF_CHECK(is_refused(history));
  auto task = sample_progress();
  task.remaining.kind = static_cast<eta_kind>(4);
  CAF_CHECK(is_refused(task));
  auto missed = sample_catch_up();
  missed.missed[1].to = static_cast<state>(11);
  CAF_CHECK(is_refused(missed));
  auto run = sample_run_result();
  run.last.last_saved.result = static_cast<attempt_result>(255);
  CAF_CHECK(is_refused(run));
}

CAF_TEST(a message that ends too early is refused) {
  auto part = saved(sample_progress());
  while (!part.empty()) {
    part.pop_back();
    progress copy;
    CAF_CHECK(load(part, copy));
  }
}

CAF_TEST(the bytes of the messages are pinned) {
  // What changes them needs a new protocol version.
  CAF_CHECK_EQUAL(protocol_version, 3);
  const std::map<std::string, std::string> pinned{
    {"attempt", "16:17633220212635757292"},
    {"checkpoint", "12:2368134854360930561"},
    {"attempt_record", "131:4319840741115859306"},
    {"attempt_history", "336:2535327979995093403"},
    {"table_progress", "24:13911577875901835680"},
    {"eta", "9:14643194203783180368"},
    {"throttle", "14:9935929858083461945"},
    {"progress", "131:1831489734454647064"},
    {"stream_position", "16:17633220212635757292"},
    {"transition", "126:11137077257190636814"},
    {"snapshot", "422:2979043222384553302"},
    {"catch_up", "605:5410768974858624748"},
    {"verdict", "87:17514408398128932814"},
    {"watch_result", "226:3210615346723079991"},
    {"stop_order", "9:17560667162195215724"},
    {"run_result", "513:15804462718746638225"},
    {"steering_order", "12:10292032950490440431"},
    {"standing_word", "20:17269481027995103509"},
    {"steering", "65:5992782701052483989"},
    {"desk_info", "13:4261711474813048142"},
    {"task_entry", "663:8754416474829115263"},
    {"task_filter", "5:668464028853627395"},
    {"task_list", "981:8209571335230877938"},
    {"task_update", "846:272079282855000949"},
    {"task_updates", "1173:7894839685283717262"},
    {"task_position", "23:450846544332021729"},
    {"follow_order", "46:17309618887340309177"},
  };
  for_each_sample([&, this](const std::string& name, const auto& x) {
    CAF_CHECK_EQUAL(std::pair(name, hash_of(saved(x))),
                    std::pair(name, pinned.at(name)));
  });
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace status::test::wire_suite
