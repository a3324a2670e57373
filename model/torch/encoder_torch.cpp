// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/encoder_torch.h"

#include <algorithm>

#include "model/files/precision_record.h"
#include "model/image/image_transform.h"
#include "model/torch/onednn/processor.h"
#include "model/torch/runtime.h"
#include "model/torch/towers.h"
#include "model/torch/workers.h"

namespace calotype::model {

namespace {

// More in one piece is hardly faster on a CPU and takes more memory.
constexpr std::size_t kImagePiece = 16, kCudaImagePiece = 64, kTextPiece = 32;

class TorchEncoder final : public Encoder {
 public:
  TorchEncoder(Towers towers, torch::Device device, int threads, DeviceInfo info)
      : towers_(std::move(towers)), device_(device), info_(std::move(info)), workers_(threads) {
    // Convolutions read the channels of a pixel together; a conversion per picture would cost more.
    if (spec().vision.kind == VisionSpec::Kind::ResNet) format_ = at::MemoryFormat::ChannelsLast;
  }

  Result<Embeddings> images(std::span<const Rgb8> crops) override {
    const int size = spec().transform.size;
    for (const auto& crop : crops)
      if (crop.width != size || crop.height != size)
        return fail(Code::InvalidArgument,
                    "A picture for the model has " + std::to_string(crop.width) + " x " +
                        std::to_string(crop.height) + " pixels instead of " + std::to_string(size) +
                        " x " + std::to_string(size) + ".");
    CALOTYPE_CHECK(needed(&Towers::needImages));
    return inPieces(crops.size(), imagePiece(), [&](std::size_t first, std::size_t count) {
      const auto piece = crops.subspan(first, count);
      return imageRows(normalise(piece, spec().transform), count);
    });
  }

  Result<Embeddings> imagesFromPixels(std::span<const float> pixels, std::size_t count) override {
    const auto side = std::size_t(spec().transform.size), one = 3 * side * side;
    if (pixels.size() != count * one)
      return fail(Code::InvalidArgument,
                  "Pixel values for the model are " + std::to_string(pixels.size()) + " numbers; " +
                      std::to_string(count) + " pictures of " + std::to_string(side) + " x " +
                      std::to_string(side) + " have " + std::to_string(count * one) + ".");
    CALOTYPE_CHECK(needed(&Towers::needImages));
    return inPieces(count, imagePiece(), [&](std::size_t first, std::size_t some) {
      return imageRows(pixels.subspan(first * one, some * one), some);
    });
  }

  Result<Embeddings> texts(std::span<const Tokens> texts) override {
    for (const auto& text : texts) CALOTYPE_CHECK(check(text));
    CALOTYPE_CHECK(needed(&Towers::needTexts));
    return inPieces(texts.size(), kTextPiece, [&](std::size_t first, std::size_t count) {
      return textRows(texts.subspan(first, count));
    });
  }

  const ModelSpec& spec() const override { return towers_.spec(); }
  DeviceInfo device() const override { return info_; }
  float logitScale() const override { return towers_.logitScale(); }
  Status prepareTexts() override { return needed(&Towers::needTexts); }
  void rest() override { towers_.rest(); }

 private:
  /// A tower that cannot be read, or does not fit into memory, is no fault of a photo or a text.
  Status needed(Status (Towers::*tower)()) {
    const auto ready = guardTorch([&] { return (towers_.*tower)(); });
    return ready ? ready : fail(Code::ModelMissing, ready.error().message);
  }

  Status check(const Tokens& text) const {
    const auto known = [this](std::int64_t id) { return id >= 0 && id < spec().text.vocabulary; };
    if (text.end < text.ids.size() && text.end < std::size_t(spec().text.context) &&
        std::ranges::all_of(text.ids, known))
      return {};
    return fail(Code::InvalidArgument,
                "A text's tokens do not belong to the model " + spec().name +
                    ": it was cut into words by another model's vocabulary.");
  }

  std::size_t imagePiece() const { return device_.is_cuda() ? kCudaImagePiece : kImagePiece; }

  /// rows(first, count) for pieces of at most `most`, one after the other in the answer. On a CPU
  /// each worker takes some of them.
  template <class Rows>
  Result<Embeddings> inPieces(std::size_t count, std::size_t most, const Rows& rows) {
    const auto dims = std::size_t(spec().dims);
    Embeddings all{dims, std::vector<float>(count * dims)};
    const auto share = (count + std::size_t(workers_.count()) - 1) / std::size_t(workers_.count());
    const auto size = std::max<std::size_t>(1, std::min(most, share));
    std::vector<Status> done((count + size - 1) / size);
    workers_.run(done.size(), [&](std::size_t piece) {
      done[piece] = guardTorch([&]() -> Status {
        const c10::InferenceMode inference;
        const auto first = piece * size;
        const auto values =
            rows(first, std::min(size, count - first)).to(torch::kCPU, torch::kFloat).contiguous();
        std::copy_n(values.template data_ptr<float>(), values.numel(),
                    all.rows.data() + first * dims);
        return {};
      });
    });
    for (const auto& status : done) CALOTYPE_CHECK(status);
    return all;
  }

  /// pixels: [count, 3, size, size]. Gives [count, dims].
  torch::Tensor imageRows(std::span<const float> pixels, std::size_t count) {
    const auto size = spec().transform.size;
    const auto values =
        torch::from_blob(const_cast<float*>(pixels.data()), {std::int64_t(count), 3, size, size});
    return towers_.clip().images(values.to(device_, towers_.inputs()).contiguous(format_));
  }

  /// Only as far as the longest text: what stands behind its end changes nothing. [count, dims].
  torch::Tensor textRows(std::span<const Tokens> texts) {
    const auto rows = std::int64_t(texts.size());
    const auto length = std::int64_t(std::ranges::max(texts, {}, &Tokens::end).end) + 1;
    const auto ids = torch::zeros({rows, length}, torch::kLong);
    const auto ends = torch::zeros({rows}, torch::kLong);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::copy_n(texts[i].ids.begin(), texts[i].end + 1,
                  ids.data_ptr<std::int64_t>() + std::int64_t(i) * length);
      ends.data_ptr<std::int64_t>()[i] = std::int64_t(texts[i].end);
    }
    return towers_.clip().texts(ids.to(device_), ends.to(device_));
  }

  Towers towers_;
  torch::Device device_;
  DeviceInfo info_;
  at::MemoryFormat format_ = at::MemoryFormat::Contiguous;
  Workers workers_;
};

DeviceInfo describe(const torch::Device& device, Precision precision, int threads) {
  DeviceInfo info;
  info.arithmetic = onednn::arithmetic(precision);
  if (device.is_cuda()) {
    info.device = Device::Cuda;
    info.description = "CUDA (device 1 of " + std::to_string(torch::cuda::device_count()) + ")";
    return info;
  }
  info.description = "CPU (" + std::to_string(threads) +
                     (threads == 1 ? " thread, " : " threads, ") + std::string(nameOf(precision)) +
                     " by " + onednn::instructionSet() + ")";
  if (onednn::isSlow())
    info.warning =
        "This processor has no AVX2, so photos are understood several times slower than "
        "on younger ones. Choose a small model, such as the starter.";
  return info;
}

struct Choice {
  Precision precision = Precision::Float32;
  std::optional<Precision> unchecked = std::nullopt;
};

/// The fastest arithmetic in which a check has shown that the model keeps its quality.
Choice fastestKept(const InstalledModel& model, spdlog::logger& log) {
  auto checks = readPrecisionRecord(model.spec.folder, model.weightsHash);
  if (!checks) {
    log.warn("{} (it is made again)", checks.error().message);
    checks = std::vector<PrecisionCheck>();
  }
  for (const auto precision : onednn::faster()) {
    const auto check =
        std::ranges::find(*checks, onednn::arithmetic(precision), &PrecisionCheck::arithmetic);
    if (check == checks->end()) return {Precision::Float32, precision};
    if (keepsQuality(check->agreement)) return {precision};
  }
  return {};
}

/// What was asked for, if this device can do it.
Result<Choice> choosePrecision(Precision asked, const torch::Device& device,
                               const PluginRequest& request) {
  if (asked == Precision::Automatic && device.is_cpu())
    return fastestKept(request.model, request.log);
  if (asked == Precision::Automatic || asked == Precision::Float32) return Choice{};
  if (device.is_cuda() && asked == Precision::Int8)
    return fail(
        Code::Unsupported,
        "On CUDA the model does not run in int8. Use --precision auto, fp32, bf16 or fp16.");
  if (device.is_cpu() && !onednn::supports(asked))
    return fail(Code::Unsupported, std::string("This processor (") + onednn::instructionSet() +
                                       ") cannot multiply in " + std::string(nameOf(asked)) +
                                       ". Use --precision auto, fp32 or int8.");
  return Choice{asked};
}

}  // namespace

std::unique_ptr<Encoder> makeTorchEncoder(const ModelSpec& spec, Clip clip, torch::Device device,
                                          Precision precision, int threads) {
  return std::make_unique<TorchEncoder>(Towers(spec, std::move(clip), device, precision), device,
                                        device.is_cpu() ? threads : 1,
                                        describe(device, precision, threads));
}

Result<std::unique_ptr<Encoder>> openTorchEncoder(const PluginRequest& request) {
  return guardTorch([&]() -> Result<std::unique_ptr<Encoder>> {
    const auto& options = request.options;
    CALOTYPE_TRY(const auto device, chooseDevice(options.device));
    CALOTYPE_TRY(const auto choice, choosePrecision(options.precision, device, request));
    setThreadsOnce(options.threads);
    // Float32 means float32: no rounding of convolutions' inputs to TF32 on a GPU.
    at::globalContext().setAllowTF32CuDNN(false);

    CALOTYPE_TRY(auto towers, Towers::open(request.model.spec, device, choice.precision,
                                           request.model.knownSound));
    const int threads = threadsFor(options.threads);
    auto info = describe(device, choice.precision, threads);
    info.unchecked = choice.unchecked;
    request.log.info("encoder ready on {}", info.description);
    if (!info.warning.empty()) request.log.warn("{}", info.warning);
    return std::make_unique<TorchEncoder>(std::move(towers), device, device.is_cpu() ? threads : 1,
                                          std::move(info));
  });
}

}  // namespace calotype::model
