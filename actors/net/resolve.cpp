#include "actors/net/resolve.hpp"

#include <algorithm>
#include <exception>
#include <future>
#include <string>
#include <thread>
#include <utility>

namespace status::net {

namespace {

addresses look_up(const std::string& host, uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found)
      != 0)
    return {};
  return addresses{found};
}

} // namespace

probe_result resolve(const endpoint& where,
                     std::chrono::steady_clock::time_point deadline,
                     const std::atomic<bool>* given_up, addresses& result) {
  result = look_up(where.host, where.port, AI_NUMERICHOST);
  if (result)
    return probe_result::ok;
  std::promise<addresses> promise;
  auto found = promise.get_future();
  // Detached: a look-up has no time limit of its own that we could set.
  std::thread{[where, promise = std::move(promise)]() mutable {
    try {
      promise.set_value(look_up(where.host, where.port, 0));
    } catch (const std::exception&) {
      promise.set_exception(std::current_exception());
    }
  }}.detach();
  auto now = std::chrono::steady_clock::now();
  for (; now < deadline; now = std::chrono::steady_clock::now()) {
    auto pause = given_up ? std::min(deadline, now + look_up_pause) : deadline;
    if (found.wait_until(pause) == std::future_status::ready
        || (given_up && *given_up))
      break;
  }
  if (found.wait_for(std::chrono::seconds{0}) != std::future_status::ready)
    return probe_result::timed_out;
  result = found.get();
  return result ? probe_result::ok : probe_result::unknown_host;
}

} // namespace status::net
