// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "model/files/families.h"

namespace calotype::model {

namespace {

/// Keys that change what a tower computes, with the value under which they do not.
struct Neutral {
  const char* key;
  const char* value;  // JSON
};
constexpr Neutral kVisionNeutral[] = {
    {"ls_init_value", "null"},
    {"attentional_pool", "false"},
    {"global_average_pool", "false"},
    {"no_ln_pre", "false"},
    {"pool_type", "\"tok\""},
    {"pos_embed_type", "\"learnable\""},
    {"final_ln_after_pool", "false"},
    {"input_patchnorm", "false"},
    {"qk_norm", "false"},
    {"timm_model_name", "null"},
};
constexpr Neutral kTextNeutral[] = {
    {"ls_init_value", "null"},        {"embed_cls", "false"},       {"no_causal_mask", "false"},
    {"final_ln_after_pool", "false"}, {"pool_type", "\"argmax\""},  {"proj_bias", "false"},
    {"proj_type", "\"linear\""},      {"qk_norm", "false"},         {"hf_model_name", "null"},
    {"hf_tokenizer_name", "null"},    {"tokenizer_kwargs", "null"},
};

Status checkNeutral(const JsonFields& fields, std::span<const Neutral> table) {
  for (const auto& row : table) {
    const auto& found = fields.value(row.key);
    if (!found.is_null() && found.dump() != row.value)
      return fields.wrong(row.key, "describes a kind of CLIP that this program cannot run",
                          Code::Unsupported);
  }
  return {};
}

/// One side, or [height, width] if both are the same.
Result<int> readImageSize(const JsonFields& fields) {
  const auto& found = fields.value("image_size");
  if (!found.is_array()) return fields.integer("image_size", 16, kMostImageSize, 224);
  if (found.size() != 2 || found[0] != found[1])
    return fields.wrong("image_size", "is not a square", Code::Unsupported);
  const Json side{{"image_size", found[0]}};
  return JsonFields(side, fields.where()).integer("image_size", 16, kMostImageSize);
}

Result<int> readHidden(const JsonFields& fields, int width) {
  CALOTYPE_TRY(const double ratio, fields.number("mlp_ratio", 0.25, 16, 4.0));
  const auto hidden = int(double(width) * ratio);
  if (hidden < 1 || hidden > kMostHidden) return fields.wrong("mlp_ratio", "is out of range");
  return hidden;
}

Status readResNet(const JsonFields& fields, VisionSpec& vision) {
  vision.kind = VisionSpec::Kind::ResNet;
  const auto& layers = fields.value("layers");
  if (layers.size() != vision.stages.size())
    return fields.wrong("layers", "does not name four stages", Code::Unsupported);
  for (std::size_t i = 0; i < vision.stages.size(); ++i) {
    const Json stage{{"layers", layers[i]}};
    CALOTYPE_TRY(vision.stages[i],
                 JsonFields(stage, fields.where()).integer("layers", 1, kMostLayers));
  }
  // The pooling's width is 32 times the stem's.
  CALOTYPE_TRY(vision.width, fields.integer("width", 2, kMostWidth / 32, 64));
  CALOTYPE_TRY(const int headWidth, fields.integer("head_width", 1, kMostWidth, 64));
  if (vision.width % 2 != 0) return fields.wrong("width", "is odd");
  if (vision.width * 32 % headWidth != 0)
    return fields.wrong("head_width", "does not divide the pooling's width");
  if (vision.imageSize < 32) return fields.wrong("image_size", "is less than 32");
  vision.heads = vision.width * 32 / headWidth;
  vision.layers = 0;
  vision.patch = 0;
  vision.hidden = 0;
  return {};
}

Status readVision(const JsonFields& fields, VisionSpec& vision) {
  CALOTYPE_CHECK(checkNeutral(fields, kVisionNeutral));
  CALOTYPE_TRY(vision.imageSize, readImageSize(fields));
  if (fields.value("layers").is_array()) return readResNet(fields, vision);
  CALOTYPE_TRY(vision.layers, fields.integer("layers", 1, kMostLayers, 12));
  CALOTYPE_TRY(vision.width, fields.integer("width", 1, kMostWidth, 768));
  CALOTYPE_TRY(vision.patch, fields.integer("patch_size", 1, vision.imageSize, 16));
  CALOTYPE_TRY(const int headWidth, fields.integer("head_width", 1, kMostWidth, 64));
  if (vision.width % headWidth != 0) return fields.wrong("head_width", "does not divide the width");
  vision.heads = vision.width / headWidth;
  CALOTYPE_TRY(vision.hidden, readHidden(fields, vision.width));
  return {};
}

Status readText(const JsonFields& fields, TextSpec& text) {
  CALOTYPE_CHECK(checkNeutral(fields, kTextNeutral));
  CALOTYPE_TRY(text.context, fields.integer("context_length", 2, kMostContext, 77));
  CALOTYPE_TRY(text.vocabulary, fields.integer("vocab_size", 3, kMostVocabulary, 49408));
  CALOTYPE_TRY(text.width, fields.integer("width", 1, kMostWidth, 512));
  CALOTYPE_TRY(text.heads, fields.integer("heads", 1, kMostWidth, 8));
  CALOTYPE_TRY(text.layers, fields.integer("layers", 1, kMostLayers, 12));
  if (text.width % text.heads != 0) return fields.wrong("heads", "does not divide the width");
  CALOTYPE_TRY(text.hidden, readHidden(fields, text.width));
  return {};
}

}  // namespace

Status readOpenClip(const JsonFields& config, ModelSpec& spec) {
  CALOTYPE_TRY(const auto model, config.object("model_cfg"));
  CALOTYPE_TRY(spec.dims, model.integer("embed_dim", 1, kMostWidth));
  CALOTYPE_TRY(const bool quick, model.truth("quick_gelu", false));
  spec.vision.activation = spec.text.activation = quick ? Activation::QuickGelu : Activation::Gelu;
  CALOTYPE_TRY(const auto vision, model.object("vision_cfg"));
  CALOTYPE_CHECK(readVision(vision, spec.vision));
  CALOTYPE_TRY(const auto text, model.object("text_cfg"));
  return readText(text, spec.text);
}

Status readOpenClipTransform(const JsonFields& config, ModelSpec& spec) {
  auto& transform = spec.transform;
  transform = {};
  transform.size = spec.vision.imageSize;
  transform.mean = kClipMean;
  transform.deviation = kClipDeviation;
  transform.cropOffset = TransformSpec::CropOffset::HalfToEven;
  if (!config.has("preprocess_cfg")) return {};

  CALOTYPE_TRY(const auto fields, config.object("preprocess_cfg"));
  CALOTYPE_TRY(transform.mean, readColours(fields, "mean", -10, 10, kClipMean));
  CALOTYPE_TRY(transform.deviation, readColours(fields, "std", 1e-3, 10, kClipDeviation));
  CALOTYPE_TRY(const auto interpolation, fields.text("interpolation", "bicubic"));
  // "random" picks either in training, and bicubic in use.
  if (interpolation == "bilinear") {
    transform.interpolation = TransformSpec::Interpolation::Bilinear;
  } else if (interpolation != "bicubic" && interpolation != "random") {
    return fields.wrong("interpolation", "is neither bicubic nor bilinear", Code::Unsupported);
  }
  CALOTYPE_TRY(const auto resize, fields.text("resize_mode", "shortest"));
  if (resize == "squash") {
    transform.resize = TransformSpec::Resize::Squash;
  } else if (resize != "shortest") {
    return fields.wrong("resize_mode", "is neither shortest nor squash", Code::Unsupported);
  }
  return {};
}

Result<Json> writeOpenClip(const ModelSpec& spec) {
  const auto& vision = spec.vision;
  const auto& text = spec.text;
  const auto& transform = spec.transform;
  const bool resNet = vision.kind == VisionSpec::Kind::ResNet;
  if (vision.kind == VisionSpec::Kind::Siglip || text.kind == TextSpec::Kind::Siglip ||
      text.activation == Activation::GeluTanh)
    return fail(Code::Unsupported,
                spec.name +
                    ": only models of CLIP's own build can be trained further here, and "
                    "this one is SigLIP's");
  if (text.activation != vision.activation && !resNet)
    return fail(Code::Unsupported,
                spec.name + ": its towers have two activations, for which OpenCLIP has no words");
  Json towers = {{"image_size", vision.imageSize}, {"width", vision.width}};
  if (resNet) {
    towers["layers"] = vision.stages;
    towers["patch_size"] = nullptr;
    towers["head_width"] = vision.width * 32 / vision.heads;
  } else {
    towers["layers"] = vision.layers;
    towers["patch_size"] = vision.patch;
    towers["head_width"] = vision.width / vision.heads;
    towers["mlp_ratio"] = double(vision.hidden) / vision.width;
  }
  using Spec = TransformSpec;
  const bool bilinear = transform.interpolation == Spec::Interpolation::Bilinear;
  return Json{
      {"model_cfg",
       {{"embed_dim", spec.dims},
        {"quick_gelu", text.activation == Activation::QuickGelu},
        {"vision_cfg", towers},
        {"text_cfg",
         {{"context_length", text.context},
          {"vocab_size", text.vocabulary},
          {"width", text.width},
          {"heads", text.heads},
          {"layers", text.layers},
          {"mlp_ratio", double(text.hidden) / text.width}}}}},
      {"preprocess_cfg",
       {{"mean", transform.mean},
        {"std", transform.deviation},
        {"interpolation", bilinear ? "bilinear" : "bicubic"},
        {"resize_mode", transform.resize == Spec::Resize::Squash ? "squash" : "shortest"}}},
  };
}

}  // namespace calotype::model
