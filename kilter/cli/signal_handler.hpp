// SPDX-License-Identifier: MIT
// What a signal does from now on.
#pragma once

namespace kilter::cli {

/// Interrupted system calls go on; SIG_DFL and SIG_IGN are handlers too.
void install(int signal, void (*handler)(int));
/// The same where `from` is what it does now.
void replace(int signal, void (*from)(int), void (*to)(int));

}  // namespace kilter::cli
