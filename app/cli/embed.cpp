// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/open_catalog.h"
#include "catalog/decoder_pool.h"
#include "model/base/install_paths.h"
#include "model/files/safetensors.h"
#include "model/image/image_transform.h"
#include "model/score/vectors.h"

namespace calotype::cli {
namespace {

constexpr std::size_t kBatch = 16;

struct Options {
  ModelChoice model;
  std::vector<std::string> images;
  std::string texts;
  std::string output;
  bool normalise = false;
  bool pixels = false;
};

/// Rows of unit length where asked for; a row without a direction is an error.
Status addRows(model::SafeTensorsWriter& file, const char* name, model::Embeddings rows,
               bool unitLength) {
  if (unitLength)
    for (std::size_t i = 0; i < rows.count(); ++i)
      if (!model::normalise(std::span(rows.rows).subspan(i * rows.dims, rows.dims)))
        return fail(Code::Corrupt, std::string(name) + ": row " + std::to_string(i) +
                                       " has no direction, so it has no unit length. Is the "
                                       "model damaged?");
  file.add(name, {std::int64_t(rows.count()), std::int64_t(rows.dims)}, rows.rows);
  return {};
}

/// The model's input for each picture, decoded at full size.
Result<std::vector<Rgb8>> cropsOf(const std::vector<std::string>& images,
                                  const model::TransformSpec& transform) {
  catalog::DecoderPool decoders({.program = decoderProgram()});
  catalog::DecodeRequest request;
  request.crop = transform;
  request.fullSize = true;
  std::vector<Rgb8> crops;
  for (const auto& image : images) {
    CALOTYPE_TRY(const auto file, openRegularFile(image, Links::Follow));
    auto decoded = decoders.decode(file.get(), request);
    if (!decoded)
      return fail(decoded.error().code, displayPath(image) + ": " + decoded.error().message);
    crops.push_back(std::move(decoded->crop));
  }
  return crops;
}

Status addImages(const Options& options, model::Encoder& encoder, model::SafeTensorsWriter& file) {
  const auto& transform = encoder.spec().transform;
  CALOTYPE_TRY(const auto crops, cropsOf(options.images, transform));
  model::Embeddings all{std::size_t(encoder.spec().dims), {}};
  for (std::size_t first = 0; first < crops.size(); first += kBatch) {
    const auto batch = std::span(crops).subspan(first, std::min(kBatch, crops.size() - first));
    CALOTYPE_TRY(const auto rows, encoder.images(batch));
    all.rows.insert(all.rows.end(), rows.rows.begin(), rows.rows.end());
  }
  if (options.pixels)
    file.add("pixel_values", {std::int64_t(crops.size()), 3, transform.size, transform.size},
             model::normalise(crops, transform));
  return addRows(file, "image_embeds", std::move(all), options.normalise);
}

Status addTexts(const Options& options, model::Encoder& encoder, model::SafeTensorsWriter& file) {
  CALOTYPE_TRY(const auto tokenizer, model::Tokenizer::open(encoder.spec()));
  std::ifstream lines(options.texts);
  if (!lines)
    return fail(Code::NotFound, displayPath(options.texts) + ": cannot be opened for reading.");
  std::vector<model::Tokens> texts;
  CALOTYPE_CHECK(eachJsonText(lines, displayPath(options.texts), [&](const std::string& text) {
    texts.push_back(tokenizer.encode(text));
  }));
  model::Embeddings all{std::size_t(encoder.spec().dims), {}};
  std::vector<std::int64_t> ids;
  for (std::size_t first = 0; first < texts.size(); first += kBatch) {
    const auto batch = std::span(texts).subspan(first, std::min(kBatch, texts.size() - first));
    CALOTYPE_TRY(const auto rows, encoder.texts(batch));
    all.rows.insert(all.rows.end(), rows.rows.begin(), rows.rows.end());
    for (const auto& text : batch) ids.insert(ids.end(), text.ids.begin(), text.ids.end());
  }
  file.add("input_ids", {std::int64_t(texts.size()), encoder.spec().text.context}, ids);
  return addRows(file, "text_embeds", std::move(all), options.normalise);
}

Status embed(const Options& options, bool quiet) {
  CALOTYPE_TRY(const auto encoder, options.model.open());
  if (!quiet) std::fprintf(stderr, "%s\n", encoder->device().description.c_str());
  model::SafeTensorsWriter file;
  if (!options.images.empty()) CALOTYPE_CHECK(addImages(options, *encoder, file));
  if (!options.texts.empty()) CALOTYPE_CHECK(addTexts(options, *encoder, file));
  return file.write(options.output);
}

}  // namespace

Run setUpEmbed(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  options->model.precision = "fp32";  // what is compared with other programs' numbers
  options->model.addTo(parser);
  parser.add_option("--images", options->images, "Picture files");
  parser.add_option("--texts", options->texts, "A file with one JSON string a line");
  parser.add_option("--output", options->output, "The safetensors file to write")->required();
  parser.add_flag("--normalise", options->normalise, "Rows of unit length, not raw projections");
  parser.add_flag("--pixels", options->pixels, "Also write pixel_values, the model's input");
  parser.footer("Writes image_embeds and text_embeds (float32, one row each) and input_ids.");
  return [options](const Common& common) {
    if (options->images.empty() && options->texts.empty()) {
      std::fprintf(stderr, "calotype-cli: Say what to embed: --images FILE… or --texts FILE.\n");
      return int(Usage);
    }
    const auto done = embed(*options, common.quiet || common.json);
    return done ? int(Done) : report(done.error());
  };
}

}  // namespace calotype::cli
