// SPDX-License-Identifier: MIT
#include "kilter/trackers/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint64_t largest_answer = 64u << 20u;

std::string base64(const std::string& text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8u | (at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i)
      out += at + i > text.size() ? '=' : letters[bits >> (18u - 6u * static_cast<unsigned>(i)) & 63u];
  }
  return out;
}

}  // namespace

HttpUrl read_http_url(const std::string& text) {
  const auto refuse = [&](const std::string& why, const std::string& advice) {
    throw Error(ErrorKind::usage, {}, fmt::format("{}: {}", printable(text, 200), why), {advice});
  };
  constexpr std::string_view scheme = "http://";
  if (text.starts_with("https://"))
    refuse("Kilter speaks plain http only",
           "Name a server on this machine or behind a tunnel, as http://127.0.0.1:5000");
  if (!text.starts_with(scheme)) refuse("not the address of a server", "For example http://127.0.0.1:5000");
  const std::string rest = text.substr(scheme.size());
  const std::string place = rest.substr(0, rest.find('/'));
  if (place.find('@') != place.npos)
    throw Error(ErrorKind::usage, {}, "a server's address must not hold a name and password, for the study keeps it",
                {"Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD instead"});
  HttpUrl url{.host = place, .port = "80", .path = rest.substr(place.size())};
  const std::size_t behind = place.starts_with('[') ? place.find(']') : 0;  // an IPv6 address has colons of its own
  if (const auto colon = place.find(':', std::min(behind, place.size())); colon != place.npos) {
    url.host = place.substr(0, colon);
    url.port = place.substr(colon + 1);
    const auto port = to_integer(url.port);
    if (!port || *port < 1 || *port > 65535) refuse("no port has that number", "For example http://127.0.0.1:5000");
  }
  if (url.host.starts_with('[') && url.host.ends_with(']')) url.host = url.host.substr(1, url.host.size() - 2);
  while (url.path.ends_with('/')) url.path.pop_back();
  if (url.host.empty() || url.host.find_first_of("[]") != url.host.npos || rest.find_first_of(" \t\r\n?#") != rest.npos)
    refuse("not the address of a server", "For example http://127.0.0.1:5000");
  return url;
}

std::string authorization(const std::string& user, const std::string& password, const std::string& token) {
  if (!token.empty()) return "Bearer " + token;
  return user.empty() ? "" : "Basic " + base64(user + ":" + password);
}

struct HttpClient::Connection {
  asio::io_context context;
  std::optional<beast::tcp_stream> stream;
};

HttpClient::HttpClient(HttpUrl url, std::string authorization, std::chrono::milliseconds patience)
    : url_(std::move(url)),
      authorization_(std::move(authorization)),
      patience_(patience),
      connection_(std::make_unique<Connection>()) {}
HttpClient::~HttpClient() = default;

HttpAnswer HttpClient::get(const std::string& target) { return send(false, target, {}); }
HttpAnswer HttpClient::post(const std::string& target, const std::string& json) { return send(true, target, json); }

void HttpClient::hang_up() { connection_->stream.reset(); }

HttpAnswer HttpClient::send(bool post, const std::string& target, const std::string& body) {
  auto& [context, stream] = *connection_;
  beast::error_code result;
  const auto keep = [&](const beast::error_code& code, auto&&...) { result = code; };
  const auto check = [&] {
    context.restart();
    context.run();
    if (!result) return;
    stream.reset();
    const bool late = result == beast::error::timeout;
    throw Error(ErrorKind::failure, {},
                fmt::format("no answer from http://{}:{}: {}", url_.host, url_.port,
                            late ? fmt::format("nothing within {} s", patience_.count() / 1000) : result.message()));
  };
  if (!stream) {
    asio::ip::tcp::resolver resolver(context);
    const auto places = resolver.resolve(url_.host, url_.port, result);
    check();
    stream.emplace(context);
    stream->expires_after(patience_);
    stream->async_connect(places, keep);
    check();
    stream->socket().set_option(asio::ip::tcp::no_delay(true), result);
  }
  http::request<http::string_body> request(post ? http::verb::post : http::verb::get, url_.path + target, 11);
  request.set(http::field::host, url_.port == "80" ? url_.host : url_.host + ":" + url_.port);
  request.set(http::field::user_agent, "kilter");
  if (!authorization_.empty()) request.set(http::field::authorization, authorization_);
  if (post) request.set(http::field::content_type, "application/json");
  request.body() = body;
  request.prepare_payload();
  stream->expires_after(patience_);
  http::async_write(*stream, request, keep);
  check();
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> answer;
  answer.body_limit(largest_answer);
  http::async_read(*stream, buffer, answer, keep);
  check();
  if (!answer.keep_alive()) stream.reset();
  return {static_cast<int>(answer.get().result_int()), answer.get().body()};
}

}  // namespace kilter
