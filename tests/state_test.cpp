#define CAF_SUITE state
#include "fixture.hpp"

#include <array>
#include <string>
#include <vector>

#include "status/messages/state.hpp"

namespace status::test::state_suite {

namespace {

struct named_state {
  state value;
  int32_t number;
  std::string name;
};

// Written out, not computed: this table is the tripwire.
const std::array<named_state, 11> all_states{{
  {state::initial, 0, "initial"},
  {state::copy_rows, 1, "copyRows"},
  {state::waiting_on_sentinel_table, 2, "waitingOnSentinelTable"},
  {state::apply_changeset, 3, "applyChangeset"},
  {state::restore_secondary_indexes, 4, "restoreSecondaryIndexes"},
  {state::analyze_table, 5, "analyzeTable"},
  {state::checksum, 6, "checksum"},
  {state::post_checksum, 7, "postChecksum"},
  {state::cut_over, 8, "cutOver"},
  {state::close, 9, "close"},
  {state::err_cleanup, 10, "errCleanup"},
}};

// One column per state, in order: which of them pass the gate.
using passes = std::array<bool, 11>;

template <class Gate>
void check_gate(Gate gate, const passes& expected) {
  for (size_t i = 0; i < all_states.size(); ++i)
    CAF_CHECK_EQUAL(std::pair(all_states[i].name, gate(all_states[i].value)),
                    std::pair(all_states[i].name, expected[i]));
}

// What is judged of each pair, by a letter: enter, stay, note the close,
// refuse.
char letter(advance_verdict x) {
  switch (x) {
    case advance_verdict::enter:
      return 'e';
    case advance_verdict::stay:
      return 's';
    case advance_verdict::note_close:
      return 'n';
    default:
      return '.';
  }
}

std::string judged_from(state from, bool may_repeat_checksum) {
  std::string result;
  for (const auto& to : all_states)
    result += letter(judge_advance(from, to.value, may_repeat_checksum));
  return result;
}

const std::vector<std::string> judged{
  // to 0 ... 10
  "seeeeeeeee.", // from initial
  ".seeeeeeee.", // copyRows
  "..seeeeeee.", // waitingOnSentinelTable
  "...seeeeee.", // applyChangeset
  "....seeeee.", // restoreSecondaryIndexes
  ".....seeee.", // analyzeTable
  "......seee.", // checksum
  ".......see.", // postChecksum
  "........se.", // cutOver
  ".........s.", // close
  ".........n.", // errCleanup
};

} // namespace

CAF_TEST(case 19 - numbers and names and order of the states are pinned) {
  CAF_CHECK_EQUAL(state_count, all_states.size());
  for (size_t i = 0; i < all_states.size(); ++i) {
    const auto& x = all_states[i];
    CAF_CHECK_EQUAL(x.number, static_cast<int32_t>(i));
    CAF_CHECK_EQUAL(static_cast<int32_t>(x.value), x.number);
    CAF_CHECK_EQUAL(to_string(x.value), x.name);
  }
}

CAF_TEST(3.1 any other number is called unknown) {
  for (int32_t number : {-1, 11, 12, 255, INT32_MAX, INT32_MIN})
    CAF_CHECK_EQUAL(to_string(static_cast<state>(number)), "unknown");
}

CAF_TEST(3.1 a checkpoint may be written before the cut-over) {
  check_gate(may_checkpoint, {true, true, true, true, true, true, true, true,
                              false, false, false});
}

CAF_TEST(3.1 the status logger runs up to and in the cut-over) {
  check_gate(may_log_status, {true, true, true, true, true, true, true, true,
                              true, false, false});
}

CAF_TEST(3.1 the watermark of the checksum is kept from the checksum on) {
  check_gate(has_checksum_watermark, {false, false, false, false, false, false,
                                      true, true, true, true, true});
}

CAF_TEST(3.1 past the cut-over begins with the cut-over) {
  check_gate(past_cut_over, {false, false, false, false, false, false, false,
                             false, true, true, true});
}

CAF_TEST(3.1 a failed run was never granted the cut-over) {
  check_gate(cut_over_granted, {false, false, false, false, false, false, false,
                                false, true, true, false});
}

CAF_TEST(3.1 close and errCleanup are terminal) {
  check_gate(terminal, {false, false, false, false, false, false, false, false,
                        false, true, true});
}

CAF_TEST(3.2 every pair of states is judged - forward only and skipping is normal) {
  for (size_t from = 0; from < judged.size(); ++from)
    CAF_CHECK_EQUAL(judged_from(all_states[from].value, false), judged[from]);
}

CAF_TEST(3.2 a declared retry allows one step back and nothing else) {
  for (size_t from = 0; from < judged.size(); ++from) {
    auto expected = judged[from];
    if (all_states[from].value == state::post_checksum)
      expected = "......esee.";
    CAF_CHECK_EQUAL(judged_from(all_states[from].value, true), expected);
  }
}

CAF_TEST(3.1 a number that is no state is never entered) {
  for (int32_t number : {-1, 11, 42, INT32_MAX, INT32_MIN})
    for (const auto& from : all_states)
      CAF_CHECK(judge_advance(from.value, static_cast<state>(number), true)
                == advance_verdict::refuse);
}

} // namespace status::test::state_suite
