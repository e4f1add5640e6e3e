#include "actors/dumper_record.hpp"

namespace status::dumper {

record begin(const options& opts, time_point origin) {
  record result;
  result.opts = &opts;
  result.origin = origin;
  result.first_due = opts.first.count() > 0;
  return result;
}

void resume(record& self) {
  self.now = phase::starting;
  self.demanded = false; // who waited was told of the crash
}

} // namespace status::dumper
