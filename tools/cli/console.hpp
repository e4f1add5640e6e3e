/// stderr, shared by log lines and a live block below them.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "cli/text.hpp"

namespace cli {

/// Thread-safe. The cursor stays visible and always rests at the beginning of
/// the line below everything, so that there is nothing to restore, however the
/// program ends.
class console {
public:
  /// @param live whether there may be a block, which takes a terminal.
  console(int file, look how, bool live);

  const look& how() const {
    return how_;
  }

  /// Returns the terminal's width in columns.
  size_t width() const;

  /// Returns the terminal's height in lines, 24 if it is not known.
  size_t height() const;

  /// Writes whole lines, above the block.
  void write(std::string_view lines);

  /// Puts a block in the place of the last one. An empty one removes it.
  void show(const std::vector<std::string>& block);

  /// Returns why something could not be written, empty if all was, or if nobody
  /// reads it any more.
  std::string problem() const;

  /// Returns whether nobody reads it any more.
  bool gone() const;

private:
  std::string erased() const; // what erases the block, with the mutex held

  void send(std::string_view bytes); // with the mutex held

  const int file_;
  const look how_;
  const bool live_;
  mutable std::mutex mutex_;
  int problem_ = 0;                // the first one
  std::vector<std::string> block_; // as drawn
};

/// Whether and how a stream can show more than plain text.
struct terminal_traits {
  bool terminal = false; // and not a dumb one
  look how;
};

terminal_traits inspect_terminal(int file, bool color_always, bool color_never);

/// Returns the width to draw for: a terminal that says 0 has 80 columns.
constexpr size_t usable_width(size_t columns_told) {
  return columns_told == 0 ? 80 : columns_told;
}

/// Returns how many rows lines of these widths take on a terminal: those drawn
/// before it was made narrower take several.
size_t rows_taken(const std::vector<size_t>& widths, size_t width);

/// Writes all of `bytes` as far as possible. A reader that is gone must not end
/// a change. Returns the number of the error that kept bytes from being
/// written, 0 if there was none.
int write_all(int file, std::string_view bytes);

} // namespace cli
