// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace kilter {
namespace {

constexpr std::size_t most_clients = 64;

Descriptor listen_at(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return {};
  std::memcpy(address.sun_path, path.c_str(), path.size());
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (!socket || ::bind(socket.get(), general, sizeof address) != 0 || ::listen(socket.get(), 16) != 0) return {};
  return socket;
}

}  // namespace

ReportSocket::ReportSocket(std::string path) : path_(std::move(path)), listener_(listen_at(path_)) {}

ReportSocket::~ReportSocket() {
  if (listener_) ::unlink(path_.c_str());
}

void ReportSocket::add_descriptors(std::vector<int>& descriptors) const {
  if (listener_ && clients_.size() < most_clients) descriptors.push_back(listener_.get());
  for (const auto& client : clients_)
    if (client.open) descriptors.push_back(client.socket.get());
}

std::vector<ReportSocket::Line> ReportSocket::ready(int descriptor) {
  std::vector<Line> lines;
  if (descriptor == listener_.get()) accept();
  for (auto& client : clients_)
    if (client.open && client.socket.get() == descriptor) read(client, lines);
  drop_finished();
  return lines;
}

std::vector<ReportSocket::Line> ReportSocket::rest() {
  std::vector<Line> lines;
  if (listener_) accept();
  for (auto& client : clients_)
    for (int piece = 0; client.open && piece < 64; ++piece) read(client, lines);
  drop_finished();
  return lines;
}

void ReportSocket::accept() {
  while (clients_.size() < most_clients) {
    Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) {
      // Out of descriptors: a listener that stays readable would keep the loop busy.
      if (errno == EMFILE || errno == ENFILE) listener_.close();
      return;
    }
    clients_.push_back({.id = next_++, .socket = std::move(socket), .unread = {}});
  }
}

void ReportSocket::read(Client& client, std::vector<Line>& lines) {
  char buffer[4096];
  const ssize_t size = ::recv(client.socket.get(), buffer, sizeof buffer, 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    client.open = false;
    return;
  }
  client.unread.append(buffer, static_cast<std::size_t>(size));
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = client.unread.find('\n', begin)) != client.unread.npos; begin = end + 1) {
    const std::string_view line = std::string_view(client.unread).substr(begin, end - begin);
    if (auto report = report_from_json(line)) {
      used_ = true;
      ++client.owed;
      lines.push_back({client.id, std::move(*report)});
    } else {
      send(client, "{\"ok\":false,\"error\":\"not a report; one looks like {\\\"step\\\":3,\\\"loss\\\":0.41}\"}\n");
    }
  }
  client.unread.erase(0, begin);
  if (client.unread.size() > longest_line) {
    send(client, "{\"ok\":false,\"error\":\"a line is longer than 65536 bytes\"}\n");
    client.open = false;
  }
}

void ReportSocket::answer(ClientId id, bool stop) {
  for (auto& client : clients_) {
    if (client.id != id || client.owed == 0) continue;
    --client.owed;
    send(client, stop ? "{\"ok\":true,\"stop\":true}\n" : "{\"ok\":true,\"stop\":false}\n");
  }
  drop_finished();
}

void ReportSocket::send(Client& client, const std::string& text) {
  const ssize_t sent = ::send(client.socket.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent == static_cast<ssize_t>(text.size())) return;
  client.open = false;
  client.owed = 0;
}

void ReportSocket::drop_finished() {
  clients_.remove_if([](const Client& client) { return !client.open && client.owed == 0; });
}

}  // namespace kilter
