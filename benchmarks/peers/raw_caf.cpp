/// The least that CAF needs for the same messages: one actor per task with two
/// delayed messages to itself, a request to the task and its answer per tick.
/// No state, no rules, no timeouts.
#include "lean_watch.hpp"

namespace benchmark {

namespace {

using ticker_actor
  = status::shim::typed_actor<caf::result<void>(status::atom::report),
                              caf::result<void>(status::atom::dump)>;

struct ticker {
  static constexpr const char* name = "ticker";

  ticker(ticker_actor::pointer self, status::task_actor task, intervals often)
    : self(self), task(std::move(task)), often(often) {}

  template <class Atom>
  void again(Atom what, clock::time_point& next, call which) {
    next += often.of(which);
    status::shim::mail(self, what)
      .schedule(next)
      .send(caf::actor_cast<ticker_actor>(self));
  }

  ticker_actor::behavior_type make_behavior() {
    next_report = next_dump = self->clock().now();
    again(status::atom::report_v, next_report, call::status);
    again(status::atom::dump_v, next_dump, call::checkpoint);
    return {[this](status::atom::report x) {
              again(x, next_report, call::status);
              status::shim::mail(self, x)
                .request(task, caf::infinite)
                .then([](const std::string&) {}, [](const caf::error&) {});
            },
            [this](status::atom::dump x) {
              again(x, next_dump, call::checkpoint);
              status::shim::mail(self, x, status::attempt{1, 1})
                .request(task, caf::infinite)
                .then([](const status::checkpoint&) {},
                      [](const caf::error&) {});
            }};
  }

  ticker_actor::pointer self;
  status::task_actor task;
  intervals often;
  clock::time_point next_report;
  clock::time_point next_dump;
};

class raw_caf : public lean_watch {
public:
  using lean_watch::lean_watch;

  void make_tasks(size_t n, call_book& book) override {
    lean_watch::make_tasks(n, book);
    tickers_.resize(n);
  }

  void call_every(intervals x) override {
    often_ = x;
  }

  void start(size_t i) override {
    tickers_[i] = status::shim::spawn<ticker>(sys_, tasks_[i], often_);
  }

  void stop(size_t i) override {
    caf::anon_send_exit(tickers_[i], caf::exit_reason::user_shutdown);
    tickers_[i] = ticker_actor{};
  }

private:
  intervals often_;
  std::vector<ticker_actor> tickers_;
};

} // namespace

} // namespace benchmark

int main(int argc, char** argv) {
  return benchmark::run_in_system<benchmark::raw_caf>(argc, argv);
}
