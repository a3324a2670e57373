// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/latency.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "model/files/model_store.h"
#include "model/text/tokenizer.h"

namespace calotype::model {
namespace {

using Clock = std::chrono::steady_clock;

template <class Run>
double medianMs(Run run) {
  static constexpr int kRuns = 7;
  std::vector<double> times;
  for (int i = 0; i <= kRuns; ++i) {
    const auto begin = Clock::now();
    run();
    if (i > 0)
      times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  return times[kRuns / 2];
}

}  // namespace

Result<Latency> measureLatency(const fs::path& folder, const EncoderFactory& open,
                               const EncoderOptions& options) {
  const auto begin = Clock::now();
  CALOTYPE_TRY(const auto installed, ModelStore::open(folder));
  CALOTYPE_TRY(const auto encoder, open(installed, options));
  Latency latency;
  latency.openSeconds = std::chrono::duration<double>(Clock::now() - begin).count();
  latency.device = encoder->device().description;
  const int size = encoder->spec().transform.size;
  const std::vector<Rgb8> picture{Rgb8(size, size)};
  CALOTYPE_CHECK(encoder->images(picture).map([](auto&&) {}));
  latency.imageMs = medianMs([&] { encoder->images(picture); });
  if (const auto tokenizer = Tokenizer::open(encoder->spec())) {
    const std::vector<Tokens> text{tokenizer->encode("a photo of a dog on a beach")};
    latency.textMs = medianMs([&] { encoder->texts(text); });
  }
  return latency;
}

}  // namespace calotype::model
