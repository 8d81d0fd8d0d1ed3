// SPDX-License-Identifier: MIT
// What the shared library of fmt holds, compiled into the program that is carried: distributions ship no static one.
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {
template auto thousands_sep_impl<char>(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl<char>(locale_ref) -> char;
}  // namespace detail
template auto detail::locale_ref::get<std::locale>() const -> std::locale;
FMT_END_NAMESPACE
