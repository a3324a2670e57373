// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/families.h"

namespace calotype::model {

namespace {

Result<Activation> readActivation(const JsonFields& fields) {
  CALOTYPE_TRY(const auto name, fields.text("hidden_act", "quick_gelu"));
  if (name == "quick_gelu") return Activation::QuickGelu;
  if (name == "gelu") return Activation::Gelu;
  return fields.wrong("hidden_act", "is neither quick_gelu nor gelu", Code::Unsupported);
}

/// The fields that both towers have under the same names.
template <class Tower>
Status readTower(const JsonFields& fields, Tower& tower, const Tower& fallback) {
  CALOTYPE_TRY(tower.width, fields.integer("hidden_size", 1, kMostWidth, fallback.width));
  CALOTYPE_TRY(tower.hidden, fields.integer("intermediate_size", 1, kMostHidden, fallback.hidden));
  CALOTYPE_TRY(tower.layers, fields.integer("num_hidden_layers", 1, kMostLayers, fallback.layers));
  CALOTYPE_TRY(tower.heads, fields.integer("num_attention_heads", 1, kMostWidth, fallback.heads));
  if (tower.width % tower.heads != 0)
    return fields.wrong("num_attention_heads", "does not divide the width");
  CALOTYPE_TRY(tower.activation, readActivation(fields));
  CALOTYPE_TRY(const double epsilon, fields.number("layer_norm_eps", 1e-12, 0.1, 1e-5));
  tower.epsilon = float(epsilon);
  return {};
}

/// A side in pixels: a number, {"shortest_edge": n} or {"height": n, "width": n}.
struct Size {
  int side = 0;
  bool both = false;  // height and width were given
};

Result<Size> readSize(const JsonFields& fields, const char* key) {
  if (!fields.value(key).is_object()) {
    CALOTYPE_TRY(const int side, fields.integer(key, 1, kMostImageSize));
    return Size{side, false};
  }
  CALOTYPE_TRY(const auto size, fields.object(key));
  if (size.has("shortest_edge")) {
    CALOTYPE_TRY(const int side, size.integer("shortest_edge", 1, kMostImageSize));
    return Size{side, false};
  }
  CALOTYPE_TRY(const int height, size.integer("height", 1, kMostImageSize));
  CALOTYPE_TRY(const int width, size.integer("width", 1, kMostImageSize));
  if (height != width) return fields.wrong(key, "is not a square", Code::Unsupported);
  return Size{height, true};
}

Status readResize(const JsonFields& fields, TransformSpec& transform) {
  CALOTYPE_TRY(const auto size, readSize(fields, "size"));
  CALOTYPE_TRY(const bool crops, fields.truth("do_center_crop", true));
  transform.resize =
      size.both ? TransformSpec::Resize::Squash : TransformSpec::Resize::ShortestSide;
  if (!crops && !size.both)
    return fields.wrong("do_center_crop", "is off, so pictures would not become squares",
                        Code::Unsupported);
  auto side = size.side;
  if (crops) {
    CALOTYPE_TRY(const auto crop, readSize(fields, "crop_size"));
    side = crop.side;
  }
  if (size.side != transform.size || side != transform.size)
    return fields.wrong("size", "differs from the image tower's input", Code::Unsupported);
  return {};
}

}  // namespace

Status readHuggingFace(const JsonFields& config, ModelSpec& spec) {
  CALOTYPE_TRY(const auto type, config.text("model_type"));
  if (type != "clip")
    return config.wrong("model_type", "is \"" + displayText(type) + "\", and only clip is read",
                        Code::Unsupported);
  CALOTYPE_TRY(spec.dims, config.integer("projection_dim", 1, kMostWidth, 512));

  CALOTYPE_TRY(const auto vision, config.object("vision_config"));
  CALOTYPE_CHECK(readTower(vision, spec.vision, VisionSpec{}));
  CALOTYPE_TRY(spec.vision.imageSize, vision.integer("image_size", 16, kMostImageSize, 224));
  CALOTYPE_TRY(spec.vision.patch, vision.integer("patch_size", 1, spec.vision.imageSize, 32));
  CALOTYPE_TRY(const int channels, vision.integer("num_channels", 1, 1024, 3));
  if (channels != 3) return vision.wrong("num_channels", "is not 3", Code::Unsupported);

  CALOTYPE_TRY(const auto text, config.object("text_config"));
  CALOTYPE_CHECK(readTower(text, spec.text, TextSpec{}));
  CALOTYPE_TRY(spec.text.context, text.integer("max_position_embeddings", 2, kMostContext, 77));
  CALOTYPE_TRY(spec.text.vocabulary, text.integer("vocab_size", 3, kMostVocabulary, 49408));
  return {};
}

Status readHuggingFaceTransform(const JsonFields&, ModelSpec& spec) {
  const auto path = spec.folder / "preprocessor_config.json";
  auto json = readJson(path);
  if (!json && json.error().code == Code::NotFound)
    return fail(Code::NotFound, displayPath(path) +
                                    ": is missing; it says how pictures are prepared and comes "
                                    "with the model, download it too");
  if (!json) return tl::make_unexpected(json.error());
  const JsonFields fields(*json, displayPath(path));
  CALOTYPE_CHECK(fields.check());

  auto& transform = spec.transform;
  transform = {};
  transform.size = spec.vision.imageSize;
  transform.cropOffset = TransformSpec::CropOffset::Floor;
  CALOTYPE_CHECK(readResize(fields, transform));
  CALOTYPE_TRY(transform.mean, readColours(fields, "image_mean", -10, 10, kClipMean));
  CALOTYPE_TRY(transform.deviation, readColours(fields, "image_std", 1e-3, 10, kClipDeviation));
  // Numbers of Pillow's filters.
  CALOTYPE_TRY(const int filter, fields.integer("resample", 0, 5, 3));
  if (filter != 2 && filter != 3)
    return fields.wrong("resample", "is neither 2 (bilinear) nor 3 (bicubic)", Code::Unsupported);
  transform.interpolation =
      filter == 2 ? TransformSpec::Interpolation::Bilinear : TransformSpec::Interpolation::Bicubic;
  CALOTYPE_TRY(const double scale, fields.number("rescale_factor", 0, 1, 1.0 / 255));
  CALOTYPE_TRY(const bool scales, fields.truth("do_rescale", true));
  CALOTYPE_TRY(const bool normalises, fields.truth("do_normalize", true));
  CALOTYPE_TRY(const bool resizes, fields.truth("do_resize", true));
  if (!scales || !normalises || !resizes || scale < 0.999 / 255 || scale > 1.001 / 255)
    return fail(Code::Unsupported, fields.where() +
                                       ": prepares pictures in another way than resize, scale by "
                                       "1/255 and normalise, which this program cannot do");
  return {};
}

}  // namespace calotype::model
