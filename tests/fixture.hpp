// The only way the suites reach CAF's test support: virtual time, a scripted
// task, a recording log. CAF's test headers are gone in later CAF, so they are
// named here and nowhere else.
#pragma once

#include "precompiled.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "status/actors.hpp"
#include "status/actors/state_holder.hpp"
#include "status/actors/watcher.hpp"
#include "status/messages/log.hpp"
#include "status/system.hpp"

namespace status::test {

using namespace std::chrono_literals;

/// A time of day for what is told one.
constexpr caf::timestamp noon{std::chrono::hours{500'000}};

/// What a scripted task does, and what was asked of it.
struct script {
  /// The answer to a dump; nothing means that it never comes.
  std::optional<caf::expected<checkpoint>> dump = checkpoint{"pos:1", 7};
  /// Runs inside the dump, before the answer.
  std::function<void()> during_dump;
  /// The answer to a question for the report; nothing means never.
  std::optional<caf::expected<std::string>> report = std::string{"working"};
  status::progress progress;
  /// Why what is wanted cannot be stored; empty: it can.
  caf::error cannot_store;

  std::vector<attempt> attempts;
  std::vector<caf::error> cancels;
  std::vector<steering> words; // what is wanted, as the task was told
  size_t reports = 0;

  size_t dumps() const {
    return attempts.size();
  }

  void fail_dumps_with(ec code, const std::string& text = {}) {
    dump = caf::expected<checkpoint>{make_error(code, text)};
  }

  /// Answers the oldest dump that hangs, once messages run.
  std::function<void(caf::expected<checkpoint>)> answer_hung_dump;
};

using script_ptr = std::shared_ptr<script>;

/// Keeps what was logged.
class recording_log : public log_sink {
public:
  void write(const log_record& x) override {
    records.emplace_back(x);
  }

  /// Counts records whose text contains `part`, of one component if named.
  size_t count(log_level level, const std::string& part = {},
               const std::string& component = {}) const;

  std::vector<std::string> texts(const std::string& component) const;

  std::vector<log_record> records;
};

/// The answer to a question, once it is there.
template <class T>
class reply {
public:
  bool has() const {
    return answer_->has_value();
  }

  /// The answer; fails the test if there is none or it is an error.
  const T& value() const& {
    if (!has())
      CAF_FAIL("no answer yet");
    if (!**answer_)
      CAF_FAIL("unexpected error: " << to_text((*answer_)->error()));
    return ***answer_;
  }

  // By value, since a check keeps what it is given longer than the reply lives.
  T value() && {
    return std::as_const(*this).value();
  }

  /// The error; fails the test if there is none.
  const caf::error& error() const& {
    if (!has())
      CAF_FAIL("no answer yet");
    if (**answer_)
      CAF_FAIL("a value where an error was expected");
    return (*answer_)->error();
  }

  caf::error error() && {
    return std::as_const(*this).error();
  }

  /// What keeps the answer.
  caf::behavior handlers() const {
    return {[to = answer_](const T& x) { to->emplace(x); },
            [to = answer_](const caf::error& x) { to->emplace(x); }};
  }

  std::shared_ptr<std::optional<caf::expected<T>>> answer_
    = std::make_shared<std::optional<caf::expected<T>>>();
};

/// Gets transitions and keeps them.
struct listener {
  subscriber_actor actor;
  std::shared_ptr<std::vector<transition>> events;
};

/// Whether an actor takes the message and answers it with a `T`, as far as its
/// handle says so.
template <class T, class Handle, class... Ts>
constexpr bool answers() {
  using namespace caf::detail;
  using answer = typename caf::response_type_unbox<
    caf::signatures_of_t<Handle>, type_list<strip_and_convert_t<Ts>...>>::type;
  constexpr bool says_nothing = std::is_same_v<answer, caf::message>;
  return says_nothing || std::is_same_v<answer, type_list<T>>;
}

class fixture : public test_coordinator_fixture<config<>> {
public:
  fixture();

  // Ends every actor that was spawned here; CAF's own fixture would otherwise
  // fire the loops' timers for ever.
  ~fixture() override;

  /// Runs messages until none is left; time stands still.
  void settle();

  /// Lets virtual time pass in steps of at most `step`.
  void pass(caf::timespan duration, caf::timespan step = 100ms);

  /// The actor of a name that was spawned last, if somebody holds it.
  caf::actor last_of(const std::string& name) const;

  task_actor spawn_scripted_task(script_ptr what);

  listener spawn_listener();

  /// Asks and runs messages; the answer may come later.
  template <class T, class Handle, class... Ts>
  reply<T> ask(const Handle& whom, Ts... xs) {
    static_assert(answers<T, Handle, Ts...>(), "it answers something else");
    reply<T> result;
    ask_with(caf::actor_cast<caf::actor>(whom),
             caf::make_message(std::move(xs)...), result.handlers());
    return result;
  }

  /// Asks for an answer without a value, which may come later: the error, an
  /// empty one if there is none.
  template <class Handle, class... Ts>
  std::shared_ptr<std::optional<caf::error>> begin_order(const Handle& whom,
                                                         Ts... xs) {
    static_assert(answers<void, Handle, Ts...>(), "it has an answer");
    return begin_order_with(caf::actor_cast<caf::actor>(whom),
                            caf::make_message(std::move(xs)...));
  }

  std::shared_ptr<std::optional<caf::error>> begin_order_with(
    const caf::actor& whom, caf::message order);

  // Without types, which would cost a suite a fifth of a second per question.
  void ask_with(const caf::actor& whom, caf::message question,
                caf::behavior on_answer);

  /// Asks the holder to enter a state; fails the test if it refuses.
  snapshot advance(state to);

  /// Watches `task` by itself or, if the suites run so, in a group.
  caf::expected<watcher_actor> make_watch(const state_holder_actor& under,
                                          watch_options options);

  /// Makes `watcher` watch `task` with the options.
  void start_watch(watch_options options = {});

  /// Sends an exit message and runs what follows from it.
  template <class Handle>
  void end(const Handle& whom,
           caf::exit_reason reason = caf::exit_reason::kill) {
    caf::anon_send_exit(whom, reason);
    settle();
  }

  std::vector<caf::actor> owned; // ended by the destructor
  std::shared_ptr<recording_log> log = std::make_shared<recording_log>();
  script_ptr task_script = std::make_shared<script>();
  script& job = *task_script;
  state_holder holder;
  task_actor task;
  watcher_actor watcher;

private:
  void look();

  std::map<std::string, caf::actor_addr> spawned_; // the last of each name
  caf::actor_id newest_ = 0;
};

} // namespace status::test
