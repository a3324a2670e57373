// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/onednn/int8_linear.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "model/torch/onednn/int8_kernel.h"
#include "model/torch/onednn/lane.h"
#include "model/torch/onednn/preparations.h"
#include "model/torch/onednn/processor.h"

namespace calotype::model::onednn {

namespace {

using dnnl::memory;
using Kind = memory::data_type;

constexpr int kSevenBits = 64, kEightBits = 127;
constexpr std::int64_t kUsualRows = 256;
constexpr std::int64_t kSumBytes = 2 << 20;  // of a piece's sums, so that they stay in the cache

Step stepOf(std::optional<Activation> activation) {
  if (!activation) return Step::None;
  switch (*activation) {
    case Activation::Gelu:
      return Step::Gelu;
    case Activation::QuickGelu:
      return Step::QuickGelu;
    case Activation::GeluTanh:
      return Step::GeluTanh;
  }
  return Step::None;
}

class Int8Linear final : public PackedLinear {
 public:
  Int8Linear(const torch::Tensor& weight, const torch::Tensor& bias,
             std::optional<Activation> activation)
      : inputs_(weight.size(1)),
        outputs_(weight.size(0)),
        step_(stepOf(activation)),
        piece_(
            std::max<std::int64_t>(1, kSumBytes / (outputs_ * std::int64_t(sizeof(std::int32_t))))),
        weight_({{inputs_, outputs_}, Kind::s8, memory::format_tag::any}) {
    weight_ = describe(kUsualRows).weights_desc();
    packed_ = memory(weight_, engine());
    pack(weight.to(torch::kFloat).contiguous());
    const auto offsets = bias.to(torch::kFloat).contiguous();
    offsets_.assign(offsets.data_ptr<float>(), offsets.data_ptr<float>() + outputs_);
  }

  torch::Tensor run(const torch::Tensor& x) const override {
    auto sizes = x.sizes().vec();
    sizes.back() = outputs_;
    auto y = torch::empty(sizes, x.options());
    multiply(x, y, step_);
    return y;
  }

  void add(const torch::Tensor& x, const torch::Tensor& to) const override {
    multiply(x, to, Step::Add);
  }

 private:
  dnnl::matmul::primitive_desc describe(std::int64_t rows) const {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const dnnl::matmul::desc product({{rows, inputs_}, Kind::u8, memory::format_tag::ab}, weight_,
                                     {{rows, outputs_}, Kind::s32, memory::format_tag::ab});
    return {product, attributes, engine()};
  }

  void pack(const torch::Tensor& weight) {
    const int most = pairsSaturate() ? kSevenBits : kEightBits;
    const auto* const values = weight.data_ptr<float>();
    std::vector<std::int8_t> bytes(std::size_t(inputs_ * outputs_));
    for (std::int64_t i = 0; i < outputs_; ++i) {
      const auto* const row = values + i * inputs_;
      const float largest = largestOf(row, inputs_);
      const float factor = largest > 0 ? float(most) / largest : 0;
      const auto sum = quantiseWeights(row, inputs_, factor, bytes.data() + i * inputs_);
      scales_.push_back(largest / float(most));
      shifts_.push_back(kZero * sum);
    }
    memory plain({{inputs_, outputs_}, Kind::s8, memory::format_tag::ba}, engine(), bytes.data());
    dnnl::reorder(plain, packed_).execute(stream(), plain, packed_);
    stream().wait();
  }

  void multiply(const torch::Tensor& x, const torch::Tensor& y, Step step) const {
    const auto rows = x.numel() / inputs_;
    const Finish finish{shifts_.data(), scales_.data(), offsets_.data(), outputs_, step};
    for (std::int64_t first = 0; first < rows; first += piece_)
      multiplyPiece(x.data_ptr<float>() + first * inputs_, std::min(piece_, rows - first), finish,
                    y.data_ptr<float>() + first * outputs_);
  }

  void multiplyPiece(const float* x, std::int64_t rows, const Finish& finish, float* y) const {
    const auto product =
        products_.get(rows, [this](std::int64_t count) { return describe(count); });
    const auto& description = product->description;
    const auto sumBytes = std::size_t(rows * outputs_) * sizeof(std::int32_t);
    const auto byteCount = std::size_t(rows * inputs_);
    auto* const sums = static_cast<std::int32_t*>(
        scratch(Slot::Layer, sumBytes + byteCount + std::size_t(rows) * sizeof(float)));
    auto* const scales = reinterpret_cast<float*>(sums + rows * outputs_);
    auto* const bytes = reinterpret_cast<std::uint8_t*>(scales + rows);
    for (std::int64_t i = 0; i < rows; ++i)
      scales[i] = quantiseRow(x + i * inputs_, inputs_, bytes + i * inputs_);

    const auto room = description.scratchpad_desc();
    product->primitive.execute(
        stream(),
        {{DNNL_ARG_SRC, memory(description.src_desc(), engine(), bytes)},
         {DNNL_ARG_WEIGHTS, packed_},
         {DNNL_ARG_DST, memory(description.dst_desc(), engine(), sums)},
         {DNNL_ARG_SCRATCHPAD, memory(room, engine(), scratch(Slot::Primitive, room.get_size()))}});
    stream().wait();
    for (std::int64_t i = 0; i < rows; ++i)
      finishRow(finish, sums + i * outputs_, scales[i], y + i * outputs_);
  }

  std::int64_t inputs_, outputs_;
  Step step_;
  std::int64_t piece_;  // rows at once
  memory::desc weight_;
  memory packed_;
  std::vector<float> scales_, offsets_;
  std::vector<std::int32_t> shifts_;
  mutable Preparations<std::int64_t, dnnl::matmul> products_;
};

}  // namespace

std::unique_ptr<PackedLinear> packInt8Linear(const torch::Tensor& weight, const torch::Tensor& bias,
                                             std::optional<Activation> activation) {
  return std::make_unique<Int8Linear>(weight, bias, activation);
}

}  // namespace calotype::model::onednn
