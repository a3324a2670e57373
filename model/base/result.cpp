// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/result.h"

#include <cerrno>

namespace calotype {

const char* codeName(Code code) {
  switch (code) {
    case Code::NotFound:
      return "not-found";
    case Code::Permission:
      return "permission";
    case Code::Io:
      return "io";
    case Code::NoSpace:
      return "no-space";
    case Code::Corrupt:
      return "corrupt";
    case Code::Unsupported:
      return "unsupported";
    case Code::TooLarge:
      return "too-large";
    case Code::InvalidArgument:
      return "invalid-argument";
    case Code::Busy:
      return "busy";
    case Code::NewerVersion:
      return "newer-version";
    case Code::ModelMissing:
      return "model-missing";
    case Code::Cancelled:
      return "cancelled";
    case Code::TimedOut:
      return "timed-out";
    case Code::Crashed:
      return "crashed";
    case Code::OutOfMemory:
      return "out-of-memory";
    case Code::Network:
      return "network";
    case Code::ManyMissing:
      return "many-missing";
    case Code::Internal:
      return "internal";
  }
  return "internal";
}

Code codeOfErrno(int errnoValue) {
  switch (errnoValue) {
    case ENOENT:
    case ENOTDIR:
      return Code::NotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return Code::Permission;
    case ENOSPC:
    case EDQUOT:
      return Code::NoSpace;
    case ENOMEM:
      return Code::OutOfMemory;
    case EINVAL:
    case ENAMETOOLONG:
    case ELOOP:
      return Code::InvalidArgument;
    case EBUSY:
    case EAGAIN:
      return Code::Busy;
    default:
      return Code::Io;
  }
}

}  // namespace calotype
