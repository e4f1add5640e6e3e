/// Every type that travels, with its id. CAF 1.x wants the ids before the types
/// are used, hence the forward declarations.
#pragma once

#include <caf/fwd.hpp>
#include <caf/type_id.hpp>

#include <cstdint>

#include "status/shim.hpp"

namespace status {

/// Goes up when the wire format must break. States travel by number only
/// between equal versions.
constexpr uint16_t protocol_version = 3;

enum class state : int32_t;
enum class ec : uint8_t;
enum class attempt_result : uint8_t;
enum class eta_kind : uint8_t;
enum class watch_end : uint8_t;
enum class run_outcome : uint8_t;
enum class steering_word : uint8_t;
enum class presence : uint8_t;
enum class loop_word : uint8_t;

struct attempt;
struct attempt_history;
struct attempt_record;
struct catch_up;
struct checkpoint;
struct desk_info;
struct desk_job;
struct eta;
struct follow_order;
struct job_order;
struct job_result;
struct job_results;
struct loop_end;
struct loop_ends;
struct loop_order;
struct loop_orders;
struct progress;
struct run_result;
struct snapshot;
struct standing_word;
struct steering;
struct steering_order;
struct stop_order;
struct stream_position;
struct table_progress;
struct task_entry;
struct task_filter;
struct task_list;
struct task_position;
struct task_update;
struct task_updates;
struct throttle;
struct transition;
struct verdict;
struct watch_result;

/// Gets every transition, in order and without gaps.
using subscriber_actor = shim::typed_actor<caf::result<void>(transition)>;

/// Gets what is new at a desk, batch by batch: the next one comes once it has
/// answered the one before.
using listener_actor = shim::typed_actor<caf::result<void>(task_updates)>;

} // namespace status

// Append only: on CAF 1.x the ids are the wire format. The offset keeps clear
// of applications that begin at `caf::first_custom_type_id`.
CAF_BEGIN_TYPE_ID_BLOCK(caf_status, caf::first_custom_type_id + 400)

  CAF_ADD_TYPE_ID(caf_status, (status::state))
  CAF_ADD_TYPE_ID(caf_status, (status::ec))
  CAF_ADD_TYPE_ID(caf_status, (status::attempt))
  CAF_ADD_TYPE_ID(caf_status, (status::checkpoint))
  CAF_ADD_TYPE_ID(caf_status, (status::attempt_result))
  CAF_ADD_TYPE_ID(caf_status, (status::attempt_record))
  CAF_ADD_TYPE_ID(caf_status, (status::attempt_history))
  CAF_ADD_TYPE_ID(caf_status, (status::table_progress))
  CAF_ADD_TYPE_ID(caf_status, (status::eta_kind))
  CAF_ADD_TYPE_ID(caf_status, (status::eta))
  CAF_ADD_TYPE_ID(caf_status, (status::throttle))
  CAF_ADD_TYPE_ID(caf_status, (status::progress))
  CAF_ADD_TYPE_ID(caf_status, (status::stream_position))
  CAF_ADD_TYPE_ID(caf_status, (status::transition))
  CAF_ADD_TYPE_ID(caf_status, (status::snapshot))
  CAF_ADD_TYPE_ID(caf_status, (status::catch_up))
  CAF_ADD_TYPE_ID(caf_status, (status::verdict))
  CAF_ADD_TYPE_ID(caf_status, (status::watch_end))
  CAF_ADD_TYPE_ID(caf_status, (status::watch_result))
  CAF_ADD_TYPE_ID(caf_status, (status::stop_order))
  CAF_ADD_TYPE_ID(caf_status, (status::subscriber_actor))
  CAF_ADD_TYPE_ID(caf_status, (status::run_outcome))
  CAF_ADD_TYPE_ID(caf_status, (status::run_result))

  CAF_ADD_ATOM(caf_status, status::atom, progress, "progress")
  CAF_ADD_ATOM(caf_status, status::atom, report, "report")
  CAF_ADD_ATOM(caf_status, status::atom, dump, "dump")
  CAF_ADD_ATOM(caf_status, status::atom, cancel, "cancel")
  CAF_ADD_ATOM(caf_status, status::atom, advance, "advance")
  CAF_ADD_ATOM(caf_status, status::atom, fail, "fail")
  CAF_ADD_ATOM(caf_status, status::atom, get, "get")
  CAF_ADD_ATOM(caf_status, status::atom, subscribe, "subscribe")
  CAF_ADD_ATOM(caf_status, status::atom, leave, "leave")
  CAF_ADD_ATOM(caf_status, status::atom, record, "record")
  CAF_ADD_ATOM(caf_status, status::atom, history, "history")
  CAF_ADD_ATOM(caf_status, status::atom, save, "save")
  CAF_ADD_ATOM(caf_status, status::atom, stop, "stop")
  CAF_ADD_ATOM(caf_status, status::atom, abort, "abort")
  CAF_ADD_ATOM(caf_status, status::atom, wait, "wait")
  CAF_ADD_ATOM(caf_status, status::atom, tick, "tick")
  CAF_ADD_ATOM(caf_status, status::atom, expire, "expire")
  CAF_ADD_ATOM(caf_status, status::atom, done, "done")

  CAF_ADD_TYPE_ID(caf_status, (status::steering_word))
  CAF_ADD_TYPE_ID(caf_status, (status::steering_order))
  CAF_ADD_TYPE_ID(caf_status, (status::standing_word))
  CAF_ADD_TYPE_ID(caf_status, (status::steering))

  CAF_ADD_ATOM(caf_status, status::atom, steer, "steer")
  CAF_ADD_ATOM(caf_status, status::atom, restore, "restore")

  CAF_ADD_TYPE_ID(caf_status, (status::presence))
  CAF_ADD_TYPE_ID(caf_status, (status::desk_info))
  CAF_ADD_TYPE_ID(caf_status, (status::task_entry))
  CAF_ADD_TYPE_ID(caf_status, (status::task_filter))
  CAF_ADD_TYPE_ID(caf_status, (status::task_list))
  CAF_ADD_TYPE_ID(caf_status, (status::task_update))
  CAF_ADD_TYPE_ID(caf_status, (status::task_updates))
  CAF_ADD_TYPE_ID(caf_status, (status::task_position))
  CAF_ADD_TYPE_ID(caf_status, (status::follow_order))
  CAF_ADD_TYPE_ID(caf_status, (status::listener_actor))

  CAF_ADD_ATOM(caf_status, status::atom, hello, "hello")
  CAF_ADD_ATOM(caf_status, status::atom, list, "list")
  CAF_ADD_ATOM(caf_status, status::atom, follow, "follow")
  CAF_ADD_ATOM(caf_status, status::atom, announce, "announce")

  CAF_ADD_TYPE_ID(caf_status, (status::job_order))
  CAF_ADD_TYPE_ID(caf_status, (status::job_result))
  CAF_ADD_TYPE_ID(caf_status, (status::job_results))

  CAF_ADD_ATOM(caf_status, status::atom, start, "start")

  CAF_ADD_TYPE_ID(caf_status, (status::desk_job))

  CAF_ADD_ATOM(caf_status, status::atom, add, "add")

CAF_END_TYPE_ID_BLOCK(caf_status)
