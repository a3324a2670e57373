// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/blas.h"

#include <dlfcn.h>
#include <torch/torch.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

namespace calotype::model {

namespace {

// One core gave 2.6 with the reference BLAS and 40 with the slowest kernels of OpenBLAS.
constexpr double kSlowGigaflops = 8;

double threadSeconds() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

std::string fileOf(const void* function) {
  Dl_info info{};
  if (function == nullptr || ::dladdr(function, &info) == 0) return {};
  std::error_code error;
  const auto file = std::filesystem::canonical(info.dli_fname, error);
  return error ? std::string(info.dli_fname) : file.filename().string();
}

}  // namespace

std::string blasName() {
  using CoreName = char* (*)();
  const auto coreName = reinterpret_cast<CoreName>(::dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  if (coreName != nullptr) return std::string("OpenBLAS ") + coreName();
  const auto file = fileOf(::dlsym(RTLD_DEFAULT, "sgemm_"));
  return file.empty() ? "LibTorch's own BLAS" : file;
}

double blasGigaflops() {
  static constexpr std::int64_t kRows = 128, kInner = 512, kColumns = 512;
  static constexpr int kTries = 3;
  const c10::InferenceMode inference;
  const int threads = at::get_num_threads();
  at::set_num_threads(1);
  const auto a = torch::ones({kRows, kInner}), b = torch::ones({kInner, kColumns});
  double best = 1e9;
  for (int i = 0; i < kTries; ++i) {
    const double start = threadSeconds();
    const auto product = torch::matmul(a, b);
    best = std::min(best, threadSeconds() - start);
  }
  at::set_num_threads(threads);
  return 2e-9 * double(kRows * kInner * kColumns) / std::max(best, 1e-9);
}

std::string blasWarning(double gigaflops) {
  if (gigaflops >= kSlowGigaflops) return {};
  return "slow BLAS: matrix products run on " + blasName() +
         ", so photos are understood many times slower than they could be. Install the package "
         "libopenblas0-openmp and start again.";
}

}  // namespace calotype::model
