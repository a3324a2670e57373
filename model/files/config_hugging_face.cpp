// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/families.h"

namespace calotype::model {

namespace {

Result<Activation> readActivation(const JsonFields& fields, const char* fallback) {
  CALOTYPE_TRY(const auto name, fields.text("hidden_act", fallback));
  if (name == "quick_gelu") return Activation::QuickGelu;
  if (name == "gelu") return Activation::Gelu;
  if (name == "gelu_pytorch_tanh") return Activation::GeluTanh;
  return fields.wrong("hidden_act", "is none of quick_gelu, gelu and gelu_pytorch_tanh",
                      Code::Unsupported);
}

/// What a family's configurations leave out.
struct Usual {
  const char* activation;
  double epsilon;
};
constexpr Usual kUsualClip{"quick_gelu", 1e-5}, kUsualSiglip{"gelu_pytorch_tanh", 1e-6};

/// The fields that both towers have under the same names.
template <class Tower>
Status readTower(const JsonFields& fields, const Usual& usual, Tower& tower,
                 const Tower& fallback) {
  CALOTYPE_TRY(tower.width, fields.integer("hidden_size", 1, kMostWidth, fallback.width));
  CALOTYPE_TRY(tower.hidden, fields.integer("intermediate_size", 1, kMostHidden, fallback.hidden));
  CALOTYPE_TRY(tower.layers, fields.integer("num_hidden_layers", 1, kMostLayers, fallback.layers));
  CALOTYPE_TRY(tower.heads, fields.integer("num_attention_heads", 1, kMostWidth, fallback.heads));
  if (tower.width % tower.heads != 0)
    return fields.wrong("num_attention_heads", "does not divide the width");
  CALOTYPE_TRY(tower.activation, readActivation(fields, usual.activation));
  CALOTYPE_TRY(const double epsilon, fields.number("layer_norm_eps", 1e-12, 0.1, usual.epsilon));
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
  // SigLIP's preparation knows no crop, and says nothing of it.
  const bool usual = !size.both || fields.has("crop_size");
  CALOTYPE_TRY(const bool crops, fields.truth("do_center_crop", usual));
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

Status readPatches(const JsonFields& vision, VisionSpec& spec, int usualPatch) {
  CALOTYPE_TRY(spec.imageSize, vision.integer("image_size", 16, kMostImageSize, 224));
  CALOTYPE_TRY(spec.patch, vision.integer("patch_size", 1, spec.imageSize, usualPatch));
  CALOTYPE_TRY(const int channels, vision.integer("num_channels", 1, 1024, 3));
  if (channels != 3) return vision.wrong("num_channels", "is not 3", Code::Unsupported);
  return {};
}

/// SigLIP's own vocabularies: an English one of 32,000 pieces, and larger ones of many languages
/// (Zhai et al. 2023, section 4; Tschannen et al. 2025, "SigLIP 2", section 2.1).
constexpr int kEnglishPieces = 32'000;

}  // namespace

Status readHuggingFace(const JsonFields& config, ModelSpec& spec) {
  CALOTYPE_TRY(spec.dims, config.integer("projection_dim", 1, kMostWidth, 512));

  CALOTYPE_TRY(const auto vision, config.object("vision_config"));
  CALOTYPE_CHECK(readTower(vision, kUsualClip, spec.vision, VisionSpec{}));
  CALOTYPE_CHECK(readPatches(vision, spec.vision, 32));

  CALOTYPE_TRY(const auto text, config.object("text_config"));
  CALOTYPE_CHECK(readTower(text, kUsualClip, spec.text, TextSpec{}));
  CALOTYPE_TRY(spec.text.context, text.integer("max_position_embeddings", 2, kMostContext, 77));
  CALOTYPE_TRY(spec.text.vocabulary, text.integer("vocab_size", 3, kMostVocabulary, 49408));
  return {};
}

Status readSiglip(const JsonFields& config, ModelSpec& spec) {
  CALOTYPE_TRY(const auto vision, config.object("vision_config"));
  CALOTYPE_CHECK(readTower(vision, kUsualSiglip, spec.vision, VisionSpec{}));
  CALOTYPE_CHECK(readPatches(vision, spec.vision, 16));
  spec.vision.kind = VisionSpec::Kind::Siglip;
  spec.dims = spec.vision.width;

  TextSpec usual;
  usual.width = 768;
  usual.heads = 12;
  usual.hidden = 3072;
  CALOTYPE_TRY(const auto text, config.object("text_config"));
  CALOTYPE_CHECK(readTower(text, kUsualSiglip, spec.text, usual));
  spec.text.kind = TextSpec::Kind::Siglip;
  CALOTYPE_TRY(spec.text.context, text.integer("max_position_embeddings", 2, kMostContext, 64));
  CALOTYPE_TRY(spec.text.vocabulary,
               text.integer("vocab_size", 3, kMostVocabulary, kEnglishPieces));
  CALOTYPE_TRY(const int dims, text.integer("projection_size", 1, kMostWidth, spec.text.width));
  if (dims != spec.dims)
    return text.wrong("projection_size",
                      "is not the image tower's width, so the two have no "
                      "space in common");
  if (spec.text.vocabulary > kEnglishPieces) spec.language = "mul";
  std::error_code error;
  const bool gemma = fs::exists(spec.folder / "tokenizer.model", error);
  spec.vocabularyKind = gemma ? VocabularyKind::GemmaPieces : VocabularyKind::Pieces;
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
