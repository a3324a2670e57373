// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/onednn/linear.h"

#include <algorithm>
#include <utility>

#include "model/torch/onednn/int8_linear.h"
#include "model/torch/onednn/lane.h"
#include "model/torch/onednn/preparations.h"

namespace calotype::model::onednn {

namespace {

using dnnl::memory;
using Kind = memory::data_type;

constexpr float kQuickGelu = 1.702f;
constexpr std::int64_t kUsualRows = 800;  // the layout is chosen for: 16 pictures of ViT-B/32

dnnl::post_ops after(std::optional<Activation> activation, bool adds) {
  dnnl::post_ops ops;
  if (activation == Activation::Gelu)
    ops.append_eltwise(1, dnnl::algorithm::eltwise_gelu_erf, 0, 0);
  if (activation == Activation::QuickGelu)
    ops.append_eltwise(1, dnnl::algorithm::eltwise_swish, kQuickGelu, 0);
  if (activation == Activation::GeluTanh)
    ops.append_eltwise(1, dnnl::algorithm::eltwise_gelu_tanh, 0, 0);
  if (adds) ops.append_sum(1);
  return ops;
}

/// The number of rows, and whether they are added to what is there.
using Size = std::pair<std::int64_t, bool>;

class Linear final : public PackedLinear {
 public:
  Linear(const torch::Tensor& weight, const torch::Tensor& bias,
         std::optional<Activation> activation, Precision precision)
      : inputs_(weight.size(1)),
        outputs_(weight.size(0)),
        activation_(activation),
        kind_(precision == Precision::Bf16 ? Kind::bf16 : Kind::f32),
        weight_({{inputs_, outputs_}, kind_, memory::format_tag::any}),
        bias_({{1, outputs_}, Kind::f32, memory::format_tag::ab}, engine()) {
    const auto usual = describe(kUsualRows, false);
    weight_ = usual.weights_desc();
    packed_ = memory(weight_, engine());
    const auto values = weight.to(torch::kFloat).contiguous();
    const memory plain({{inputs_, outputs_}, Kind::f32, memory::format_tag::ba}, engine(),
                       values.data_ptr<float>());
    dnnl::reorder(plain, packed_).execute(stream(), const_cast<memory&>(plain), packed_);
    stream().wait();
    const auto offsets = bias.to(torch::kFloat).contiguous();
    std::copy_n(offsets.data_ptr<float>(), outputs_, static_cast<float*>(bias_.get_data_handle()));
  }

  torch::Tensor run(const torch::Tensor& x) const override {
    auto sizes = x.sizes().vec();
    sizes.back() = outputs_;
    auto y = torch::empty(sizes, x.options());
    multiply(x, y, false);
    return y;
  }

  void add(const torch::Tensor& x, const torch::Tensor& to) const override {
    multiply(x, to, true);
  }

 private:
  dnnl::matmul::primitive_desc describe(std::int64_t rows, bool adds) const {
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    attributes.set_post_ops(after(activation_, adds));
    const dnnl::matmul::desc product({{rows, inputs_}, kind_, memory::format_tag::ab}, weight_,
                                     {{1, outputs_}, Kind::f32, memory::format_tag::ab},
                                     {{rows, outputs_}, Kind::f32, memory::format_tag::ab});
    return {product, attributes, engine()};
  }

  void multiply(const torch::Tensor& x, const torch::Tensor& y, bool adds) const {
    const auto rows = x.numel() / inputs_;
    if (rows == 0) return;
    const auto product = products_.get(
        {rows, adds}, [this](const Size& size) { return describe(size.first, size.second); });
    const auto& description = product->description;
    const memory values = inKind(x.data_ptr<float>(), description.src_desc());
    const memory out(description.dst_desc(), engine(), y.data_ptr<float>());
    const auto room = description.scratchpad_desc();
    const memory scratchpad(room, engine(), scratch(Slot::Primitive, room.get_size()));
    product->primitive.execute(stream(), {{DNNL_ARG_SRC, values},
                                          {DNNL_ARG_WEIGHTS, packed_},
                                          {DNNL_ARG_BIAS, bias_},
                                          {DNNL_ARG_DST, out},
                                          {DNNL_ARG_SCRATCHPAD, scratchpad}});
    stream().wait();
  }

  std::int64_t inputs_, outputs_;
  std::optional<Activation> activation_;
  Kind kind_;
  memory::desc weight_;
  memory packed_, bias_;
  mutable Preparations<Size, dnnl::matmul> products_;
};

}  // namespace

std::unique_ptr<PackedLinear> packLinear(const torch::Tensor& weight, const torch::Tensor& bias,
                                         std::optional<Activation> activation,
                                         Precision precision) {
  if (precision == Precision::Int8) return packInt8Linear(weight, bias, activation);
  return std::make_unique<Linear>(weight, bias, activation, precision);
}

}  // namespace calotype::model::onednn
