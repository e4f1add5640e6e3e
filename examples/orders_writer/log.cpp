#include "log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

namespace orders_writer {

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error{errno, std::generic_category(), what};
}

// The length of a file up to the end of its last whole line.
off_t whole_lines(int file) {
  auto size = lseek(file, 0, SEEK_END);
  char last = 0;
  while (size > 0 && pread(file, &last, 1, size - 1) == 1 && last != '\n')
    --size;
  return size;
}

// What a line says beyond its kind.
void take(history& seen, const std::string& line, const on_commit& committed) {
  auto fields = fields_of(line);
  if (fields[0] == "H" && fields.size() == 4) {
    seen.writer = std::stoull(fields[1]);
    seen.from = {std::stoll(fields[2]), std::stoull(fields[3])};
    return;
  }
  if (fields[0] == "I") {
    seen.open = intent_of(line);
    seen.last_number = seen.open->number;
    return;
  }
  if (fields.size() < 3 || !seen.open
      || std::stoll(fields[1]) != seen.open->number)
    throw std::runtime_error{fmt::format("not a line of a log: {}", line)};
  auto done = std::move(*seen.open);
  seen.open.reset();
  if (fields[0] == "R")
    return;
  seen.last_committed = done.number;
  if (committed)
    committed(std::move(done), {std::stoll(fields[2]),
                                ids_of(fields.size() > 5 ? fields[5] : "")});
}

} // namespace

history read_log(const std::string& path, const on_commit& committed) {
  history result;
  std::ifstream file{path};
  if (!file)
    fail(path);
  std::string line;
  // A line that the end of the file ends, and no newline, is not whole.
  while (std::getline(file, line) && !file.eof())
    take(result, line, committed);
  return result;
}

std::string text_of(const std::vector<int64_t>& ids) {
  return fmt::format("{}", fmt::join(ids, " "));
}

std::vector<int64_t> ids_of(const std::string& text) {
  std::istringstream in{text};
  std::vector<int64_t> result;
  for (int64_t id = 0; in >> id;)
    result.push_back(id);
  return result;
}

log_writer::log_writer(const std::string& path)
  : file_(open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0 || ftruncate(file_, whole_lines(file_)) != 0)
    fail(path);
}

log_writer::~log_writer() {
  close(file_);
}

void log_writer::header(uint64_t writer, const origin& from) {
  append(fmt::format("H\t{}\t{}\t{}", writer, from.rows, from.seed));
}

void log_writer::intend(const intent& x) {
  append(line_of(x));
  if (fdatasync(file_) != 0)
    fail("the log");
}

void log_writer::committed(int64_t number, const outcome& x,
                           std::chrono::microseconds waited) {
  auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
    std::chrono::system_clock::now().time_since_epoch());
  append(fmt::format("C\t{}\t{}\t{}\t{}\t{}", number, x.sequence,
                     waited.count(), now.count(), text_of(x.ids)));
}

void log_writer::rolled_back(int64_t number, const std::string& reason) {
  append(fmt::format("R\t{}\t{}", number, reason));
}

void log_writer::append(std::string line) {
  line += '\n';
  for (size_t at = 0; at < line.size();) {
    auto count = write(file_, line.data() + at, line.size() - at);
    if (count < 0 && errno != EINTR)
      fail("the log");
    if (count > 0)
      at += static_cast<size_t>(count);
  }
}

} // namespace orders_writer
