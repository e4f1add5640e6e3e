// A node that writes a log.
#pragma once

#include "node.hpp"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "status/messages/log.hpp"

namespace status::net::test {

/// What a server logs, from whatever thread.
class heard_log : public log_sink {
public:
  void write(const log_record& x) override {
    std::unique_lock guard{mutex_};
    ++lines_;
    text_ += x.text + "\n";
    changed_.notify_all();
  }

  /// Waits for a line with these words.
  void wait_for(const std::string& words) {
    std::unique_lock guard{mutex_};
    if (!changed_.wait_for(guard, patience,
                           [&] { return contains(text_, words); }))
      CAF_ERROR("not in the log: " << words << ", but: " << text_);
    CAF_MESSAGE(text_);
  }

  /// The same for the only line since the last call, which is of somebody who
  /// was turned away.
  void check_line(const std::string& words) {
    wait_for(words);
    std::unique_lock guard{mutex_};
    CAF_CHECK_EQUAL(lines_, 1u);
    CAF_CHECK(contains(text_, "turned away 127.0.0.1: "));
    lines_ = 0;
    text_.clear();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t lines_ = 0;
  std::string text_;
};

/// A node that serves, and logs. Checks at its end that it still does.
class logging_node {
public:
  logging_node() {
    auto port = serve(sys_, desk_, {"127.0.0.1", 0});
    if (!port)
      CAF_FAIL(to_text(port.error()));
    where.port = *port;
  }

  ~logging_node() {
    check_serves(where);
    caf::anon_send_exit(desk_, caf::exit_reason::kill);
  }

  std::shared_ptr<heard_log> log = std::make_shared<heard_log>();
  endpoint where{"127.0.0.1", 0};

private:
  struct config : net::config<> {
    explicit config(const log_sink_ptr& log) {
      share_work(2);
      must(secure(certificates::ours()["server"], tls_use::serve, log));
    }
  };

  config cfg_{log};
  caf::actor_system sys_{cfg_};
  desk_actor desk_ = spawn_desk(sys_);
};

} // namespace status::net::test
