// Keys in the checkpoint row: any text is refused, or is exactly what `encode`
// writes for the key that is read.
#include <stdexcept>

#include "fuzz/target.hpp"
#include "schema_change/checkpoint_store.hpp"

using schema_change::decode;
using schema_change::encode;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  std::string text{fuzz::text_of(bytes, size)};
  try {
    auto key = decode(text);
    fuzz::must(!key.empty(), "a key has a part");
    fuzz::must(encode(key) == text, "a key is written as it was read");
  } catch (const std::invalid_argument&) {
    // refused
  }
  return 0;
}
