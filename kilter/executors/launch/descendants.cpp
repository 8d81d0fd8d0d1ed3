// SPDX-License-Identifier: MIT
#include "kilter/executors/launch/descendants.hpp"

#include <linux/fcntl.h>

#include "kilter/executors/launch/syscalls.hpp"

namespace kilter::launch {
namespace {

/// `/proc/PID/task/TID/children`, built without a C library.
class Path {
 public:
  void add(const char* text) {
    while (*text != 0 && size_ + 1 < sizeof text_) text_[size_++] = *text++;
    text_[size_] = 0;
  }
  void add(int number) {
    char digits[12];
    std::size_t count = 0;
    do digits[count++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) > 0);
    char text[2] = {};
    while (count > 0) text[0] = digits[--count], add(text);
  }
  std::size_t size() const { return size_; }
  void cut(std::size_t size) { text_[size_ = size] = 0; }
  const char* text() const { return text_; }

 private:
  char text_[300] = {};
  std::size_t size_ = 0;
};

struct List {
  int* at;
  std::size_t capacity;
  std::size_t size = 0;
};

int open_for_reading(const char* path, int flags) {
  return static_cast<int>(call(__NR_openat, AT_FDCWD, address(path), O_RDONLY | O_CLOEXEC | flags));
}

/// Adds the numbers of a file like `17 23 42 `.
void read_numbers(const char* path, List& list) {
  const int file = open_for_reading(path, 0);
  if (file < 0) return;
  char buffer[1024];
  int number = 0;
  for (;;) {
    const long size = call(__NR_read, file, address(buffer), sizeof buffer);
    if (size <= 0) break;
    for (long i = 0; i < size; ++i) {
      if (buffer[i] >= '0' && buffer[i] <= '9') {
        number = number * 10 + (buffer[i] - '0');
      } else if (number > 0) {
        if (list.size < list.capacity) list.at[list.size++] = number;
        number = 0;
      }
    }
  }
  call(__NR_close, file);
}

struct Entry {  // linux_dirent64
  unsigned long long inode;
  long long offset;
  unsigned short length;
  unsigned char type;
  char name[1];
};

/// The children of every thread of `parent`.
void add_children(int parent, List& list) {
  Path path;
  path.add("/proc/");
  path.add(parent);
  path.add("/task/");
  const std::size_t stem = path.size();
  const int folder = open_for_reading(path.text(), O_DIRECTORY);
  if (folder < 0) return;
  alignas(Entry) char buffer[2048];
  for (;;) {
    const long size = call(__NR_getdents64, folder, address(buffer), sizeof buffer);
    if (size <= 0) break;
    for (long at = 0; at < size;) {
      const auto* entry = reinterpret_cast<const Entry*>(buffer + at);
      at += entry->length;
      if (entry->name[0] == '.') continue;
      path.cut(stem);
      path.add(entry->name);
      path.add("/children");
      read_numbers(path.text(), list);
    }
  }
  call(__NR_close, folder);
}

}  // namespace

std::size_t descendants(int root, int* found, std::size_t capacity) {
  List list{found, capacity};
  add_children(root, list);
  for (std::size_t i = 0; i < list.size; ++i) add_children(list.at[i], list);
  return list.size;
}

}  // namespace kilter::launch
