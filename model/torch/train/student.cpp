// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/student.h"

#include <ATen/autocast_mode.h>

#include <algorithm>
#include <cmath>

#include "model/torch/train/loss.h"
#include "model/torch/weights.h"

namespace calotype::model {

namespace {

const double kMostLogScale = std::log(100.0);
constexpr std::int64_t kTextsAtOnce = 64;
constexpr double kFirstSigmoidBias = -10;  // Zhai et al. 2023, section 3.2

/// Matrix products in bfloat16, as long as it lives.
class Bf16 {
 public:
  explicit Bf16(bool on) : on_(on) {
    if (!on_) return;
    at::autocast::set_cpu_enabled(true);
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_enabled(true);
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
  }
  ~Bf16() {
    if (!on_) return;
    at::autocast::clear_cache();
    at::autocast::set_cpu_enabled(false);
    at::autocast::set_enabled(false);
  }
  Bf16(const Bf16&) = delete;
  Bf16& operator=(const Bf16&) = delete;

 private:
  bool on_;
};

/// A module's running statistics, given back at the end: a pass that only looks leaves no trace.
class KeptBuffers {
 public:
  explicit KeptBuffers(const torch::nn::Module& module) : buffers_(module.buffers()) {
    for (const auto& buffer : buffers_) values_.push_back(buffer.clone());
  }
  ~KeptBuffers() {
    const torch::NoGradGuard guard;
    for (std::size_t i = 0; i < buffers_.size(); ++i) buffers_[i].copy_(values_[i]);
  }
  KeptBuffers(const KeptBuffers&) = delete;
  KeptBuffers& operator=(const KeptBuffers&) = delete;

 private:
  std::vector<torch::Tensor> buffers_, values_;
};

Linear teacherMap(std::int64_t inputs, std::int64_t outputs, std::uint64_t seed) {
  Linear map(inputs, outputs);
  const auto random = at::detail::createCPUGenerator(seed);
  map->weight.set_data(torch::randn({outputs, inputs}, random) / std::sqrt(double(inputs)));
  map->bias.set_data(torch::zeros({outputs}));
  return map;
}

bool isMatrix(const torch::Tensor& value) {
  return value.dim() >= 2;
}

}  // namespace

Student::Student(const TrainingSpec& spec, Clip clip, int teacherDims, int wordDims,
                 torch::Device device)
    : spec_(spec),
      device_(device),
      clip_(std::move(clip)),
      imageHead_(spec.model.dims, spec.adapter == Adapter::Linear && !spec.freezeImages,
                 spec.evenEmbeddings),
      textHead_(spec.model.dims, spec.adapter == Adapter::Linear && !spec.freezeTexts,
                spec.evenEmbeddings) {
  if (spec.imitation > 0 && teacherDims > 0)
    imitation_ = teacherMap(spec.model.dims, teacherDims, spec.seed + 1);
  if (spec.guidance > 0 && teacherDims > 0) {
    guide_ = teacherMap(teacherDims, spec.model.dims, spec.seed + 4);
    guideHead_ = EmbeddingHead(spec.model.dims, false, spec.evenEmbeddings);
    guide_->to(device_);
    guideHead_->to(device_);
  }
  if (spec.words > 0 && wordDims > 0) words_ = teacherMap(spec.model.dims, wordDims, spec.seed + 2);
  for (torch::nn::Module* const part : {static_cast<torch::nn::Module*>(clip_.get()),
                                        static_cast<torch::nn::Module*>(imageHead_.get()),
                                        static_cast<torch::nn::Module*>(textHead_.get())}) {
    part->to(device_);
    part->train();
  }
  if (imitation_) imitation_->to(device_);
  if (words_) words_->to(device_);
  if (spec.model.vision.kind == VisionSpec::Kind::ResNet)
    for (auto& parameter : clip_->visual->parameters())
      if (parameter.dim() == 4)
        parameter.set_data(parameter.data().contiguous(at::MemoryFormat::ChannelsLast));
  // Statistics of a tower that stays are part of it.
  if (!learnsTower(true) || spec.adapter != Adapter::None) clip_->visual->eval();
  collect();
  settle();
}

bool Student::learnsTower(bool images) const {
  return !(images ? spec_.freezeImages : spec_.freezeTexts) && spec_.adapter != Adapter::Linear;
}

void Student::add(const std::string& name, const torch::Tensor& value) {
  // A view of one number behind many places (unfilled) is no parameter to learn.
  learnt_.push_back({name, value, torch::zeros_like(value, torch::MemoryFormat::Preserve),
                     torch::zeros_like(value, torch::MemoryFormat::Preserve), isMatrix(value)});
  learnt_.back().value.set_requires_grad(true);
}

void Student::addLowRank(const std::string& name, const torch::Tensor& weight) {
  const auto outputs = weight.size(0), inputs = weight.numel() / outputs;
  const auto rank = std::min<std::int64_t>({spec_.rank, outputs, inputs});
  const auto random = at::detail::createCPUGenerator(spec_.seed + 3 + lowRank_.size());
  LowRank pair{name, weight, weight.detach().clone(),
               (torch::randn({rank, inputs}, random) / std::sqrt(double(inputs))).to(device_),
               torch::zeros({outputs, rank}, torch::device(device_))};
  lowRank_.push_back(pair);
  add(name + ".a", pair.a);
  add(name + ".b", pair.b);
}

void Student::collect() {
  for (auto& parameter : clip_->named_parameters()) {
    const auto& name = parameter.key();
    auto value = parameter.value();
    value.set_requires_grad(false);
    if (name == "logit_scale") {
      add(nameInFile(name), value);
      continue;
    }
    if (!learnsTower(name.starts_with("visual."))) continue;
    if (spec_.adapter == Adapter::None) {
      add(nameInFile(name), value);
    } else if (isMatrix(value) && name.find("embedding") == std::string::npos) {
      value.set_requires_grad(true);
      addLowRank(nameInFile(name), value);
    }
  }
  if (imageHead_->adapter.defined()) add("image_head.adapter", imageHead_->adapter);
  if (textHead_->adapter.defined()) add("text_head.adapter", textHead_->adapter);
  if (imitation_) {
    add("imitation.weight", imitation_->weight);
    add("imitation.bias", imitation_->bias);
  }
  if (guide_) {
    add("guide.weight", guide_->weight);
    add("guide.bias", guide_->bias);
  }
  if (words_) {
    add("words.weight", words_->weight);
    add("words.bias", words_->bias);
  }
  if (spec_.loss != ContrastLoss::Sigmoid) return;
  sigmoidBias_ = torch::full({}, kFirstSigmoidBias, torch::device(device_));
  add("sigmoid_bias", sigmoidBias_);
}

void Student::settle() {
  const torch::NoGradGuard guard;
  clip_->logit_scale.clamp_(0, kMostLogScale);
  for (auto& pair : lowRank_)
    pair.weight.copy_(pair.base + torch::matmul(pair.b, pair.a).view(pair.base.sizes()));
}

/// d(W + B A) in terms of dB and dA.
void Student::passOnLowRank() {
  for (auto& pair : lowRank_) {
    auto& gradient = pair.weight.mutable_grad();
    if (!gradient.defined()) continue;
    const auto flat = gradient.reshape({gradient.size(0), -1});
    pair.a.mutable_grad() = torch::matmul(pair.b.detach().t(), flat);
    pair.b.mutable_grad() = torch::matmul(flat, pair.a.detach().t());
    gradient.reset();
  }
}

torch::Tensor Student::images(const torch::Tensor& pixels) {
  const torch::AutoGradMode gradients(torch::GradMode::is_enabled() && learnsTower(true));
  const Bf16 bf16(spec_.bf16);
  return clip_->images(pixels).to(torch::kFloat);
}

torch::Tensor Student::texts(const torch::Tensor& ids, const torch::Tensor& ends) {
  const torch::AutoGradMode gradients(torch::GradMode::is_enabled() && learnsTower(false));
  const Bf16 bf16(spec_.bf16);
  // In groups of about one length: a label is not carried along to the end of the longest caption.
  const auto order = ends.argsort();
  std::vector<torch::Tensor> rows;
  for (const auto& group : order.split(kTextsAtOnce)) {
    const auto groupEnds = ends.index_select(0, group);
    const auto length = groupEnds[-1].item<std::int64_t>() + 1;
    rows.push_back(clip_->texts(ids.index_select(0, group).narrow(1, 0, length), groupEnds));
  }
  return torch::cat(rows).to(torch::kFloat).index_select(0, order.argsort());
}

LossParts Student::loss(const torch::Tensor& imageRows, const torch::Tensor& textRows,
                        const TrainingTensors& batch) {
  const auto pairs = imageRows.size(0);
  const auto images = imageHead_(imageRows);
  const auto texts = textHead_(textRows);
  const auto ownTexts = texts.narrow(0, 0, pairs);
  LossParts parts;
  parts.contrast =
      spec_.loss == ContrastLoss::InfoNce
          ? infoNce(images, ownTexts, clip_->logit_scale, batch.excluded)
          : sigmoidContrast(images, ownTexts, clip_->logit_scale, sigmoidBias_, batch.excluded);
  parts.all = parts.contrast;
  const auto weigh = [&](double weight, torch::Tensor& part, const auto& value) {
    part = torch::zeros({}, images.options());
    if (weight <= 0) return;
    part = value();
    parts.all = parts.all + weight * part;
  };
  const bool teacher = batch.teacher.defined();
  weigh(imitation_ && teacher ? spec_.imitation : 0, parts.imitation,
        [&] { return cosineDistance(imitation_(images), batch.teacher, batch.taught); });
  weigh(teacher ? spec_.relations : 0, parts.relations,
        [&] { return relationDistance(images, batch.teacher, batch.taught); });
  if (guide_ && teacher && batch.taught.any().item<bool>()) {
    const auto rows = batch.taught.nonzero().squeeze(1);
    const auto guides = guideHead_(guide_(batch.teacher.index_select(0, rows)));
    const auto excluded = batch.excluded.defined()
                              ? batch.excluded.index_select(0, rows).index_select(1, rows)
                              : batch.excluded;
    weigh(spec_.guidance, parts.guidance, [&] {
      return infoNce(guides, ownTexts.index_select(0, rows), clip_->logit_scale, excluded);
    });
    weigh(spec_.agreement, parts.agreement, [&] {
      const auto all = torch::ones({rows.size(0)}, torch::dtype(torch::kBool).device(device_));
      return cosineDistance(images.index_select(0, rows), guides.detach(), all);
    });
  } else {
    parts.guidance = parts.agreement = torch::zeros({}, images.options());
  }
  weigh(words_ && batch.words.defined() ? spec_.words : 0, parts.words, [&] {
    const auto ours = words_(texts.narrow(0, pairs, batch.words.size(0)));
    const auto all = torch::ones({ours.size(0)}, torch::dtype(torch::kBool).device(device_));
    return cosineDistance(ours, batch.words, all);
  });
  return parts;
}

LossParts Student::backwardOverRows(const TrainingTensors& batch) {
  auto parts = loss(batch.imageRows, batch.textRows, batch);
  parts.all.backward();
  return parts;
}

LossParts Student::backwardAtOnce(const TrainingTensors& batch) {
  auto parts = loss(images(batch.pixels), texts(batch.ids, batch.ends), batch);
  parts.all.backward();
  return parts;
}

LossParts Student::backwardInChunks(const TrainingTensors& batch) {
  const std::int64_t chunk = spec_.chunk;
  const auto pixels = batch.pixels.split(chunk);
  const auto ids = batch.ids.split(chunk);
  const auto ends = batch.ends.split(chunk);
  std::vector<torch::Tensor> imageRows, textRows;
  {
    const torch::NoGradGuard guard;
    const KeptBuffers kept(*clip_);
    for (const auto& part : pixels) imageRows.push_back(images(part));
    for (std::size_t i = 0; i < ids.size(); ++i) textRows.push_back(texts(ids[i], ends[i]));
  }
  auto allImages = torch::cat(imageRows).requires_grad_(true);
  auto allTexts = torch::cat(textRows).requires_grad_(true);
  auto parts = loss(allImages, allTexts, batch);
  parts.all.backward();

  const auto imageGradients = allImages.grad().split(chunk);
  const auto textGradients = allTexts.grad().split(chunk);
  const auto passOn = [](const torch::Tensor& rows, const torch::Tensor& gradient) {
    if (rows.requires_grad()) rows.backward(gradient);
  };
  for (std::size_t i = 0; i < pixels.size(); ++i) passOn(images(pixels[i]), imageGradients[i]);
  for (std::size_t i = 0; i < ids.size(); ++i) passOn(texts(ids[i], ends[i]), textGradients[i]);
  return parts;
}

LossParts Student::backward(const TrainingTensors& batch) {
  for (auto& parameter : learnt_) parameter.value.mutable_grad().reset();
  auto parts = batch.imageRows.defined()             ? backwardOverRows(batch)
               : batch.pixels.size(0) <= spec_.chunk ? backwardAtOnce(batch)
                                                     : backwardInChunks(batch);
  passOnLowRank();
  return parts;
}

std::pair<torch::Tensor, torch::Tensor> Student::embeddings(const TrainingTensors& batch) {
  const bool visual = clip_->visual->is_training();
  clip_->eval();
  imageHead_->eval();
  textHead_->eval();
  auto found = std::pair(imageHead_(images(batch.pixels)), textHead_(texts(batch.ids, batch.ends)));
  clip_->train();
  clip_->visual->train(visual);
  imageHead_->train();
  textHead_->train();
  return found;
}

std::vector<std::pair<std::string, torch::Tensor>> Student::buffers() const {
  std::vector<std::pair<std::string, torch::Tensor>> all;
  for (const auto& buffer : clip_->named_buffers())
    all.emplace_back(nameInFile(buffer.key()), buffer.value());
  for (const auto& buffer : imageHead_->named_buffers())
    all.emplace_back("image_head." + buffer.key(), buffer.value());
  for (const auto& buffer : textHead_->named_buffers())
    all.emplace_back("text_head." + buffer.key(), buffer.value());
  if (guideHead_)
    for (const auto& buffer : guideHead_->named_buffers())
      all.emplace_back("guide_head." + buffer.key(), buffer.value());
  return all;
}

NamedTensors Student::weights(const std::vector<torch::Tensor>& learnt,
                              const std::vector<torch::Tensor>& buffers) const {
  const torch::NoGradGuard guard;
  NamedTensors all;
  for (const auto& parameter : clip_->named_parameters())
    all[nameInFile(parameter.key())] = parameter.value().detach();
  for (std::size_t i = 0; i < learnt.size(); ++i) all[learnt_[i].name] = learnt[i].detach();
  const auto running = this->buffers();
  for (std::size_t i = 0; i < buffers.size(); ++i) all[running[i].first] = buffers[i];
  for (const auto& pair : lowRank_)
    all[pair.name] =
        pair.base +
        torch::matmul(all.at(pair.name + ".b"), all.at(pair.name + ".a")).view(pair.base.sizes());
  for (auto& entry : all) entry.second = entry.second.to(torch::kCPU).contiguous().clone();

  const auto head = [&](const std::string& name) {
    const auto find = [&](const char* part) {
      const auto found = all.find(name + part);
      return found == all.end() ? torch::Tensor() : found->second;
    };
    return affineOf(find(".adapter"), find(".running_mean"), find(".running_var"),
                    spec_.model.dims);
  };
  foldIntoImages(all, head("image_head"));
  foldIntoTexts(all, head("text_head"));
  NamedTensors kept;
  for (const auto& parameter : clip_->named_parameters())
    kept[nameInFile(parameter.key())] = all.at(nameInFile(parameter.key()));
  for (const auto& buffer : clip_->named_buffers())
    kept[nameInFile(buffer.key())] = all.at(nameInFile(buffer.key()));
  return kept;
}

}  // namespace calotype::model
