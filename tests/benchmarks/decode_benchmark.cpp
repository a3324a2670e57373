// SPDX-License-Identifier: GPL-3.0-or-later
// A 12-megapixel JPEG through the function that the decoder process calls. The row "full size" is
// what the smaller decoding is measured against, in the same run.
#include <benchmark/benchmark.h>

#include "catalog/decode/metadata.h"
#include "catalog/decode/photo.h"
#include "model/image/image_transform.h"
#include "tests/support/painted_photo.h"

namespace calotype::catalog {
namespace {

const std::string& photo() {
  static const auto file = test::encodeJpeg(test::paintPhoto(1, 4000, 3000));
  return file;
}

model::TransformSpec modelInput(int size) {
  model::TransformSpec spec;
  spec.size = size;
  return spec;
}

void decode(benchmark::State& state, const DecodeRequest& request) {
  prepareMetadata();
  const auto bytes = std::as_bytes(std::span(photo()));
  for (auto _ : state) benchmark::DoNotOptimize(decodePhoto(bytes, request));
}
DecodeRequest crop(bool fullSize) {
  DecodeRequest request;
  request.crop = modelInput(112);
  request.fullSize = fullSize;
  return request;
}

DecodeRequest metadataAlone() {
  DecodeRequest request;
  request.metadata = true;
  return request;
}

DecodeRequest allOfIndexing() {
  auto request = crop(false);
  request.thumbnailEdge = 512;
  request.metadata = request.pixelHash = true;
  return request;
}

BENCHMARK_CAPTURE(decode, crop_from_full_size, crop(true))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decode, crop_as_indexed, crop(false))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decode, all_of_indexing, allOfIndexing())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(decode, metadata_alone, metadataAlone())->Unit(benchmark::kMillisecond);

void transform(benchmark::State& state) {
  const auto picture = test::paintPhoto(1, int(state.range(0)), int(state.range(0)) * 3 / 4);
  const model::ImageTransform input(modelInput(224));
  for (auto _ : state) benchmark::DoNotOptimize(input.apply(picture.view()));
}
BENCHMARK(transform)->Arg(640)->Arg(4000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace calotype::catalog

BENCHMARK_MAIN();
