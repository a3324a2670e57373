// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/runtime.h"

#include <malloc.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <thread>

namespace calotype::model {

Error torchError(const std::string& text) {
  const auto has = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  if (has("out of memory") || has("can't allocate memory") || has("not enough memory"))
    return {Code::OutOfMemory,
            "The model does not fit into memory. Close other programs, or choose a "
            "smaller model."};
  const auto line = text.substr(0, text.find('\n'));
  return {Code::Internal, "The model could not be run: LibTorch says \"" + line + "\"."};
}

Result<torch::Device> chooseDevice(Device asked) {
  const bool cuda = asked != Device::Cpu && torch::cuda::is_available();
  if (asked == Device::Cuda && !cuda)
    return fail(Code::Unsupported,
                "The model cannot run on CUDA: the LibTorch at hand (" TORCH_VERSION
                ") finds no such device. Use --device cpu or auto.");
  return torch::Device(cuda ? torch::kCUDA : torch::kCPU);
}

int threadsFor(int asked) {
  return asked > 0 ? asked : std::max(1, int(std::thread::hardware_concurrency()));
}

void setThreadsOnce(int asked) {
  static const bool done = [asked] {
    at::set_num_threads(threadsFor(asked));
    return true;
  }();
  static_cast<void>(done);
}

void keepMemory() {
  ::mallopt(M_MMAP_THRESHOLD, std::numeric_limits<int>::max());
  ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  ::mallopt(M_TOP_PAD, 256 << 20);
}

}  // namespace calotype::model
