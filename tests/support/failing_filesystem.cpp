// SPDX-License-Identifier: MIT
#include "tests/support/failing_filesystem.hpp"

#include <cerrno>
#include <new>

namespace kilter::testing {
namespace {

/// What SQLite takes for its file; the real one lies behind it.
struct File {
  sqlite3_file front;
  FailingFilesystem* system;
  sqlite3_file* real;
};

File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return of(file).real; }
const sqlite3_io_methods& real_methods(sqlite3_file* file) { return *real(file)->pMethods; }
FailingFilesystem& system_of(sqlite3_vfs* vfs) { return *static_cast<FailingFilesystem*>(vfs->pAppData); }

/// The code that SQLite gets for a failure: its own for a full disk, else `code`.
int failure(const FailingFilesystem& system, int code) {
  return system.fault() == FailingFilesystem::Fault::full ? SQLITE_FULL : code;
}

int close(sqlite3_file* file) {
  const int code = real_methods(file).xClose(real(file));
  file->pMethods = nullptr;
  return code;
}

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  return real_methods(file).xRead(real(file), bytes, size, at);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  auto& system = *of(file).system;
  if (!system.strikes()) return real_methods(file).xWrite(real(file), bytes, size, at);
  if (system.fault() == FailingFilesystem::Fault::torn) real_methods(file).xWrite(real(file), bytes, size / 2, at);
  return failure(system, SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  auto& system = *of(file).system;
  return system.strikes() ? failure(system, SQLITE_IOERR_TRUNCATE) : real_methods(file).xTruncate(real(file), size);
}

int sync(sqlite3_file* file, int flags) {
  auto& system = *of(file).system;
  return system.strikes() ? failure(system, SQLITE_IOERR_FSYNC) : real_methods(file).xSync(real(file), flags);
}

int size_of(sqlite3_file* file, sqlite3_int64* size) { return real_methods(file).xFileSize(real(file), size); }
int lock(sqlite3_file* file, int level) { return real_methods(file).xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) { return real_methods(file).xUnlock(real(file), level); }
int is_reserved(sqlite3_file* file, int* result) { return real_methods(file).xCheckReservedLock(real(file), result); }
int control(sqlite3_file* file, int what, void* argument) {
  return real_methods(file).xFileControl(real(file), what, argument);
}
int sector(sqlite3_file* file) { return real_methods(file).xSectorSize(real(file)); }
int traits(sqlite3_file* file) { return real_methods(file).xDeviceCharacteristics(real(file)); }

int map_index(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  auto& system = *of(file).system;
  if (extend && system.strikes()) return SQLITE_IOERR_SHMSIZE;
  return real_methods(file).xShmMap(real(file), region, size, extend, memory);
}

int lock_index(sqlite3_file* file, int offset, int count, int flags) {
  return real_methods(file).xShmLock(real(file), offset, count, flags);
}
void barrier(sqlite3_file* file) { real_methods(file).xShmBarrier(real(file)); }
int unmap_index(sqlite3_file* file, int remove) { return real_methods(file).xShmUnmap(real(file), remove); }
int fetch(sqlite3_file* file, sqlite3_int64 at, int size, void** memory) {
  return real_methods(file).xFetch(real(file), at, size, memory);
}
int unfetch(sqlite3_file* file, sqlite3_int64 at, void* memory) {
  return real_methods(file).xUnfetch(real(file), at, memory);
}

const sqlite3_io_methods methods{3,          close,   read,        write,   truncate, sync,   size_of,
                                 lock,       unlock,  is_reserved, control, sector,   traits, map_index,
                                 lock_index, barrier, unmap_index, fetch,   unfetch};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* place, int flags, int* flags_out) {
  auto& system = system_of(vfs);
  auto* file = new (place) File{{nullptr}, &system, nullptr};
  if (system.strikes()) return SQLITE_CANTOPEN;
  file->real = reinterpret_cast<sqlite3_file*>(file + 1);
  const int code = system.real()->xOpen(system.real(), name, file->real, flags, flags_out);
  if (file->real->pMethods) file->front.pMethods = &methods;
  return code;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  auto* below = system_of(vfs).real();
  return below->xDelete(below, name, sync_folder);
}

int access(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  auto* below = system_of(vfs).real();
  return below->xAccess(below, name, flags, result);
}

int full_name(sqlite3_vfs* vfs, const char* name, int size, char* result) {
  auto* below = system_of(vfs).real();
  return below->xFullPathname(below, name, size, result);
}

int last_error(sqlite3_vfs* vfs, int size, char* text) {
  auto& system = system_of(vfs);
  return system.has_failed() ? system.last_error() : system.real()->xGetLastError(system.real(), size, text);
}

}  // namespace

FailingFilesystem::FailingFilesystem() : real_(sqlite3_vfs_find(nullptr)), failing_(*real_) {
  failing_.zName = "failing";
  failing_.pNext = nullptr;
  failing_.pAppData = this;
  failing_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  failing_.xOpen = open;
  failing_.xDelete = remove;
  failing_.xAccess = access;
  failing_.xFullPathname = full_name;
  failing_.xGetLastError = testing::last_error;
  sqlite3_vfs_register(&failing_, 1);
}

FailingFilesystem::~FailingFilesystem() {
  sqlite3_vfs_unregister(&failing_);
  sqlite3_vfs_register(real_, 1);
}

void FailingFilesystem::fail(long operation, Fault fault, bool for_ever) {
  heal();
  fails_at_ = operation;
  fault_ = fault;
  for_ever_ = for_ever;
}

void FailingFilesystem::heal() {
  operations_ = 0;
  fails_at_ = 0;
  failed_ = false;
}

bool FailingFilesystem::strikes() {
  ++operations_;
  const bool now = fails_at_ > 0 && (operations_ == fails_at_ || (for_ever_ && operations_ > fails_at_));
  failed_ = failed_ || now;
  return now;
}

int FailingFilesystem::last_error() const { return fault_ == Fault::full ? ENOSPC : EIO; }

}  // namespace kilter::testing
