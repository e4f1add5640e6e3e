// What an explorer explores: a set-up, what may happen, what must hold.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "explore/world.hpp"

namespace status::explore {

/// One run of a scenario. What must hold is said of what each observer saw, in
/// that observer's own order, and never of the order between two of them: steps
/// that commute are tried in one order only. What is broken stays broken.
class scenario {
public:
  scenario() = default;

  virtual ~scenario() = default;

  scenario(const scenario&) = delete;
  scenario& operator=(const scenario&) = delete;

  /// Says what is broken now; empty if nothing is. Called after each step.
  virtual std::string broken() const = 0;

  /// The same, once nothing can happen any more.
  virtual std::string broken_at_end() const = 0;

  /// What distinguishes this end from others.
  virtual std::string end_state() const = 0;
};

/// A scenario with all its choices made, except for the order.
struct variant {
  std::string name; // e.g. `dump/error`
  std::function<std::unique_ptr<scenario>(world&)> begin;
  bool walk_only = false; // too large to try every order
};

using variants = std::vector<variant>;

// The scenarios, each in its own file.

void add_dump_results(variants& all);
void add_winners(variants& all);
void add_holds(variants& all);
void add_deaths(variants& all);
void add_groups(variants& all);
void add_subscriptions(variants& all);
void add_crowds(variants& all);
void add_lifecycle(variants& all);
void add_supervision(variants& all);
void add_lease(variants& all); // where the example is built
void add_links(variants& all);
void add_large(variants& all);

/// All scenarios, in the order they are explored in.
variants all_variants();

/// The deliberately racy ones, for the explorer's own test.
variants racy_variants();

/// The same without the fault, and others that are small enough to go all ways.
variants sound_variants();

void add_footprints(variants& all);

} // namespace status::explore
