// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/util/Exception.h>
#include <torch/torch.h>

#include <new>
#include <type_traits>

#include "model/base/result.h"
#include "model/encoder.h"

namespace calotype::model {

/// What LibTorch says, in words for people.
Error torchError(const std::string& text);

/// Runs what may throw and gives its Result, or the exception as an error.
template <class F>
auto guardTorch(F&& run) -> std::invoke_result_t<F> {
  try {
    return run();
  } catch (const c10::Error& error) {
    return tl::make_unexpected(torchError(error.what_without_backtrace()));
  } catch (const std::bad_alloc&) {
    return tl::make_unexpected(torchError("out of memory"));
  } catch (const std::exception& error) {
    return tl::make_unexpected(torchError(error.what()));
  }
}

/// Unsupported when CUDA was asked for and there is none.
Result<torch::Device> chooseDevice(Device asked);

/// LibTorch's pool has one size for the whole process, settled by whoever comes first. asked 0: as
/// many as there are cores.
void setThreadsOnce(int asked);
/// asked, or as many as there are cores.
int threadsFor(int asked);

/// For training: a step's large tensors come and go, and without this each is mapped, cleared page
/// by page and unmapped again.
void keepMemory();

}  // namespace calotype::model
