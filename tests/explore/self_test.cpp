#include "explore/self_test.hpp"

#include <cstdio>
#include <set>
#include <string>
#include <utility>

#include "explore/play.hpp"

namespace status::explore {

namespace {

class examiner {
public:
  void check(bool yes, const std::string& what) {
    std::printf("%s  %s\n", yes ? "ok  " : "FAIL", what.c_str());
    well = well && yes;
  }

  bool well = true;
};

std::set<std::string> all_broken(const search_result& x) {
  std::set<std::string> result;
  for (const auto& [what, first] : x.broken)
    result.emplace(what);
  return result;
}

search_result search(const variant& what, bool reduce) {
  search_options options;
  options.reduce = reduce;
  return explore(what, options);
}

/// All ways and the reduced ones come to the same ends and break the same.
void compare(examiner& to, const variant& what) {
  auto all = search(what, false);
  auto few = search(what, true);
  to.check(all.ends == few.ends && all_broken(all) == all_broken(few)
             && all.complete && few.complete,
           what.name + ": the same " + std::to_string(all.ends.size())
             + " ends and " + std::to_string(all.broken.size())
             + " faults after " + std::to_string(all.schedules)
             + " schedules and after " + std::to_string(few.schedules));
}

/// The schedule that breaks something is plain, and breaks it again.
void shrinks(examiner& to, world& in, const variant& what, size_t different) {
  auto found = search(what, true);
  if (found.broken.empty())
    return to.check(false, what.name + ": the fault is found");
  const auto& [broken, first] = *found.broken.begin();
  to.check(find_schedule(what, first.number) == first.way,
           what.name + ": the number " + std::to_string(first.number)
             + " finds the schedule again");
  auto plain = shrink(in, what, first.way);
  auto again = play(in, what, follow(plain), true);
  size_t left = 0;
  for (auto x : plain)
    left += x != 0 ? 1 : 0;
  to.check(again.broken == broken && left <= different,
           what.name + ": " + broken + ", with " + std::to_string(left)
             + " choices out of the ordinary: " + to_text(plain));
}

void repeats(examiner& to, world& in, const variant& what) {
  auto first = play(in, what, wander(4711), true);
  auto second = play(in, what, wander(4711), true);
  auto other = play(in, what, wander(4712), true);
  to.check(first.words == second.words && first.end == second.end
             && first.broken == second.broken,
           what.name + ": a seed repeats its schedule to the letter");
  to.check(first.words != other.words,
           what.name + ": another seed makes another one");
}

} // namespace

bool self_test() {
  examiner to;
  world in;
  for (const auto& what : racy_variants()) {
    compare(to, what);
    shrinks(to, in, what, 2);
  }
  for (const auto& what : sound_variants()) {
    compare(to, what);
    to.check(search(what, true).broken.empty(), what.name + ": no fault");
  }
  const std::set<std::string> small{
    "dump/never/alone", "winner/cut-over-cancel", "winner/checkpoint-cut-over",
    "lifecycle/checksum", "link/one-loss"};
  for (const auto& what : all_variants())
    if (small.count(what.name) > 0) {
      compare(to, what);
      repeats(to, in, what);
    }
  return to.well;
}

} // namespace status::explore
