#include "actors/net/tls_scribe.hpp"

#include <caf/io/middleman.hpp>
#include <caf/io/network/default_multiplexer.hpp>
#include <caf/io/network/native_socket.hpp>
#include <caf/io/network/stream_impl.hpp>

#include <algorithm>
#include <climits>
#include <openssl/err.h>
#include <utility>

#include "actors/net/frames.hpp"
#include "actors/net/middleman.hpp"
#include "actors/net/tls.hpp"
#include "status/messages/log.hpp"

namespace status::net {

namespace {

namespace network = caf::io::network;

using network::native_socket;
using network::rw_state;

int limited(size_t size) {
  return static_cast<int>(std::min(size, size_t{INT_MAX}));
}

// How CAF reads and writes. All in the thread of its multiplexer.
class tls_policy {
public:
  tls_policy(ssl_ptr tls, log_sink_ptr log)
    : tls_(std::move(tls)),
      frames_(SSL_is_server(tls_.get()) == 1 ? frames::from::client
                                             : frames::from::server),
      log_(std::move(log)) {}
  tls_policy(tls_policy&&) = default;
  tls_policy& operator=(tls_policy&&) = default;
  ~tls_policy() {
    if (tls_)
      say_goodbye(tls_.get());
  }

  rw_state read_some(size_t& result, native_socket fd, void* to, size_t size) {
    ERR_clear_error(); // of other connections
    auto state = judge(SSL_read(tls_.get(), to, limited(size)), result);
    if (frames_.take(to, result))
      return state;
    complain(fd);
    result = 0;
    return rw_state::failure;
  }

  rw_state write_some(size_t& result, native_socket, const void* from,
                      size_t size) {
    result = 0;
    if (size == 0)
      return rw_state::indeterminate;
    ERR_clear_error();
    return judge(SSL_write(tls_.get(), from, limited(size)), result);
  }

  // Nobody tells of what has been decrypted and not been taken yet.
  bool must_read_more(native_socket, size_t threshold) {
    return static_cast<size_t>(SSL_pending(tls_.get())) >= threshold;
  }

private:
  void complain(native_socket fd) const {
    auto who = network::remote_addr_of_fd(fd);
    log(log_, {log_level::error,
               "status.net",
               "ended the connection to " + (who ? *who : "a peer")
                 + ", which sends what no node of ours does",
               {}});
  }

  rw_state judge(int done, size_t& result) {
    result = done > 0 ? static_cast<size_t>(done) : 0;
    if (done > 0)
      return rw_state::success;
    auto why = SSL_get_error(tls_.get(), done);
    ERR_clear_error();
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE
             ? rw_state::success // of nothing: wait for the next event
             : rw_state::failure;
  }

  ssl_ptr tls_;
  frames frames_;
  log_sink_ptr log_;
};

// What CAF's own scribes do.
class tls_scribe : public caf::io::scribe {
public:
  tls_scribe(network::default_multiplexer& loop, native_socket fd, ssl_ptr tls,
             log_sink_ptr log)
    : scribe(network::conn_hdl_from_socket(fd)),
      stream_(loop, fd, std::move(tls), std::move(log)) {}

  void configure_read(caf::io::receive_policy::config config) override {
    stream_.configure_read(config);
    if (!std::exchange(launched_, true))
      stream_.start(this);
  }

  void ack_writes(bool enable) override {
    stream_.ack_writes(enable);
  }

  std::vector<char>& wr_buf() override {
    return stream_.wr_buf();
  }

  std::vector<char>& rd_buf() override {
    return stream_.rd_buf();
  }

  void graceful_shutdown() override {
    stream_.graceful_shutdown();
    detach(&stream_.backend(), false);
  }

  void flush() override {
    stream_.flush(this);
  }

  std::string addr() const override {
    auto x = network::remote_addr_of_fd(stream_.fd());
    return x ? *x : std::string{};
  }

  uint16_t port() const override {
    auto x = network::remote_port_of_fd(stream_.fd());
    return x ? *x : uint16_t{0};
  }

  void add_to_loop() override {
    stream_.activate(this);
  }

  void remove_from_loop() override {
    stream_.passivate();
  }

private:
  bool launched_ = false;
  network::stream_impl<tls_policy> stream_;
};

} // namespace

caf::io::scribe_ptr make_tls_scribe(caf::actor_system& sys, int fd,
                                    ssl_ptr tls) {
  auto& loop
    = dynamic_cast<network::default_multiplexer&>(sys.middleman().backend());
  network::keepalive(fd, true);
  return caf::make_counted<tls_scribe>(loop, fd, std::move(tls),
                                       settings_of(sys).log_to());
}

} // namespace status::net
