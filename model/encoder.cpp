// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/encoder.h"

#include <array>
#include <cstdlib>
#include <string>

#include "model/base/log.h"
#include "model/open_plugin.h"
#include "model/plugin.h"

namespace calotype::model {

namespace {

/// Tried in this order; all that stands behind a name is the LibTorch that it was built with.
constexpr std::array kPlugins = {"calotype-torch-cuda.so", "calotype-torch.so"};

/// The kernels of OpenBLAS that this processor and its operating system can run.
const char* openBlasKernels() {
#if defined(__x86_64__)
  __builtin_cpu_init();  // its answers take the registers that the system saves (XGETBV) into
                         // account
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

}  // namespace

void prepareLibTorch() {
  static constexpr const char* kVariable = "OPENBLAS_CORETYPE";
  const char* const kernels = openBlasKernels();
  if (kernels != nullptr) ::setenv(kVariable, kernels, /*overwrite=*/0);
  ::setenv("GOMP_SPINCOUNT", "2000", /*overwrite=*/0);  // some microseconds
}

Result<std::unique_ptr<Encoder>> openEncoder(const InstalledModel& model,
                                             const EncoderOptions& options) {
  prepareLibTorch();
  auto& log = logFor("model");
  const PluginRequest request{model, options, log};
  std::string reasons;
  for (const char* const file : kPlugins) {
    const auto open = openPlugin<OpenEncoderFunction>(file, kOpenEncoderSymbol);
    if (!open) {
      log.debug("plug-in {}: {}", file, open.error().message);
      if (file == kPlugins.back()) reasons = open.error().message;
      continue;
    }
    Result<std::unique_ptr<Encoder>> answer;
    if ((*open)(CALOTYPE_VERSION, request, answer)) return answer;
    reasons = std::string(file) + " belongs to another version of this program";
  }
  return fail(Code::ModelMissing,
              "Photos cannot be understood: the part that runs models could not be opened (" +
                  reasons + "). Install the program again, with its LibTorch plug-in.");
}

}  // namespace calotype::model
