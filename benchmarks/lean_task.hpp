/// A task that answers at once, so that what is measured is who watches it.
#pragma once

#include <cstddef>

#include "harness/subject.hpp"
#include "status/actors.hpp"

namespace benchmark {

struct lean_task {
  static constexpr const char* name = "task";

  lean_task(status::task_actor::pointer, call_book* book, size_t index)
    : book(book), index(index) {}

  static status::task_actor::behavior_type handlers(lean_task*& me) {
    namespace atom = status::atom;
    return {[](atom::progress) { return status::progress{}; },
            [&me](atom::report) {
              me->book->note(me->index, call::status);
              return std::string{"a line"};
            },
            [&me](atom::dump, status::attempt) {
              me->book->note(me->index, call::checkpoint);
              return status::checkpoint{"id=1", 0};
            },
            [](atom::cancel, const caf::error&) {},
            [](atom::steer, const status::steering& x) { return x; }};
  }

  call_book* book;
  size_t index;
};

/// The same for us and for bare CAF: actors that share their handlers. Each has
/// been asked something, as tasks are that have begun to work.
inline std::vector<status::task_actor> make_lean_tasks(caf::actor_system& sys,
                                                       size_t n,
                                                       call_book& book) {
  std::vector<status::task_actor> result;
  result.reserve(n);
  for (size_t i = 0; i < n; ++i)
    result.push_back(status::shim::spawn_frugal<lean_task>(sys, &book, i));
  for (const auto& x : result)
    status::shim::anon_mail(status::atom::progress_v).send(x);
  return result;
}

} // namespace benchmark
