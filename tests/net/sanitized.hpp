// Whether sanitizers look on. AddressSanitizer holds back what is freed, so
// that a node's memory says little; UBSan needs a free file descriptor to look
// at an object, and takes it for a broken one otherwise.
#pragma once

namespace status::net::test {

constexpr bool sanitized() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#elif defined(__has_feature)
#  if __has_feature(address_sanitizer)
  return true;
#  endif
#endif
  return false;
}

} // namespace status::net::test
