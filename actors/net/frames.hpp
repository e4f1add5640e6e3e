// Looks at the frames of a peer before CAF does. CAF 0.17 ends the process for
// a handshake without content, and has room for whatever size a frame claims.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace status::net {

/// What a peer may send: a handshake of its side first, then anything of a size
/// that makes sense; CAF's clients shake hands twice. A pure state machine; not
/// thread-safe.
class frames {
public:
  /// The largest frame that carries a message. A list of 100,000 tasks fits.
  static constexpr uint32_t largest = uint32_t{64} << 20;

  /// The largest one of CAF's own, such as a handshake.
  static constexpr uint32_t largest_of_caf = uint32_t{64} << 10;

  enum class from : uint8_t { server, client };

  explicit frames(from peer) : peer_(peer) {}

  /// Takes the next bytes. False: they are not what may come now, and CAF must
  /// not get the last of them.
  bool take(const void* data, size_t size);

private:
  bool may_come() const;

  from peer_;
  bool greeted_ = false;
  std::array<unsigned char, 32> header_{};
  size_t in_header_ = 0;
  uint32_t payload_left_ = 0;
};

} // namespace status::net
