// SPDX-License-Identifier: MIT
// A small HTTP/1.1 client: one server, one request at a time, never longer than its patience.
#pragma once
#include <chrono>
#include <memory>
#include <string>

namespace kilter {

/// `http://host:port/path`, taken apart.
struct HttpUrl {
  std::string host;
  std::string port;
  std::string path;  ///< "" or "/mlflow": without a slash at its end
};

/// Throws Error(usage): https, a name and password within it, no host.
HttpUrl read_http_url(const std::string& text);

/// The value of an `Authorization` header; empty where there is nothing to show. A token wins over a name.
std::string authorization(const std::string& user, const std::string& password, const std::string& token);

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// Keeps its connection between requests. Not thread-safe.
class HttpClient {
 public:
  HttpClient(HttpUrl url, std::string authorization, std::chrono::milliseconds patience);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// `target` is taken below the path of the server. Whatever the server answers is an answer; none within the patience
  /// throws Error(failure). Whether a request without an answer was carried out is not known.
  HttpAnswer get(const std::string& target);
  HttpAnswer post(const std::string& target, const std::string& json);
  /// Before a pause: servers close a connection that is silent for long.
  void hang_up();

 private:
  struct Connection;
  HttpAnswer send(bool post, const std::string& target, const std::string& body);

  HttpUrl url_;
  std::string authorization_;
  std::chrono::milliseconds patience_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace kilter
