// SPDX-License-Identifier: MIT
// The Unix socket at which a program reports: a JSON line in, `{"ok":true,"stop":false}` out.
#pragma once
#include <cstdint>
#include <list>
#include <string>
#include <vector>

#include "kilter/executors/descriptor.hpp"
#include "kilter/executors/metric_lines.hpp"

namespace kilter {

/// Several clients may be connected at once; each gets its answers in the order of its lines. A client that sends what
/// is no report is told so; one that sends a line beyond 64 KiB or does not read its answers is dropped.
class ReportSocket {
 public:
  using ClientId = std::uint64_t;
  struct Line {
    ClientId client;
    FoundReport report;
  };

  /// Without a listener where the system refuses: the other ways to report stay.
  explicit ReportSocket(std::string path);
  ~ReportSocket();
  ReportSocket(const ReportSocket&) = delete;
  ReportSocket& operator=(const ReportSocket&) = delete;

  const std::string& path() const { return path_; }
  /// Whether anybody has ever reported here, and so will be told to stop by an answer.
  bool used() const { return used_; }

  /// Appends what to wait for.
  void add_descriptors(std::vector<int>& descriptors) const;
  /// Reads what `descriptor` has, where it is one of this socket; at most a few lines at a time.
  std::vector<Line> ready(int descriptor);
  /// Everything that has arrived by now.
  std::vector<Line> rest();
  void answer(ClientId client, bool stop);

 private:
  struct Client {
    ClientId id;
    Descriptor socket;
    std::string unread;
    int owed = 0;  ///< answers
    bool open = true;
  };

  void accept();
  void read(Client& client, std::vector<Line>& lines);
  void send(Client& client, const std::string& text);
  void drop_finished();

  std::string path_;
  Descriptor listener_;
  std::list<Client> clients_;
  ClientId next_ = 1;
  bool used_ = false;
};

}  // namespace kilter
