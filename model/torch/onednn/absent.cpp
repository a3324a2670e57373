// SPDX-License-Identifier: GPL-3.0-or-later
// Instead of all else in this folder where there is no oneDNN (CALOTYPE_ONLY_MODEL): towers stay as
// LibTorch has them.
#include "model/torch/onednn/pack.h"
#include "model/torch/onednn/processor.h"

namespace calotype::model::onednn {

bool supports(Precision precision) {
  return precision == Precision::Float32;
}

std::vector<Precision> faster() {
  return {};
}

const char* arithmetic(Precision precision) {
  return nameOf(precision).data();  // a literal
}

bool pairsSaturate() {
  return false;
}

bool isSlow() {
  return false;
}

const char* instructionSet() {
  return "LibTorch itself";
}

void pack(torch::nn::Module&, Precision) {}

}  // namespace calotype::model::onednn
