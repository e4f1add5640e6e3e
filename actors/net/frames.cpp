#include "actors/net/frames.hpp"

#include <caf/io/basp/header.hpp>

#include <algorithm>

namespace status::net {

namespace {

using caf::io::basp::message_type;

static_assert(caf::io::basp::header_size == 32);

uint32_t payload_of(const std::array<unsigned char, 32>& header) {
  uint32_t result = 0;
  for (size_t i = 4; i < 8; ++i)
    result = result << 8 | header.at(i);
  return result;
}

} // namespace

bool frames::may_come() const {
  auto size = payload_of(header_);
  auto what = static_cast<message_type>(header_.front());
  switch (what) {
    case message_type::server_handshake:
    case message_type::client_handshake: {
      auto is_server = what == message_type::server_handshake;
      return is_server == (peer_ == from::server) && size > 0
             && size <= largest_of_caf;
    }
    case message_type::direct_message:
    case message_type::routed_message:
      return greeted_ && size > 0 && size <= largest;
    case message_type::monitor_message:
    case message_type::down_message:
      return greeted_ && size > 0 && size <= largest_of_caf;
    case message_type::heartbeat:
      return greeted_ && size == 0;
    default:
      return false;
  }
}

bool frames::take(const void* data, size_t size) {
  const auto* next = static_cast<const unsigned char*>(data);
  while (size > 0) {
    auto n = std::min<size_t>(
      size, payload_left_ > 0 ? payload_left_ : header_.size() - in_header_);
    if (payload_left_ > 0) {
      payload_left_ -= static_cast<uint32_t>(n);
    } else {
      std::copy_n(next, n, header_.begin() + in_header_);
      in_header_ += n;
      if (in_header_ == header_.size()) {
        if (!may_come())
          return false;
        greeted_ = true;
        payload_left_ = payload_of(header_);
        in_header_ = 0;
      }
    }
    next += n;
    size -= n;
  }
  return true;
}

} // namespace status::net
