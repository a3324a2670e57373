// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/onednn/convolution.h"

#include <algorithm>
#include <compare>
#include <mutex>
#include <vector>

#include "model/torch/onednn/lane.h"
#include "model/torch/onednn/preparations.h"

namespace calotype::model::onednn {

namespace {

using dnnl::memory;
using Kind = memory::data_type;
using Tag = memory::format_tag;

enum class Ending { None, Rectified, RectifiedSum };

/// One size of the batch and of the picture.
struct Size {
  std::int64_t count, height, width;
  Ending ending;
  friend auto operator<=>(const Size&, const Size&) = default;
};

class Convolution final : public PackedConvolution {
 public:
  Convolution(const ConvolutionImpl& convolution, const BatchNormImpl& norm, Precision precision)
      : outputs_(convolution.weight.size(0)),
        inputs_(convolution.weight.size(1)),
        kernel_(convolution.weight.size(2)),
        stride_(convolution.stride),
        padding_(convolution.padding),
        kind_(precision == Precision::Bf16 ? Kind::bf16 : Kind::f32),
        bias_({{outputs_}, Kind::f32, Tag::x}, engine()),
        layouts_{memory({{outputs_, inputs_, kernel_, kernel_}, Kind::f32, Tag::oihw}, engine())} {
    const auto factor = norm.weight / (norm.running_var + BatchNormImpl::kEpsilon).sqrt();
    const auto weight =
        (convolution.weight * factor.view({-1, 1, 1, 1})).contiguous(at::MemoryFormat::Contiguous);
    std::copy_n(weight.data_ptr<float>(), weight.numel(),
                static_cast<float*>(layouts_.front().get_data_handle()));
    const auto offsets = (norm.bias - norm.running_mean * factor).contiguous();
    std::copy_n(offsets.data_ptr<float>(), outputs_, static_cast<float*>(bias_.get_data_handle()));
  }

  torch::Tensor run(const torch::Tensor& x) const override { return made(x, Ending::Rectified); }
  torch::Tensor linear(const torch::Tensor& x) const override { return made(x, Ending::None); }
  void add(const torch::Tensor& x, const torch::Tensor& to) const override {
    apply(x, to, Ending::RectifiedSum);
  }

 private:
  std::int64_t side(std::int64_t length) const {
    return (length + 2 * padding_ - kernel_) / stride_ + 1;
  }

  torch::Tensor made(const torch::Tensor& x, Ending ending) const {
    auto y = torch::empty({x.size(0), outputs_, side(x.size(2)), side(x.size(3))}, x.options(),
                          at::MemoryFormat::ChannelsLast);
    apply(x, y, ending);
    return y;
  }

  dnnl::convolution_forward::primitive_desc describe(const Size& size) const {
    dnnl::post_ops ops;
    if (size.ending == Ending::RectifiedSum) ops.append_sum(1);
    if (size.ending != Ending::None) ops.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    attributes.set_post_ops(ops);
    const dnnl::convolution_forward::desc description(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_auto,
        {{size.count, inputs_, size.height, size.width}, kind_, Tag::nhwc},
        {{outputs_, inputs_, kernel_, kernel_}, kind_, Tag::any}, {{outputs_}, Kind::f32, Tag::x},
        {{size.count, outputs_, side(size.height), side(size.width)}, Kind::f32, Tag::nhwc},
        {stride_, stride_}, {padding_, padding_}, {padding_, padding_});
    return {description, attributes, engine()};
  }

  /// The weights as this product wants them: the same for nearly all sizes, so kept. The first
  /// takes the place of the plain ones.
  memory weightsFor(const memory::desc& wanted) const {
    const std::lock_guard lock(mutex_);
    for (const auto& layout : layouts_)
      if (layout.get_desc() == wanted) return layout;
    memory packed(wanted, engine());
    auto& known = layouts_.front();
    dnnl::reorder(known, packed).execute(stream(), known, packed);
    stream().wait();
    if (!packed_)
      known = packed;
    else
      layouts_.push_back(packed);
    packed_ = true;
    return packed;
  }

  void apply(const torch::Tensor& x, const torch::Tensor& y, Ending ending) const {
    const auto ready = ready_.get(Size{x.size(0), x.size(2), x.size(3), ending},
                                  [this](const Size& size) { return describe(size); });
    const auto& description = ready->description;
    const auto values = x.contiguous(at::MemoryFormat::ChannelsLast);
    const auto room = description.scratchpad_desc();
    ready->primitive.execute(
        stream(),
        {{DNNL_ARG_SRC, inKind(values.data_ptr<float>(), description.src_desc())},
         {DNNL_ARG_WEIGHTS, weightsFor(description.weights_desc())},
         {DNNL_ARG_BIAS, bias_},
         {DNNL_ARG_DST, memory(description.dst_desc(), engine(), y.data_ptr<float>())},
         {DNNL_ARG_SCRATCHPAD, memory(room, engine(), scratch(Slot::Primitive, room.get_size()))}});
    stream().wait();
  }

  std::int64_t outputs_, inputs_, kernel_, stride_, padding_;
  Kind kind_;
  memory bias_;
  mutable std::mutex mutex_;
  mutable std::vector<memory> layouts_;  // of the weights, at least one
  mutable bool packed_ = false;          // the first is no longer the plain one
  mutable Preparations<Size, dnnl::convolution_forward> ready_;
};

}  // namespace

std::unique_ptr<PackedConvolution> packConvolution(const ConvolutionImpl& convolution,
                                                   const BatchNormImpl& norm, Precision precision) {
  return std::make_unique<Convolution>(convolution, norm, precision);
}

}  // namespace calotype::model::onednn
