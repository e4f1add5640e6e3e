// What a person sees, out of texts of any kind: no byte steers the terminal,
// all is UTF-8, and no line is wider than asked for. The first byte is the
// width.
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "fuzz/target.hpp"
#include "schema_change/log.hpp"
#include "schema_change/outcome.hpp"
#include "schema_change/terminal.hpp"

namespace schema_change {

using cli::clip;
using cli::columns;
using cli::look;
using cli::paint;
using cli::printable;
using cli::style;

namespace {

// Asks somebody else's decoder.
bool is_utf8(std::string_view text) {
  try {
    nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

/// Whether any of the characters with these first bytes and these last ones is
/// in the text, which is UTF-8.
bool has_any(std::string_view text, std::string begin, int first, int last) {
  for (auto end = first; end <= last; ++end)
    if (text.find(begin + static_cast<char>(end)) != std::string_view::npos)
      return true;
  return false;
}

/// Whether a terminal shows the text and does nothing else. Lines may end.
void must_be_harmless(std::string_view text) {
  for (auto c : text)
    fuzz::must(static_cast<unsigned char>(c) >= 0x20 || c == '\n',
               "no control character passes");
  fuzz::must(is_utf8(text), "all that passes is UTF-8");
  fuzz::must(text.find('\x7F') == std::string_view::npos
               && !has_any(text, "\xC2", 0x80, 0x9F),
             "no control character passes");
  fuzz::must(!has_any(text, "\xE2\x80", 0x8B, 0x8F)
               && !has_any(text, "\xE2\x80", 0xA8, 0xAE)
               && !has_any(text, "\xE2\x81", 0xA6, 0xA9)
               && !has_any(text, "\xEF\xBB", 0xBF, 0xBF),
             "nothing that turns or hides text passes");
}

void try_text(const std::string& raw, size_t width) {
  auto text = printable(raw);
  must_be_harmless(text);
  fuzz::must(text.find('\n') == std::string::npos, "a text stays on its line");
  auto part = clip(text, width);
  fuzz::must(columns(part) <= width, "a part fits");
  fuzz::must(text.compare(0, part.size(), part) == 0, "it is the beginning");
  must_be_harmless(part);
  look plain;
  auto painted
    = paint({{text, style::bad}, {text, style::plain}}, width, plain);
  fuzz::must(columns(painted) <= width, "a line fits");
  must_be_harmless(painted);
}

void try_json(const std::string& raw) {
  auto json = nlohmann::json(raw).dump(
    -1, ' ', false, nlohmann::json::error_handler_t::replace);
  auto text = cli::escaped(json);
  must_be_harmless(text);
  fuzz::must(nlohmann::json::parse(text) == nlohmann::json::parse(json),
             "what is escaped is the same");
}

void try_block(const std::vector<std::string>& texts, size_t width) {
  view x;
  x.database = texts[0];
  x.table = texts[1];
  x.holder.current = status::state::copy_rows;
  x.holder.last_saved.which = {1, 1};
  x.holder.last_saved.saved.position = texts[2];
  x.task.tables = {{texts[1], width, 200, false}};
  x.task.throttling = {true, texts[3], 0};
  for (auto unicode : {false, true})
    for (const auto& line : render(x, width, {unicode, false})) {
      fuzz::must(columns(line) <= width, "a line of the block fits");
      fuzz::must(line.find('\n') == std::string::npos, "a line is one line");
      must_be_harmless(line);
    }
}

void try_last_words(const std::vector<std::string>& texts) {
  options wanted;
  wanted.change.database = texts[0];
  wanted.change.table = texts[1];
  wanted.resume = texts[2];
  outcome x;
  x.job.numbers.old_table = texts[3];
  x.job.numbers.position = texts[3];
  x.job.numbers.rows_copied = 1;
  x.job.numbers.cut_over_time = std::chrono::milliseconds{1};
  must_be_harmless(last_words(x, wanted));
  x.run.outcome = status::run_outcome::failed;
  x.job.cause
    = failure{status::ec::bad_argument, leftovers::untouched, texts[3]};
  must_be_harmless(last_words(x, wanted));
  x.run.outcome = status::run_outcome::cancelled;
  x.job.task.tables = {{texts[1], 5, 7, false}};
  must_be_harmless(last_words(x, wanted));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size == 0)
    return 0;
  size_t width = bytes[0];
  auto texts = fuzz::split(fuzz::text_of(bytes + 1, size - 1), "\n---\n", 3);
  texts.resize(4);
  for (const auto& text : texts)
    try_text(text, width);
  for (const auto& text : texts)
    try_json(text);
  try_block(texts, width);
  try_last_words(texts);
  auto sink = make_log([](std::string_view x) { must_be_harmless(x); },
                       log_amount::everything, false);
  status::log(
    sink,
    {status::log_level::warning, texts[0], texts[1], {{texts[2], texts[3]}}});
  return 0;
}

} // namespace schema_change
