// What is wanted of a job, without an actor.
#define CAF_SUITE steering
#include "moments.hpp"

#include "same_members.hpp"

namespace status::test::steering_suite {

namespace {

steering_order say(steering_word word, std::string reason = {}) {
  return {word, "ann", std::move(reason)};
}

/// What a fresh life wants after some words.
template <class... Ts>
steering after_words(Ts... words) {
  steering result;
  ((result = apply(std::move(result), say(words), noon)), ...);
  return result;
}

} // namespace

CAF_TEST(6.8 a word is kept with who said it and why and when) {
  auto x = apply({}, {steering_word::pause, "ann", "backup"}, noon);
  CAF_CHECK(same(x, steering{1, {true, "ann", "backup", noon}, {}}));
  auto y = apply(x, {steering_word::hold, "bob", "night"}, noon + 1s);
  CAF_CHECK(same(y, steering{2,
                             {true, "ann", "backup", noon},
                             {true, "bob", "night", noon + 1s}}));
}

CAF_TEST(6.8 resume and release take back only their own word) {
  using word = steering_word;
  auto x = after_words(word::pause, word::hold, word::resume);
  CAF_CHECK(!x.paused.in_force);
  CAF_CHECK(x.held.in_force);
  auto y = after_words(word::pause, word::hold, word::release);
  CAF_CHECK(y.paused.in_force);
  CAF_CHECK(!y.held.in_force);
  CAF_CHECK_EQUAL(y.version, 3u);
}

CAF_TEST(6.8 what was said since the start comes on top of what was stored) {
  using word = steering_word;
  auto stored = after_words(word::pause, word::hold);
  CAF_CHECK(same(merge(stored, {}), stored));
  CAF_CHECK(same(merge({}, stored), stored));
  auto x = merge(stored, after_words(word::resume));
  CAF_CHECK(!x.paused.in_force);
  CAF_CHECK(x.held.in_force);
  CAF_CHECK_EQUAL(x.version, 3u); // neither: it has to be stored again
  auto y = merge(stored, after_words(word::release, word::hold, word::release));
  CAF_CHECK(y.paused.in_force);
  CAF_CHECK(!y.held.in_force);
  CAF_CHECK_EQUAL(y.version, 4u);
}

CAF_TEST(6.8 people read who and why) {
  CAF_CHECK_EQUAL(to_text(standing_word{true, "ann", "backup", noon}),
                  "ann: backup");
  CAF_CHECK_EQUAL(to_text(standing_word{true, "ann", "", noon}), "ann");
  CAF_CHECK_EQUAL(to_text(standing_word{true, "", "backup", noon}),
                  "an operator: backup");
}

// -- in a life -----------------------------------------------------------------

CAF_TEST(6.8 while it is on hold the cut-over is refused and nothing changes) {
  auto life = begin();
  entered(life, state::post_checksum, 1s);
  auto before = life.look(after(2s));
  CAF_REQUIRE(life.steer(say(steering_word::hold, "wait"), after(2s)));
  auto why = refused(life, state::cut_over, 2s);
  CAF_CHECK_EQUAL(why, ec::held);
  CAF_CHECK_EQUAL(to_text(why), "the cut-over is on hold: by ann: wait");
  auto now = life.look(after(2s));
  CAF_CHECK(now.at == before.at);
  CAF_CHECK(now.current == state::post_checksum);
  CAF_CHECK(now.wanted.held.in_force);
}

CAF_TEST(6.8 what skips the cut-over is held as well) {
  auto life = begin();
  CAF_REQUIRE(life.steer(say(steering_word::hold), after(1s)));
  CAF_CHECK_EQUAL(refused(life, state::close, 2s), ec::held);
}

CAF_TEST(6.8 everything before the cut-over goes on while it is on hold) {
  auto life = begin();
  CAF_REQUIRE(life.steer(say(steering_word::hold), after(1s)));
  entered(life, state::copy_rows, 2s);
  entered(life, state::post_checksum, 3s);
  CAF_REQUIRE(life.fail(make_error(ec::unavailable), after(4s)));
}

CAF_TEST(6.8 after the release the cut-over is granted) {
  auto life = begin();
  CAF_REQUIRE(life.steer(say(steering_word::hold), after(1s)));
  refused(life, state::cut_over, 1s);
  CAF_REQUIRE(life.steer(say(steering_word::release), after(2s)));
  entered(life, state::cut_over, 3s);
}

CAF_TEST(6.8 every word comes too late once the cut-over is granted) {
  auto life = begin();
  entered(life, state::cut_over, 1s);
  for (auto word : {steering_word::pause, steering_word::resume,
                    steering_word::hold, steering_word::release}) {
    auto x = life.steer(say(word), after(2s));
    CAF_REQUIRE(!x);
    CAF_CHECK_EQUAL(x.error(), ec::past_cut_over);
  }
  CAF_CHECK_EQUAL(life.look(after(2s)).wanted.version, 0u);
  entered(life, state::close, 3s);
}

CAF_TEST(6.8 a failed run still takes words for the next one) {
  auto life = begin();
  CAF_REQUIRE(life.fail(make_error(ec::unavailable), after(1s)));
  CAF_REQUIRE(life.steer(say(steering_word::hold), after(2s)));
  CAF_CHECK(life.look(after(2s)).wanted.held.in_force);
}

CAF_TEST(6.8 what was stored is taken and a stored hold holds) {
  auto life = begin();
  auto stored = after_words(steering_word::hold);
  CAF_CHECK(same(life.restore(stored), stored));
  CAF_CHECK_EQUAL(refused(life, state::cut_over, 1s), ec::held);
}

CAF_TEST(6.8 what was said before the run began holds with what was stored) {
  auto life = begin();
  CAF_REQUIRE(life.steer(say(steering_word::hold), after(1s)));
  auto x = life.restore(after_words(steering_word::pause));
  CAF_CHECK(x.paused.in_force);
  CAF_CHECK(x.held.in_force);
  CAF_CHECK(same(life.look(after(1s)).wanted, x));
}

CAF_TEST(6.8 what is stored too late does not stop a granted cut-over) {
  auto life = begin();
  entered(life, state::cut_over, 1s);
  life.restore(after_words(steering_word::hold));
  entered(life, state::close, 2s);
}

CAF_TEST(6.8 what an earlier run of the process wanted holds from the start) {
  lifecycle life{
    3, state::initial, false, 64, after_words(steering_word::hold), after(0s)};
  CAF_CHECK_EQUAL(refused(life, state::cut_over, 1s), ec::held);
}

} // namespace status::test::steering_suite
