#include "schema_change/option_values.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace schema_change {

namespace {

[[noreturn]] void complain(const std::string& text, const char* why) {
  throw std::invalid_argument{"'" + text + "' " + why};
}

} // namespace

uint64_t parse_rows(const std::string& text) {
  constexpr size_t most_digits = 18; // so that it fits
  if (text.empty() || text.size() > most_digits
      || text.find_first_not_of("0123456789") != std::string::npos)
    complain(text, "is no number of rows, such as 20000");
  return std::stoull(text);
}

std::pair<std::string, std::string> parse_mapping(const std::string& text) {
  std::string column;
  size_t end = 0;
  if (!text.empty() && text.front() == '"') {
    for (end = 1; end < text.size(); ++end) {
      // A quote that is doubled belongs to the name.
      if (text[end] == '"' && (++end == text.size() || text[end] != '"'))
        break;
      column += text[end];
    }
  } else {
    end = std::min(text.find('='), text.size());
    column = text.substr(0, end);
  }
  if (column.empty() || end + 1 >= text.size() || text[end] != '=')
    complain(text,
             "is not of the form COLUMN=EXPRESSION, such as "
             "'total=price * quantity'");
  return {column, text.substr(end + 1)};
}

} // namespace schema_change
