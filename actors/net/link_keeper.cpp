#include "actors/net/link_keeper.hpp"

#include <caf/exit_reason.hpp>

#include <exception>
#include <utility>

#include "status/messages/error.hpp"

namespace status::net {

namespace {

// `connect` takes less than a minute.
constexpr caf::timespan dial_patience = std::chrono::minutes{2};

using dialer_actor
  = shim::typed_actor<caf::result<caf::strong_actor_ptr>(atom::get)>;

// Connects once, where it may take its time.
struct dialer {
  static constexpr const char* name = "status.net.dialer";

  dialer(dialer_actor::pointer self, dial_function dial,
         std::shared_ptr<link::shared> whose)
    : self(self), dial(std::move(dial)), whose(std::move(whose)) {
    shim::harden(self);
  }

  dialer_actor::behavior_type make_behavior() {
    return {[this](atom::get) -> caf::result<caf::strong_actor_ptr> {
      self->quit();
      try {
        auto result = dial(whose->ended);
        if (result)
          return *result;
        return result.error();
      } catch (const std::exception& x) {
        return make_error(ec::unavailable, x.what());
      }
    }};
  }

  dialer_actor::pointer self;
  dial_function dial;
  std::shared_ptr<link::shared> whose;
};

} // namespace

link_keeper::link_keeper(linked_actor::pointer self, link_setup setup,
                         std::shared_ptr<link::shared> shown,
                         std::function<void()> greeted)
  : self_(self),
    setup_(std::move(setup)),
    shown_(std::move(shown)),
    greeted_(std::move(greeted)) {
  status_.since = caf::make_timestamp();
}

void link_keeper::tick() {
  if (!waiting_ || self_->clock().now() < due_)
    return;
  waiting_ = false;
  dial();
}

void link_keeper::wake_at(time_point when) {
  shim::mail(self_, atom::tick_v)
    .schedule(when)
    .send(caf::actor_cast<linked_actor>(self_));
}

void link_keeper::dial() {
  ++attempt_;
  status_.next_try = {};
  show(false);
  auto& sys = self_->system();
  auto who = setup_.blocks
               ? shim::spawn<dialer, caf::detached>(sys, setup_.dial, shown_)
               : shim::spawn<dialer>(sys, setup_.dial, shown_);
  shim::mail(self_, atom::get_v)
    .request(who, dial_patience)
    .then(if_current<caf::strong_actor_ptr>(
            [this](const caf::strong_actor_ptr& x) { greet(x); }),
          or_lose());
}

void link_keeper::greet(const caf::strong_actor_ptr& peer) {
  peer_ = peer;
  auto desk = caf::actor_cast<desk_actor>(peer);
  if (watched_ != desk.address()) {
    watched_ = desk.address();
    shim::monitor(self_, desk, [this, whom = watched_](const caf::error& why) {
      if (watched_ == whom)
        watched_ = {};
      if (peer_ && peer_->address() == whom)
        lose(why == caf::exit_reason::user_shutdown
               ? make_error(ec::unavailable, "it has ended in good order")
               : wrap(ec::unavailable, "the connection is lost", why));
    });
  }
  shim::mail(self_, atom::hello_v, protocol_version)
    .request(desk, desk_patience)
    .then(if_current<desk_info>([this](const desk_info& x) { meet(x); }),
          or_lose());
}

void link_keeper::meet(const desk_info& x) {
  if (auto err = check(x))
    return lose(err);
  if (x.protocol != protocol_version)
    return lose(make_error(
      ec::other_protocol,
      x.node + " speaks version " + std::to_string(x.protocol)
        + " of the protocol, and this is version "
        + std::to_string(protocol_version) + ": update one of them"));
  status_.peer = x;
  heard();
  greeted_();
}

// -- what is shown -------------------------------------------------------------

void link_keeper::live() {
  heard();
  if (is_live())
    return;
  status_.now = link_state::live;
  status_.since = caf::make_timestamp();
  status_.why = caf::error{};
  live_since_ = self_->clock().now();
  log(shown_->log, {log_level::info,
                    "status.net.link",
                    "connected to " + shown_->where,
                    {{"where", shown_->where}, {"node", status_.peer.node}}});
  show(true);
}

void link_keeper::heard() {
  status_.last_seen = caf::make_timestamp();
  show(false);
}

void link_keeper::lose(const caf::error& why) {
  ++attempt_;
  peer_ = nullptr;
  auto now = self_->clock().now();
  auto lived = is_live() ? caf::timespan{now - live_since_} : caf::timespan{0};
  auto cause
    = code_of(why) == ec::none
        ? wrap(ec::unavailable, shown_->where + " does not answer", why)
        : why;
  auto pause = pauses_.next(cause, lived);
  waiting_ = true;
  due_ = now + pause;
  wake_at(due_);
  note(cause, caf::make_timestamp() + pause);
}

void link_keeper::end(const caf::error& why) {
  ++attempt_;
  peer_ = nullptr;
  waiting_ = false;
  note(why, {});
}

void link_keeper::note(const caf::error& why, caf::timestamp next_try) {
  // The same failure again is no news.
  auto is_news = status_.now != link_state::unreachable
                 || to_text(status_.why) != to_text(why);
  auto now = caf::make_timestamp();
  if (status_.now != link_state::unreachable) {
    status_.now = link_state::unreachable;
    status_.since = now;
  }
  status_.why = why;
  status_.next_try = next_try;
  if (is_news)
    log(shown_->log, {is_lasting(why) ? log_level::error : log_level::warning,
                      "status.net.link",
                      shown_->where + " is " + describe(status_, now),
                      {{"where", shown_->where}}});
  show(is_news);
}

void link_keeper::show(bool is_news) {
  std::unique_lock guard{shown_->mutex};
  shown_->now = status_;
  shown_->desk = is_live() ? caf::actor_cast<desk_actor>(peer_) : desk_actor{};
  guard.unlock();
  if (is_news && shown_->line)
    shown_->call([this] { shown_->line(status_); });
}

} // namespace status::net
