// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/families.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "model/base/assert.h"

namespace calotype::model {

namespace {

using Layout = TensorRule::Layout;

// OpenCLIP keeps the original checkpoint's names; with "custom_text" the text tower has a prefix.
constexpr TensorRule kOpenClipTensors[] = {
    {"token_embedding.weight", {"token_embedding.weight"}},
    {"token_embedding.weight", {"text.token_embedding.weight"}},
    {"positional_embedding", {"positional_embedding"}},
    {"positional_embedding", {"text.positional_embedding"}},
    {"ln_final.*", {"ln_final.*"}},
    {"ln_final.*", {"text.ln_final.*"}},
    {"text_projection", {"text_projection"}},
    {"text_projection", {"text.text_projection"}},
    {"transformer.*", {"transformer.*"}},
    {"transformer.*", {"text.transformer.*"}},
};

// The misspelt "pre_layrnorm" is the name in every such file.
constexpr TensorRule kHuggingFaceTensors[] = {
    {"visual.class_embedding", {"vision_model.embeddings.class_embedding"}},
    {"visual.conv1.weight", {"vision_model.embeddings.patch_embedding.weight"}},
    {"visual.positional_embedding", {"vision_model.embeddings.position_embedding.weight"}},
    {"visual.ln_pre.*", {"vision_model.pre_layrnorm.*"}},
    {"visual.ln_post.*", {"vision_model.post_layernorm.*"}},
    {"visual.proj", {"visual_projection.weight"}, Layout::Transposed},
    {"token_embedding.weight", {"text_model.embeddings.token_embedding.weight"}},
    {"positional_embedding", {"text_model.embeddings.position_embedding.weight"}},
    {"ln_final.*", {"text_model.final_layer_norm.*"}},
    {"text_projection", {"text_projection.weight"}, Layout::Transposed},
};

constexpr TensorRule kSiglipTensors[] = {
    {"visual.conv1.*", {"vision_model.embeddings.patch_embedding.*"}},
    {"visual.positional_embedding", {"vision_model.embeddings.position_embedding.weight"}},
    {"visual.ln_post.*", {"vision_model.post_layernorm.*"}},
    {"visual.head.probe", {"vision_model.head.probe"}},
    {"visual.head.attn.*", {"vision_model.head.attention.*"}},
    {"visual.head.ln.*", {"vision_model.head.layernorm.*"}},
    {"visual.head.mlp.c_fc.*", {"vision_model.head.mlp.fc1.*"}},
    {"visual.head.mlp.c_proj.*", {"vision_model.head.mlp.fc2.*"}},
    {"token_embedding.weight", {"text_model.embeddings.token_embedding.weight"}},
    {"positional_embedding", {"text_model.embeddings.position_embedding.weight"}},
    {"ln_final.*", {"text_model.final_layer_norm.*"}},
    {"text_projection", {"text_model.head.weight"}, Layout::Transposed},
    {"text_projection_bias", {"text_model.head.bias"}},
};

// The blocks of both towers have the same names in all that Hugging Face publishes.
constexpr TensorRule kHuggingFaceBlocks[] = {
    {"visual.transformer.resblocks.#.attn.in_proj_weight",
     {"vision_model.encoder.layers.#.self_attn.q_proj.weight",
      "vision_model.encoder.layers.#.self_attn.k_proj.weight",
      "vision_model.encoder.layers.#.self_attn.v_proj.weight"},
     Layout::Stacked},
    {"visual.transformer.resblocks.#.attn.in_proj_bias",
     {"vision_model.encoder.layers.#.self_attn.q_proj.bias",
      "vision_model.encoder.layers.#.self_attn.k_proj.bias",
      "vision_model.encoder.layers.#.self_attn.v_proj.bias"},
     Layout::Stacked},
    {"visual.transformer.resblocks.#.attn.out_proj.*",
     {"vision_model.encoder.layers.#.self_attn.out_proj.*"}},
    {"visual.transformer.resblocks.#.ln_1.*", {"vision_model.encoder.layers.#.layer_norm1.*"}},
    {"visual.transformer.resblocks.#.ln_2.*", {"vision_model.encoder.layers.#.layer_norm2.*"}},
    {"visual.transformer.resblocks.#.mlp.c_fc.*", {"vision_model.encoder.layers.#.mlp.fc1.*"}},
    {"visual.transformer.resblocks.#.mlp.c_proj.*", {"vision_model.encoder.layers.#.mlp.fc2.*"}},
    {"transformer.resblocks.#.attn.in_proj_weight",
     {"text_model.encoder.layers.#.self_attn.q_proj.weight",
      "text_model.encoder.layers.#.self_attn.k_proj.weight",
      "text_model.encoder.layers.#.self_attn.v_proj.weight"},
     Layout::Stacked},
    {"transformer.resblocks.#.attn.in_proj_bias",
     {"text_model.encoder.layers.#.self_attn.q_proj.bias",
      "text_model.encoder.layers.#.self_attn.k_proj.bias",
      "text_model.encoder.layers.#.self_attn.v_proj.bias"},
     Layout::Stacked},
    {"transformer.resblocks.#.attn.out_proj.*",
     {"text_model.encoder.layers.#.self_attn.out_proj.*"}},
    {"transformer.resblocks.#.ln_1.*", {"text_model.encoder.layers.#.layer_norm1.*"}},
    {"transformer.resblocks.#.ln_2.*", {"text_model.encoder.layers.#.layer_norm2.*"}},
    {"transformer.resblocks.#.mlp.c_fc.*", {"text_model.encoder.layers.#.mlp.fc1.*"}},
    {"transformer.resblocks.#.mlp.c_proj.*", {"text_model.encoder.layers.#.mlp.fc2.*"}},
};

constexpr Family kFamilies[] = {
    {"OpenCLIP", "open_clip_config.json", "", "open_clip_model.safetensors", readOpenClip,
     readOpenClipTransform, kOpenClipTensors},
    {"Hugging Face CLIP", "config.json", "clip", "model.safetensors", readHuggingFace,
     readHuggingFaceTransform, kHuggingFaceTensors, kHuggingFaceBlocks},
    {"SigLIP", "config.json", "siglip", "model.safetensors", readSiglip, readHuggingFaceTransform,
     kSiglipTensors, kHuggingFaceBlocks},
};

/// What '#' (digits) and '*' (the rest) stood for.
struct Match {
  std::string number, rest;
};

std::optional<Match> match(std::string_view pattern, std::string_view name) {
  Match found;
  while (!pattern.empty()) {
    if (pattern.front() == '*') {
      found.rest = name;
      return found;
    }
    if (pattern.front() == '#') {
      const auto digits = std::min(name.find_first_not_of("0123456789"), name.size());
      if (digits == 0) return std::nullopt;
      found.number = name.substr(0, digits);
      name.remove_prefix(digits);
    } else {
      if (name.empty() || name.front() != pattern.front()) return std::nullopt;
      name.remove_prefix(1);
    }
    pattern.remove_prefix(1);
  }
  return name.empty() ? std::optional(found) : std::nullopt;
}

std::string fill(std::string_view pattern, const Match& found) {
  std::string name;
  for (const char character : pattern) {
    if (character == '#') {
      name += found.number;
    } else if (character == '*') {
      name += found.rest;
    } else {
      name += character;
    }
  }
  return name;
}

}  // namespace

std::span<const Family> families() {
  return kFamilies;
}

const Family& familyNamed(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kFamilies), std::end(kFamilies),
                                         [&](const Family& row) { return row.name == name; });
  CALOTYPE_ASSERT(found != std::end(kFamilies));
  return *found;
}

std::vector<TensorPlace> placesOf(const Family& family, std::string_view ours) {
  std::vector<TensorPlace> places;
  for (const auto rules : {family.tensors, family.blocks})
    for (const auto& rule : rules) {
      const auto found = match(rule.ours, ours);
      if (!found) continue;
      auto& place = places.emplace_back();
      place.layout = rule.layout;
      for (const auto pattern : rule.theirs)
        if (!pattern.empty()) place.names.push_back(fill(pattern, *found));
    }
  if (places.empty()) places.push_back({{std::string(ours)}, Layout::AsIs});
  return places;
}

}  // namespace calotype::model
