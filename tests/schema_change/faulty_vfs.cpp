#include "schema_change/faulty_vfs.hpp"

#include <sqlite3.h>

namespace schema_change::test {

namespace {

/// What SQLite sees as a file. The real one lies behind it, in the same memory.
struct file : sqlite3_file {
  faulty_vfs* owner;

  sqlite3_file* real() {
    return reinterpret_cast<sqlite3_file*>(this + 1);
  }
};

file* ours(sqlite3_file* x) {
  return static_cast<file*>(x);
}

faulty_vfs& owner_of(sqlite3_vfs* x) {
  return *static_cast<faulty_vfs*>(x->pAppData);
}

/// Counts a call and passes it on unless it is to fail.
template <class Call>
int guarded(faulty_vfs& owner, file_call what, Call call) {
  return owner.fails(what) ? owner.wanted().code : call();
}

// -- files ---------------------------------------------------------------------

// Locks go, as they do with a process.
int close(sqlite3_file* x) {
  return ours(x)->real()->pMethods->xClose(ours(x)->real());
}

int read(sqlite3_file* x, void* to, int size, sqlite3_int64 at) {
  auto* real = ours(x)->real();
  return guarded(*ours(x)->owner, file_call::read,
                 [=] { return real->pMethods->xRead(real, to, size, at); });
}

int write(sqlite3_file* x, const void* from, int size, sqlite3_int64 at) {
  auto* real = ours(x)->real();
  auto& owner = *ours(x)->owner;
  auto dead = owner.crashed();
  if (!owner.fails(file_call::write))
    return real->pMethods->xWrite(real, from, size, at);
  if (owner.wanted().torn && !dead)
    real->pMethods->xWrite(real, from, size / 2, at);
  return owner.wanted().code;
}

int truncate(sqlite3_file* x, sqlite3_int64 size) {
  auto* real = ours(x)->real();
  return guarded(*ours(x)->owner, file_call::truncate,
                 [=] { return real->pMethods->xTruncate(real, size); });
}

int sync(sqlite3_file* x, int flags) {
  auto* real = ours(x)->real();
  return guarded(*ours(x)->owner, file_call::sync,
                 [=] { return real->pMethods->xSync(real, flags); });
}

int file_size(sqlite3_file* x, sqlite3_int64* size) {
  auto* real = ours(x)->real();
  return real->pMethods->xFileSize(real, size);
}

int lock(sqlite3_file* x, int level) {
  auto* real = ours(x)->real();
  return guarded(*ours(x)->owner, file_call::lock,
                 [=] { return real->pMethods->xLock(real, level); });
}

int unlock(sqlite3_file* x, int level) {
  auto* real = ours(x)->real();
  return real->pMethods->xUnlock(real, level);
}

int check_reserved_lock(sqlite3_file* x, int* found) {
  auto* real = ours(x)->real();
  return real->pMethods->xCheckReservedLock(real, found);
}

int file_control(sqlite3_file* x, int what, void* with) {
  auto* real = ours(x)->real();
  return real->pMethods->xFileControl(real, what, with);
}

int sector_size(sqlite3_file* x) {
  auto* real = ours(x)->real();
  return real->pMethods->xSectorSize(real);
}

int characteristics(sqlite3_file* x) {
  auto* real = ours(x)->real();
  return real->pMethods->xDeviceCharacteristics(real);
}

int shm_map(sqlite3_file* x, int region, int size, int extend,
            volatile void** to) {
  auto* real = ours(x)->real();
  return real->pMethods->xShmMap(real, region, size, extend, to);
}

// Only the lock of who writes. SQLite waits long for the others by itself, and
// to give one back cannot fail.
int shm_lock(sqlite3_file* x, int offset, int count, int flags) {
  auto* real = ours(x)->real();
  auto call
    = [=] { return real->pMethods->xShmLock(real, offset, count, flags); };
  constexpr auto writes = SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE;
  return offset == 0 && flags == writes
           ? guarded(*ours(x)->owner, file_call::writer_lock, call)
           : call();
}

void shm_barrier(sqlite3_file* x) {
  auto* real = ours(x)->real();
  real->pMethods->xShmBarrier(real);
}

int shm_unmap(sqlite3_file* x, int remove) {
  auto* real = ours(x)->real();
  auto keep = ours(x)->owner->crashed();
  return real->pMethods->xShmUnmap(real, keep ? 0 : remove);
}

// Version 2: files are not mapped into memory, so every access comes by here.
constexpr sqlite3_io_methods methods{2,
                                     close,
                                     read,
                                     write,
                                     truncate,
                                     sync,
                                     file_size,
                                     lock,
                                     unlock,
                                     check_reserved_lock,
                                     file_control,
                                     sector_size,
                                     characteristics,
                                     shm_map,
                                     shm_lock,
                                     shm_barrier,
                                     shm_unmap,
                                     nullptr,
                                     nullptr};

// -- the file system -----------------------------------------------------------

int open(sqlite3_vfs* x, const char* name, sqlite3_file* to, int flags,
         int* flags_out) {
  auto& owner = owner_of(x);
  to->pMethods = nullptr;
  auto protect = owner.read_only() && (flags & SQLITE_OPEN_MAIN_DB) != 0;
  if (protect)
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE))
            | SQLITE_OPEN_READONLY;
  auto* made = ours(to);
  made->owner = &owner;
  auto code = guarded(owner, file_call::open, [&] {
    return owner.real()->xOpen(owner.real(), name, made->real(), flags,
                               flags_out);
  });
  if (code == SQLITE_OK)
    to->pMethods = &methods;
  return code;
}

int remove(sqlite3_vfs* x, const char* name, int durable) {
  auto* real = owner_of(x).real();
  return guarded(owner_of(x), file_call::remove,
                 [=] { return real->xDelete(real, name, durable); });
}

} // namespace

// -- faulty_vfs ----------------------------------------------------------------

faulty_vfs::faulty_vfs(const fault& x)
  : fault_(x), real_(sqlite3_vfs_find(nullptr)) {
  // What is not ours to fail is the real one's, which finds its own by it.
  ours_ = std::make_unique<sqlite3_vfs>(*real_);
  ours_->zName = "faulty";
  ours_->pNext = nullptr;
  ours_->szOsFile = static_cast<int>(sizeof(file)) + real_->szOsFile;
  ours_->pAppData = this;
  ours_->xOpen = open;
  ours_->xDelete = remove;
  sqlite3_vfs_register(ours_.get(), 1);
}

faulty_vfs::~faulty_vfs() {
  sqlite3_vfs_unregister(ours_.get());
  sqlite3_vfs_register(real_, 1);
}

bool faulty_vfs::fails(file_call what) {
  auto count = seen_[static_cast<size_t>(what)]++;
  if (crashed())
    return true;
  if (what != fault_.on || fault_.at < 0)
    return false;
  auto now = count == fault_.at
             || (count > fault_.at && fault_.how == fault::extent::lasting);
  hit_ = hit_ || now;
  return now;
}

} // namespace schema_change::test
