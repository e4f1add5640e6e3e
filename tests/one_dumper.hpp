// One dumper, and somebody who keeps what it tells of attempts.
#pragma once

#include "loops.hpp"

#include <memory>
#include <vector>

#include "actors/checkpoint_dumper.hpp"

namespace status::test {

class recording_recorder {
public:
  static constexpr const char* name = "test.recorder";

  recording_recorder(recorder_actor::pointer,
                     std::shared_ptr<std::vector<attempt_record>> records)
    : records(std::move(records)) {
    // nop
  }

  recorder_actor::behavior_type make_behavior() {
    return {[this](atom::record, const attempt_record& x) {
      records->emplace_back(x);
    }};
  }

  std::shared_ptr<std::vector<attempt_record>> records;
};

/// Has nothing to save and never answers for its progress.
class unready_task {
public:
  static constexpr const char* name = "test.unready_task";

  explicit unready_task(task_actor::pointer self) : self(self) {
    // nop
  }

  task_actor::behavior_type make_behavior() {
    return {
      [this](atom::progress) {
        return self
          ->make_response_promise<caf::typed_response_promise<progress>>();
      },
      [](atom::report) { return std::string{}; },
      [](atom::dump, const attempt&) -> caf::result<checkpoint> {
        return make_error(ec::watermark_not_ready);
      },
      [](atom::cancel, const caf::error&) {},
      [](atom::steer, const steering& x) { return x; },
    };
  }

  task_actor::pointer self;
};

class one_dumper : public one_loop {
public:
  one_dumper() {
    opts.interval = 50s;
    opts.timeout = 30s;
    recorder = caf::actor_cast<caf::actor>(
      shim::spawn<recording_recorder>(sys, records));
    owned.emplace_back(recorder);
  }

  void start() {
    own(judge ? judge : judge_actor{holder.actor});
    loop = spawn_checkpoint_dumper(sys, {owner, 0s, log, book});
    owned.emplace_back(caf::actor_cast<caf::actor>(loop));
    join();
  }

  reply<attempt_record> save(uint64_t key = 1) {
    return ask<attempt_record>(loop, atom::save_v, key);
  }

  std::shared_ptr<dumper_book> book = std::make_shared<dumper_book>();
  dumper::options& opts = book->opts;
  judge_actor judge; // the holder unless set
  std::shared_ptr<std::vector<attempt_record>> records
    = std::make_shared<std::vector<attempt_record>>();
};

} // namespace status::test
