// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/image.h"
#include "model/base/result.h"
#include "model/files/model_store.h"
#include "model/precision.h"
#include "model/text/tokenizer.h"

namespace calotype::model {

/// Raw projections into the shared space: [count, dims], row-major, not of unit length.
struct Embeddings {
  std::size_t dims = 0;
  std::vector<float> rows;

  std::size_t count() const { return dims == 0 ? 0 : rows.size() / dims; }
  std::span<const float> row(std::size_t i) const { return {rows.data() + i * dims, dims}; }
};

enum class Device { Automatic, Cpu, Cuda };

/// What the encoder runs on, for people: "CPU (2 threads, fp32 by AVX2)", "NVIDIA … (CUDA)".
struct DeviceInfo {
  Device device = Device::Cpu;
  std::string description;
  std::string warning;  // empty, or why it is slower than it could be and what to do
  /// "fp32", "bf16", "int8 with 7-bit weights": equal ones give equal vectors on all processors,
  /// but for the order of sums.
  std::string arithmetic;
  /// With Precision::Automatic: a faster one, in which nobody has checked this model yet.
  std::optional<Precision> unchecked;
};

struct EncoderOptions {
  Device device = Device::Automatic;
  /// Automatic: the fastest on this processor that is known to keep this model's quality, by the
  /// checks that lie in the model's folder (precision_record.h).
  Precision precision = Precision::Automatic;
  int threads = 0;  // of the CPU; 0: as many as there are cores
};

/// The two towers of one model. One thread only: the one that opened it. No LibTorch type in sight.
/// ModelMissing, from any call: its weights cannot be read any more, or do not fit into memory.
class Encoder {
 public:
  virtual ~Encoder() = default;

  /// crops: pictures of spec().transform.size squared.
  virtual Result<Embeddings> images(std::span<const Rgb8> crops) = 0;
  /// pixels: already normalised, [n, 3, size, size] row-major (parity tests and `embed`).
  virtual Result<Embeddings> imagesFromPixels(std::span<const float> pixels, std::size_t count) = 0;
  virtual Result<Embeddings> texts(std::span<const Tokens> texts) = 0;

  virtual const ModelSpec& spec() const = 0;
  virtual DeviceInfo device() const = 0;
  /// exp(logit_scale): what the cosine is multiplied with.
  virtual float logitScale() const = 0;

  /// Reads what texts need, so that the next ones do not wait for it; cheap when it is there.
  virtual Status prepareTexts() { return {}; }

  /// Gives memory back that comes again by itself when the encoder is next asked.
  virtual void rest() {}
};

using EncoderFactory =
    std::function<Result<std::unique_ptr<Encoder>>(const InstalledModel&, const EncoderOptions&)>;

/// Sets, unless the user has, what LibTorch's libraries read from the environment when they are
/// loaded: OPENBLAS_CORETYPE for this processor, since OpenBLAS 0.3.21 takes processors younger
/// than itself for very old ones, and is then up to four times slower; GOMP_SPINCOUNT, so that a
/// thread that waits for another soon sleeps: beside other programs spinning made training three
/// times slower, and alone a shorter spin costs nothing. openEncoder does it too, but changing the
/// environment is only safe while there is one thread, so programs call it first thing in main.
void prepareLibTorch();

/// Opens the LibTorch plug-in (dlopen, never closed) and the model in it. Takes up to a second the
/// first time: call it on the thread that will encode. ModelMissing when the plug-in is not there.
Result<std::unique_ptr<Encoder>> openEncoder(const InstalledModel& model,
                                             const EncoderOptions& options);

}  // namespace calotype::model
