#include "cli/console.hpp"

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace cli {

namespace {

struct winsize size_of(int file) {
  struct winsize result {};
  if (::ioctl(file, TIOCGWINSZ, &result) != 0)
    return {};
  return result;
}

/// Returns the width of what was painted, without the colors.
size_t painted_columns(const std::string& text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      i = std::min(text.find('m', i), text.size());
    else
      plain += text[i];
  }
  return columns(plain);
}

bool is_set(const char* variable) {
  const auto* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

} // namespace

console::console(int file, look how, bool live)
  : file_(file), how_(how), live_(live) {}

size_t console::width() const {
  return usable_width(size_of(file_).ws_col);
}

size_t console::height() const {
  constexpr size_t usual = 24;
  auto told = size_of(file_).ws_row;
  return told == 0 ? usual : told;
}

void console::write(std::string_view lines) {
  std::lock_guard guard{mutex_};
  auto bytes = erased();
  bytes += lines;
  for (const auto& x : block_)
    bytes += x + "\n";
  send(bytes);
}

void console::show(const std::vector<std::string>& block) {
  if (!live_)
    return;
  std::lock_guard guard{mutex_};
  auto bytes = erased();
  // What does not fit onto the screen could never be erased.
  size_t height = size_of(file_).ws_row;
  block_ = block;
  if (height > 0 && block_.size() >= height)
    block_.resize(height - 1);
  for (const auto& x : block_)
    bytes += x + "\n";
  send(bytes);
}

std::string console::erased() const {
  if (block_.empty())
    return {};
  std::vector<size_t> widths;
  for (const auto& x : block_)
    widths.push_back(painted_columns(x));
  return "\r\x1b[" + std::to_string(rows_taken(widths, width())) + "A\x1b[J";
}

void console::send(std::string_view bytes) {
  if (auto why = write_all(file_, bytes); problem_ == 0)
    problem_ = why;
}

std::string console::problem() const {
  std::lock_guard guard{mutex_};
  return problem_ == 0 || problem_ == EPIPE ? std::string{}
                                            : std::strerror(problem_);
}

bool console::gone() const {
  std::lock_guard guard{mutex_};
  return problem_ == EPIPE;
}

terminal_traits inspect_terminal(int file, bool color_always,
                                 bool color_never) {
  terminal_traits result;
  const auto* kind = std::getenv("TERM");
  auto dumb = kind == nullptr || std::string_view{kind} == "dumb";
  result.terminal = ::isatty(file) == 1 && !dumb;
  result.how.unicode = std::string_view{::nl_langinfo(CODESET)} == "UTF-8";
  result.how.color
    = color_always || (!color_never && result.terminal && !is_set("NO_COLOR"));
  return result;
}

size_t rows_taken(const std::vector<size_t>& widths, size_t width) {
  size_t result = 0;
  for (auto x : widths)
    result += std::max<size_t>(1, (x + width - 1) / width);
  return result;
}

int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return errno;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

} // namespace cli
