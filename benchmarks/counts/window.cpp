#include "window.hpp"

#include <malloc.h>
#include <valgrind/callgrind.h>

#include <cerrno>
#include <cstdio>

// The heap of glibc, with a counter at its door. Whoever allocates comes by
// here, the libraries included.
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* what);
}

namespace {

// What has been taken and given back since the program began. It has one
// thread.
uint64_t allocations = 0;
uint64_t taken = 0;
uint64_t given_back = 0;

// With what the heap needs for itself.
uint64_t size_of(void* what) {
  return what == nullptr ? 0 : ::malloc_usable_size(what) + sizeof(size_t);
}

void* take(void* what) {
  ++allocations;
  taken += size_of(what);
  return what;
}

} // namespace

extern "C" {

void* malloc(size_t size) noexcept {
  return take(__libc_malloc(size));
}

void* calloc(size_t nmemb, size_t size) noexcept {
  return take(__libc_calloc(nmemb, size));
}

void* realloc(void* ptr, size_t size) noexcept {
  given_back += size_of(ptr);
  return take(__libc_realloc(ptr, size));
}

void* memalign(size_t alignment, size_t size) noexcept {
  return take(__libc_memalign(alignment, size));
}

void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return take(__libc_memalign(alignment, size));
}

int posix_memalign(void** result, size_t alignment, size_t size) noexcept {
  *result = take(__libc_memalign(alignment, size));
  return *result == nullptr ? ENOMEM : 0;
}

void free(void* ptr) noexcept {
  given_back += size_of(ptr);
  __libc_free(ptr);
}

} // extern "C"

namespace counts {

window::window(const char* name) : name_(name) {
  CALLGRIND_START_INSTRUMENTATION;
  CALLGRIND_ZERO_STATS; // of a window that was never closed
}

void window::begin() {
  allocations_ -= allocations;
  bytes_ -= taken;
  kept_ -= static_cast<int64_t>(taken - given_back);
  CALLGRIND_TOGGLE_COLLECT;
}

void window::end() {
  CALLGRIND_TOGGLE_COLLECT;
  allocations_ += allocations;
  bytes_ += taken;
  kept_ += static_cast<int64_t>(taken - given_back);
}

void window::close(size_t operations) {
  CALLGRIND_DUMP_STATS_AT(name_);
  CALLGRIND_STOP_INSTRUMENTATION;
  std::printf("%s %zu %llu %llu %lld\n", name_, operations,
              static_cast<unsigned long long>(allocations_),
              static_cast<unsigned long long>(bytes_),
              static_cast<long long>(kept_));
}

} // namespace counts
