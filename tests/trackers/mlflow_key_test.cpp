// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/base/error.hpp"
#include "kilter/trackers/mlflow_server.hpp"

namespace kilter {
namespace {

TEST(MlflowKey, KeepsWhatTheServerTakesAndTellsOthersApart) {
  EXPECT_EQ(mlflow_key("val/acc top-5.x"), "val/acc top-5.x");
  EXPECT_EQ(mlflow_key("größe"), "größe");
  EXPECT_EQ(mlflow_key("acc@5%"), "acc_405_25");
  EXPECT_EQ(mlflow_key("/a"), "_2fa");
  EXPECT_EQ(mlflow_key("a//b/"), "a/_2fb_2f");
  EXPECT_EQ(mlflow_key("../up"), "_2e./up");
  EXPECT_EQ(mlflow_key(""), "_");
  EXPECT_NE(mlflow_key("a[1]"), mlflow_key("a{1}"));
  EXPECT_LE(mlflow_key(std::string(999, '@')).size(), 250u);
}

TEST(HttpUrl, IsTakenApart) {
  const HttpUrl url = read_http_url("http://[::1]:5000/ml/");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.port, "5000");
  EXPECT_EQ(url.path, "/ml");
  EXPECT_EQ(read_http_url("http://host").port, "80");
  for (const char* wrong : {"", "host:5000", "https://host", "http://", "http://u:p@host", "http://host:0",
                            "http://h:x", "http://a b", "http://host?x", "http://[::1", "http://host\r\nX: y"})
    EXPECT_THROW(read_http_url(wrong), Error) << wrong;
}

TEST(Authorization, IsBasicOrBearer) {
  EXPECT_EQ(authorization("", "", ""), "");
  EXPECT_EQ(authorization("Aladdin", "open sesame", ""), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(authorization("user", "pa", ""), "Basic dXNlcjpwYQ==");
  EXPECT_EQ(authorization("user", "pas", ""), "Basic dXNlcjpwYXM=");
  EXPECT_EQ(authorization("user", "pa", "t0k"), "Bearer t0k");
}

}  // namespace
}  // namespace kilter
