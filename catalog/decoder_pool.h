// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "catalog/decode/request.h"
#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

struct DecoderPoolOptions {
  fs::path program;            // calotype-decoder
  int processes = 0;           // 0: cores - 1, at least 1
  int secondsPerPhoto = 20;    // wall clock; then the process is ended and the photo is TimedOut
  int photosPerProcess = 500;  // then it is replaced by a fresh one
};

/// The only way to a photo's pixels and metadata: separate processes that get an open read-only
/// descriptor and hand back raw pixels in shared memory. A process that dies takes one photo with
/// it.
class DecoderPool {
 public:
  /// Processes start at first use.
  explicit DecoderPool(DecoderPoolOptions options);
  ~DecoderPool();  // ends the processes
  DecoderPool(const DecoderPool&) = delete;
  DecoderPool& operator=(const DecoderPool&) = delete;

  /// Blocks until done; any thread, and as many at once as there are processes (further calls wait,
  /// urgent ones first). Errors: Unsupported (no picture we know), Corrupt, TooLarge, Crashed,
  /// TimedOut, Cancelled. A crash or time-out is tried once more in a fresh process (R18).
  Result<Decoded> decode(int descriptor, const DecodeRequest& request, std::stop_token stop = {},
                         bool urgent = false);

  int processes() const;
  /// Of the decoder and its libraries; starts it once more to ask. The errors of starting it.
  Result<std::string> version() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace calotype::catalog
