// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <dnnl.hpp>
#include <memory>
#include <unordered_map>

#include "model/torch/onednn/lane.h"
#include "model/torch/workers.h"
#include "tests/benchmarks/bench/ceiling.h"

namespace calotype::bench {

namespace {

using dnnl::memory;
using model::onednn::engine;

struct Kinds {
  memory::data_type values, weights, sums;
};

Kinds kindsOf(model::Precision precision) {
  using Kind = memory::data_type;
  switch (precision) {
    case model::Precision::Bf16:
      return {Kind::bf16, Kind::bf16, Kind::bf16};
    case model::Precision::Int8:
      return {Kind::u8, Kind::s8, Kind::s32};
    default:
      return {Kind::f32, Kind::f32, Kind::f32};
  }
}

memory zeros(const memory::desc& description) {
  memory values(description, engine());
  std::memset(values.get_data_handle(), 0, description.get_size());
  return values;
}

class Product {
 public:
  Product(const Shape& shape, model::Precision precision) : times_(shape.times) {
    const auto kinds = kindsOf(precision);
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const dnnl::matmul::primitive_desc description(
        {{{shape.rows, shape.inputs}, kinds.values, memory::format_tag::ab},
         {{shape.inputs, shape.outputs}, kinds.weights, memory::format_tag::any},
         {{shape.rows, shape.outputs}, kinds.sums, memory::format_tag::ab}},
        attributes, engine());
    room_ = description.scratchpad_desc();
    product_ = dnnl::matmul(description);
    arguments_ = {{DNNL_ARG_SRC, zeros(description.src_desc())},
                  {DNNL_ARG_WEIGHTS, zeros(description.weights_desc())},
                  {DNNL_ARG_DST, zeros(description.dst_desc())}};
  }

  void run() const {
    auto arguments = arguments_;
    arguments[DNNL_ARG_SCRATCHPAD] = memory(
        room_, engine(), model::onednn::scratch(model::onednn::Slot::Primitive, room_.get_size()));
    for (int i = 0; i < times_; ++i) product_.execute(model::onednn::stream(), arguments);
    model::onednn::stream().wait();
  }

 private:
  int times_;
  memory::desc room_;
  dnnl::matmul product_;
  std::unordered_map<int, memory> arguments_;
};

}  // namespace

std::string productsBy() {
  const auto* const version = dnnl_version();
  return "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
         std::to_string(version->patch);
}

std::function<void()> onlyProducts(const std::vector<Shape>& shapes, model::Precision precision,
                                   int threads) {
  auto workers = std::make_shared<model::Workers>(threads);
  auto shares = std::make_shared<std::vector<std::vector<Product>>>(std::size_t(threads));
  for (auto& share : *shares)
    for (auto shape : shapes) {
      shape.rows = std::max<std::int64_t>(1, shape.rows / threads);
      share.emplace_back(shape, precision);
    }
  return [workers, shares] {
    workers->run(shares->size(), [&](std::size_t share) {
      for (const auto& product : (*shares)[share]) product.run();
    });
  };
}

}  // namespace calotype::bench
