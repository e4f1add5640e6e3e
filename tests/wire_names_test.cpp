// Everything here is part of the wire format: append only.
#define CAF_SUITE wire_names
#include "fixture.hpp"

#include "status/desks.hpp"
#include "status/groups.hpp"

#include <string>
#include <vector>

namespace status::test::wire_names_suite {

namespace {

template <class T>
void check_type(int number, const std::string& name) {
  CAF_CHECK_EQUAL(int{caf::type_id<T>::value}, 600 + number);
  CAF_CHECK_EQUAL(std::string{caf::type_name<T>::value}, "status::" + name);
}

template <class Atom>
std::string text_of(Atom) {
  return to_string(Atom::value);
}

// The names of the values 0 to the last one, and what follows.
template <class Enum>
void check_values(const std::vector<std::string>& names) {
  CAF_CHECK_EQUAL(static_cast<size_t>(last_of(Enum{})) + 1, names.size());
  for (size_t i = 0; i < names.size(); ++i)
    CAF_CHECK_EQUAL(to_string(static_cast<Enum>(i)), names[i]);
  CAF_CHECK_EQUAL(to_string(static_cast<Enum>(names.size())), "unknown");
  CAF_CHECK_EQUAL(to_string(static_cast<Enum>(255)), "unknown");
}

} // namespace

CAF_TEST(the ids and names of the types are pinned) {
  check_type<state>(0, "state");
  check_type<ec>(1, "ec");
  check_type<attempt>(2, "attempt");
  check_type<checkpoint>(3, "checkpoint");
  check_type<attempt_result>(4, "attempt_result");
  check_type<attempt_record>(5, "attempt_record");
  check_type<attempt_history>(6, "attempt_history");
  check_type<table_progress>(7, "table_progress");
  check_type<eta_kind>(8, "eta_kind");
  check_type<eta>(9, "eta");
  check_type<throttle>(10, "throttle");
  check_type<progress>(11, "progress");
  check_type<stream_position>(12, "stream_position");
  check_type<transition>(13, "transition");
  check_type<snapshot>(14, "snapshot");
  check_type<catch_up>(15, "catch_up");
  check_type<verdict>(16, "verdict");
  check_type<watch_end>(17, "watch_end");
  check_type<watch_result>(18, "watch_result");
  check_type<stop_order>(19, "stop_order");
  check_type<subscriber_actor>(20, "subscriber_actor");
  check_type<run_outcome>(21, "run_outcome");
  check_type<run_result>(22, "run_result");
  check_type<steering_word>(23, "steering_word");
  check_type<steering_order>(24, "steering_order");
  check_type<standing_word>(25, "standing_word");
  check_type<steering>(26, "steering");
  check_type<presence>(27, "presence");
  check_type<desk_info>(28, "desk_info");
  check_type<task_entry>(29, "task_entry");
  check_type<task_filter>(30, "task_filter");
  check_type<task_list>(31, "task_list");
  check_type<task_update>(32, "task_update");
  check_type<task_updates>(33, "task_updates");
  check_type<task_position>(34, "task_position");
  check_type<follow_order>(35, "follow_order");
  check_type<listener_actor>(36, "listener_actor");
  check_type<job_order>(37, "job_order");
  check_type<job_result>(38, "job_result");
  check_type<job_results>(39, "job_results");
  check_type<desk_job>(40, "desk_job");
}

CAF_TEST(the ids and names of a group are pinned and clear of the others) {
  check_type<task_actor>(160, "task_actor");
  check_type<state_holder_actor>(161, "state_holder_actor");
  check_type<loop_word>(162, "loop_word");
  check_type<loop_order>(163, "loop_order");
  check_type<loop_orders>(164, "loop_orders");
  check_type<loop_end>(165, "loop_end");
  check_type<loop_ends>(166, "loop_ends");
  CAF_CHECK_EQUAL(text_of(atom::flush_v), "flush");
  CAF_CHECK_EQUAL(static_cast<int>(loop_word::holder_down), 5);
  CAF_CHECK(caf::id_block::caf_status::end
            <= caf::id_block::caf_status_groups::begin);
}

CAF_TEST(the atoms are pinned) {
  CAF_CHECK_EQUAL(text_of(atom::progress{}), "progress");
  CAF_CHECK_EQUAL(text_of(atom::report{}), "report");
  CAF_CHECK_EQUAL(text_of(atom::dump{}), "dump");
  CAF_CHECK_EQUAL(text_of(atom::cancel{}), "cancel");
  CAF_CHECK_EQUAL(text_of(atom::advance{}), "advance");
  CAF_CHECK_EQUAL(text_of(atom::fail{}), "fail");
  CAF_CHECK_EQUAL(text_of(atom::get{}), "get");
  CAF_CHECK_EQUAL(text_of(atom::subscribe{}), "subscribe");
  CAF_CHECK_EQUAL(text_of(atom::leave{}), "leave");
  CAF_CHECK_EQUAL(text_of(atom::record{}), "record");
  CAF_CHECK_EQUAL(text_of(atom::history{}), "history");
  CAF_CHECK_EQUAL(text_of(atom::save{}), "save");
  CAF_CHECK_EQUAL(text_of(atom::stop{}), "stop");
  CAF_CHECK_EQUAL(text_of(atom::abort{}), "abort");
  CAF_CHECK_EQUAL(text_of(atom::wait{}), "wait");
  CAF_CHECK_EQUAL(text_of(atom::tick{}), "tick");
  CAF_CHECK_EQUAL(text_of(atom::expire{}), "expire");
  CAF_CHECK_EQUAL(text_of(atom::done{}), "done");
  CAF_CHECK_EQUAL(text_of(atom::steer{}), "steer");
  CAF_CHECK_EQUAL(text_of(atom::restore{}), "restore");
  CAF_CHECK_EQUAL(text_of(atom::hello{}), "hello");
  CAF_CHECK_EQUAL(text_of(atom::list{}), "list");
  CAF_CHECK_EQUAL(text_of(atom::follow{}), "follow");
  CAF_CHECK_EQUAL(text_of(atom::announce{}), "announce");
  CAF_CHECK_EQUAL(text_of(atom::start{}), "start");
  CAF_CHECK_EQUAL(text_of(atom::add{}), "add");
}

CAF_TEST(the values of the enums are pinned) {
  check_values<attempt_result>(
    {"ok", "not_ready", "failed", "expired", "late", "dropped"});
  check_values<watch_end>({"past_gate", "stopped", "aborted", "cancelled",
                           "failed", "task_down", "holder_down"});
  check_values<run_outcome>({"succeeded", "failed", "cancelled"});
  check_values<steering_word>({"pause", "resume", "hold", "release"});
  check_values<presence>({"live", "unreachable", "ended"});
  // The states and the errors have suites of their own.
  CAF_CHECK_EQUAL(static_cast<int>(eta_kind::none), 0);
  CAF_CHECK_EQUAL(static_cast<int>(eta_kind::measuring), 1);
  CAF_CHECK_EQUAL(static_cast<int>(eta_kind::ready), 2);
  CAF_CHECK_EQUAL(static_cast<int>(eta_kind::due), 3);
  CAF_CHECK(last_of(eta_kind{}) == eta_kind::due);
  CAF_CHECK(last_of(state{}) == state::err_cleanup);
}

CAF_TEST(the values of the enums keep their numbers) {
  CAF_CHECK_EQUAL(static_cast<int>(attempt_result::ok), 0);
  CAF_CHECK_EQUAL(static_cast<int>(attempt_result::not_ready), 1);
  CAF_CHECK_EQUAL(static_cast<int>(attempt_result::failed), 2);
  CAF_CHECK_EQUAL(static_cast<int>(attempt_result::expired), 3);
  CAF_CHECK_EQUAL(static_cast<int>(attempt_result::late), 4);
  CAF_CHECK_EQUAL(static_cast<int>(attempt_result::dropped), 5);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::past_gate), 0);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::stopped), 1);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::aborted), 2);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::cancelled), 3);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::failed), 4);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::task_down), 5);
  CAF_CHECK_EQUAL(static_cast<int>(watch_end::holder_down), 6);
  CAF_CHECK_EQUAL(static_cast<int>(run_outcome::succeeded), 0);
  CAF_CHECK_EQUAL(static_cast<int>(run_outcome::failed), 1);
  CAF_CHECK_EQUAL(static_cast<int>(run_outcome::cancelled), 2);
  CAF_CHECK_EQUAL(static_cast<int>(steering_word::pause), 0);
  CAF_CHECK_EQUAL(static_cast<int>(steering_word::resume), 1);
  CAF_CHECK_EQUAL(static_cast<int>(steering_word::hold), 2);
  CAF_CHECK_EQUAL(static_cast<int>(steering_word::release), 3);
  CAF_CHECK_EQUAL(static_cast<int>(presence::live), 0);
  CAF_CHECK_EQUAL(static_cast<int>(presence::unreachable), 1);
  CAF_CHECK_EQUAL(static_cast<int>(presence::ended), 2);
}

} // namespace status::test::wire_names_suite
