#include <fmt/format.h>

#include <cstring>
#include <random>
#include <stdexcept>

#include "schema_change/checkpoint_store.hpp"

namespace schema_change {

namespace {

std::string hex(const std::string& bytes) {
  std::string result;
  for (auto c : bytes)
    result += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return result;
}

int digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  throw std::invalid_argument{"not a stored key"};
}

std::string unhex(const std::string& text) {
  if (text.size() % 2 != 0)
    throw std::invalid_argument{"not a stored key"};
  std::string result;
  for (size_t i = 0; i < text.size(); i += 2)
    result += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  return result;
}

value decode_one(const std::string& text) {
  auto rest = text.substr(text.empty() ? 0 : 1);
  switch (text.empty() ? '\0' : text[0]) {
    case 'n':
      return std::monostate{};
    case 'i':
      return int64_t{std::stoll(rest)};
    case 'r': {
      auto bits = uint64_t{std::stoull(rest, nullptr, 16)};
      double result = 0;
      std::memcpy(&result, &bits, sizeof(result));
      return result;
    }
    case 't':
      return unhex(rest);
    case 'b':
      return blob{unhex(rest)};
    default:
      throw std::invalid_argument{"not a stored key"};
  }
}

std::string encode_one(const value& x) {
  if (const auto* number = std::get_if<int64_t>(&x))
    return fmt::format("i{}", *number);
  if (const auto* real = std::get_if<double>(&x)) {
    uint64_t bits = 0;
    std::memcpy(&bits, real, sizeof(bits));
    return fmt::format("r{:x}", bits);
  }
  if (const auto* text = std::get_if<std::string>(&x))
    return "t" + hex(*text);
  if (const auto* bytes = std::get_if<blob>(&x))
    return "b" + hex(bytes->bytes);
  return "n";
}

} // namespace

std::string encode(const row& key) {
  std::vector<std::string> parts;
  parts.reserve(key.size());
  for (const auto& x : key)
    parts.push_back(encode_one(x));
  return join(parts, ",");
}

row decode(const std::string& text) {
  row result;
  for (size_t begin = 0; begin <= text.size();) {
    auto end = std::min(text.find(',', begin), text.size());
    try {
      result.push_back(decode_one(text.substr(begin, end - begin)));
    } catch (const std::out_of_range&) {
      throw std::invalid_argument{"not a stored key"};
    }
    begin = end + 1;
  }
  // The standard library reads numbers with blanks, signs and leftovers, too.
  if (encode(result) != text)
    throw std::invalid_argument{"not a stored key"};
  return result;
}

std::string random_token() {
  std::random_device source;
  std::string result;
  for (int i = 0; i < 4; ++i)
    result += fmt::format("{:08x}", source());
  return result;
}

} // namespace schema_change
