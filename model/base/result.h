// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace calotype {

/// What went wrong, for programs; the sentence for people is Error::message. Values are stable: the
/// window translates by code.
enum class Code {
  NotFound,         // a file, folder, row or name that is not there
  Permission,       // it is there, but may not be read or written
  Io,               // the device or the system failed
  NoSpace,          // the disk is full
  Corrupt,          // contents that break their own format
  Unsupported,      // contents that are sound, but not for us
  TooLarge,         // beyond a limit that protects memory or time
  InvalidArgument,  // the caller's words are off
  Busy,             // another process holds it
  NewerVersion,     // written by a later version of this program
  ModelMissing,     // nothing that could encode
  Cancelled,        // stopped on request
  TimedOut,         // given up after a limit of time
  Crashed,          // another process of ours died over it
  OutOfMemory,
  Network,      // nobody answers, or what answers is not what was asked for
  ManyMissing,  // so many photos are gone that a person has to say whether they are
  Internal,     // our own mistake
};

/// A stable lower-case name of the code, as stored in the table "failure" and shown by --json.
const char* codeName(Code code);

/// The message names the thing, the reason and the remedy, in that order.
struct Error {
  Code code = Code::Internal;
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// return fail(Code::NotFound, "…");
inline tl::unexpected<Error> fail(Code code, std::string message) {
  return tl::make_unexpected(Error{code, std::move(message)});
}

/// The code that fits an errno value of the operating system.
Code codeOfErrno(int errnoValue);

}  // namespace calotype

#define CALOTYPE_JOIN_(a, b) a##b
#define CALOTYPE_JOIN(a, b) CALOTYPE_JOIN_(a, b)

// A declaration cannot stand in parentheses. NOLINTBEGIN(bugprone-macro-parentheses)

/// CALOTYPE_TRY(auto x, f()); gives x the value of f(), or returns f()'s error.
#define CALOTYPE_TRY(target, expression) \
  CALOTYPE_TRY_(target, expression, CALOTYPE_JOIN(calotypeTry, __LINE__))
#define CALOTYPE_TRY_(target, expression, temporary)                        \
  auto temporary = (expression);                                            \
  if (!temporary) return tl::make_unexpected(std::move(temporary).error()); \
  target = std::move(temporary).value()

// NOLINTEND(bugprone-macro-parentheses)

/// CALOTYPE_CHECK(f()); returns f()'s error, if it has one.
#define CALOTYPE_CHECK(expression)                                   \
  do {                                                               \
    if (auto calotypeStatus = (expression); !calotypeStatus)         \
      return tl::make_unexpected(std::move(calotypeStatus).error()); \
  } while (false)
