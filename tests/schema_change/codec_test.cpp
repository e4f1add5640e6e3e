#define CAF_SUITE schema_change_codec

#include "precompiled.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "schema_change/checkpoint_store.hpp"

namespace schema_change::schema_change_codec_suite {

namespace {

bool same(const row& x) {
  return encode(decode(encode(x))) == encode(x) && decode(encode(x)) == x;
}

} // namespace

CAF_TEST(a key of any type is read back as it was written) {
  using integer = std::numeric_limits<int64_t>;
  using real = std::numeric_limits<double>;
  for (auto x : {int64_t{0}, int64_t{-1}, integer::min(), integer::max()})
    CAF_CHECK(same({x}));
  for (auto x : {0.0, 0.1, -1e300, real::denorm_min(), real::infinity(),
                 -real::infinity(), real::max()})
    CAF_CHECK(same({x}));
  for (const auto& x : {std::string{}, std::string{"a,b"}, std::string{"n"},
                        std::string{"\0x", 2}, std::string{"\xc3\xa9\xff"}}) {
    CAF_CHECK(same({x}));
    CAF_CHECK(same({blob{x}}));
  }
  CAF_CHECK(same({std::monostate{}}));
  CAF_CHECK(same({int64_t{1}, 1.0, std::string{"1"}, blob{"1"}}));
}

CAF_TEST(what is equal in SQLite keeps its type and its sign) {
  CAF_CHECK(encode({int64_t{1}}) != encode({1.0}));
  CAF_CHECK(encode({std::string{"1"}}) != encode({blob{"1"}}));
  CAF_CHECK(std::signbit(std::get<double>(decode(encode({-0.0})).front())));
}

CAF_TEST(a text that is no key is refused) {
  for (const auto* x : {"",
                        ",",
                        "x1",
                        "i",
                        "i1,",
                        "r",
                        "rz",
                        "t1",
                        "tzz",
                        "tAB",
                        "i5x",
                        "i 5",
                        "i+5",
                        "i007",
                        "i-0",
                        "i9223372036854775808",
                        "r0x3ff0",
                        "r-1",
                        "r10000000000000000",
                        "nothing"}) {
    auto refused = false;
    try {
      decode(x);
    } catch (const std::invalid_argument&) {
      refused = true;
    }
    CAF_CHECK(refused);
  }
}

} // namespace schema_change::schema_change_codec_suite
