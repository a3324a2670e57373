// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/encoder_torch.h"

#include <algorithm>

#include "model/image/image_transform.h"
#include "model/torch/blas.h"
#include "model/torch/clip.h"
#include "model/torch/runtime.h"
#include "model/torch/weights.h"

namespace calotype::model {

namespace {

// More in one batch is hardly faster on a CPU and takes more memory.
constexpr std::size_t kImageBatch = 32, kTextBatch = 64;

class TorchEncoder final : public Encoder {
 public:
  TorchEncoder(ModelSpec spec, Clip clip, torch::Device device, DeviceInfo info)
      : spec_(std::move(spec)), clip_(std::move(clip)), device_(device), info_(std::move(info)) {
    logitScale_ = clip_->logit_scale.exp().item<float>();
    // Convolutions read the channels of a pixel together; a conversion per picture would cost more.
    if (spec_.vision.kind == VisionSpec::Kind::ResNet) format_ = at::MemoryFormat::ChannelsLast;
    for (auto& parameter : clip_->visual->parameters())
      if (parameter.dim() == 4) parameter.set_data(parameter.data().contiguous(format_));
  }

  Result<Embeddings> images(std::span<const Rgb8> crops) override {
    const int size = spec_.transform.size;
    for (const auto& crop : crops)
      if (crop.width != size || crop.height != size)
        return fail(Code::InvalidArgument,
                    "A picture for the model has " + std::to_string(crop.width) + " x " +
                        std::to_string(crop.height) + " pixels instead of " + std::to_string(size) +
                        " x " + std::to_string(size) + ".");
    Embeddings all{std::size_t(spec_.dims), {}};
    for (std::size_t first = 0; first < crops.size(); first += kImageBatch) {
      const auto batch = crops.subspan(first, std::min(kImageBatch, crops.size() - first));
      CALOTYPE_CHECK(appendImages(normalise(batch, spec_.transform), batch.size(), all));
    }
    return all;
  }

  Result<Embeddings> imagesFromPixels(std::span<const float> pixels, std::size_t count) override {
    const auto side = std::size_t(spec_.transform.size), one = 3 * side * side;
    if (pixels.size() != count * one)
      return fail(Code::InvalidArgument,
                  "Pixel values for the model are " + std::to_string(pixels.size()) + " numbers; " +
                      std::to_string(count) + " pictures of " + std::to_string(side) + " x " +
                      std::to_string(side) + " have " + std::to_string(count * one) + ".");
    Embeddings all{std::size_t(spec_.dims), {}};
    for (std::size_t first = 0; first < count; first += kImageBatch) {
      const auto batch = std::min(kImageBatch, count - first);
      CALOTYPE_CHECK(appendImages(pixels.subspan(first * one, batch * one), batch, all));
    }
    return all;
  }

  Result<Embeddings> texts(std::span<const Tokens> texts) override {
    for (const auto& text : texts) CALOTYPE_CHECK(check(text));
    Embeddings all{std::size_t(spec_.dims), {}};
    for (std::size_t first = 0; first < texts.size(); first += kTextBatch)
      CALOTYPE_CHECK(
          appendTexts(texts.subspan(first, std::min(kTextBatch, texts.size() - first)), all));
    return all;
  }

  const ModelSpec& spec() const override { return spec_; }
  DeviceInfo device() const override { return info_; }
  float logitScale() const override { return logitScale_; }

 private:
  Status check(const Tokens& text) const {
    const auto known = [this](std::int64_t id) { return id >= 0 && id < spec_.text.vocabulary; };
    if (text.end < text.ids.size() && text.end < std::size_t(spec_.text.context) &&
        std::ranges::all_of(text.ids, known))
      return {};
    return fail(Code::InvalidArgument,
                "A text's tokens do not belong to the model " + spec_.name +
                    ": it was cut into words by another model's vocabulary.");
  }

  /// pixels: [count, 3, size, size].
  Status appendImages(std::span<const float> pixels, std::size_t count, Embeddings& all) {
    return guardTorch([&]() -> Status {
      const c10::InferenceMode inference;
      const auto size = spec_.transform.size;
      const auto values =
          torch::from_blob(const_cast<float*>(pixels.data()), {std::int64_t(count), 3, size, size});
      append(clip_->images(values.to(device_).contiguous(format_)), all);
      return {};
    });
  }

  /// Only as far as the batch's longest text: what stands behind its end changes nothing.
  Status appendTexts(std::span<const Tokens> batch, Embeddings& all) {
    return guardTorch([&]() -> Status {
      const c10::InferenceMode inference;
      const auto rows = std::int64_t(batch.size());
      const auto length = std::int64_t(std::ranges::max(batch, {}, &Tokens::end).end) + 1;
      const auto ids = torch::zeros({rows, length}, torch::kLong);
      const auto ends = torch::zeros({rows}, torch::kLong);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        std::copy_n(batch[i].ids.begin(), batch[i].end + 1,
                    ids.data_ptr<std::int64_t>() + std::int64_t(i) * length);
        ends.data_ptr<std::int64_t>()[i] = std::int64_t(batch[i].end);
      }
      append(clip_->texts(ids.to(device_), ends.to(device_)), all);
      return {};
    });
  }

  static void append(const torch::Tensor& rows, Embeddings& all) {
    const auto values = rows.to(torch::kCPU).contiguous();
    const auto* data = values.data_ptr<float>();
    all.rows.insert(all.rows.end(), data, data + values.numel());
  }

  ModelSpec spec_;
  Clip clip_;
  torch::Device device_;
  DeviceInfo info_;
  at::MemoryFormat format_ = at::MemoryFormat::Contiguous;
  float logitScale_ = 1;
};

DeviceInfo describe(const torch::Device& device) {
  if (device.is_cuda())
    return {
        Device::Cuda, "CUDA (device 1 of " + std::to_string(torch::cuda::device_count()) + ")", {}};
  const int threads = at::get_num_threads();
  return {Device::Cpu,
          "CPU (" + std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") +
              blasName() + ")",
          blasWarning(blasGigaflops())};
}

}  // namespace

Result<std::unique_ptr<Encoder>> openTorchEncoder(const PluginRequest& request) {
  return guardTorch([&]() -> Result<std::unique_ptr<Encoder>> {
    CALOTYPE_TRY(const auto device, chooseDevice(request.options.device));
    setThreadsOnce(request.options.threads);
    // Float32 means float32: no rounding of convolutions' inputs to TF32 on a GPU.
    at::globalContext().setAllowTF32CuDNN(false);

    const auto& spec = request.model.spec;
    CALOTYPE_TRY(const auto source, WeightSource::open(spec));
    Clip clip(spec);
    CALOTYPE_CHECK(fill(clip, source));
    clip->eval();
    clip->to(device);
    auto info = describe(device);
    request.log.info("encoder ready on {}", info.description);
    if (!info.warning.empty()) request.log.warn("{}", info.warning);
    return std::make_unique<TorchEncoder>(spec, std::move(clip), device, std::move(info));
  });
}

}  // namespace calotype::model
