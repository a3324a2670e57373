// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <vector>

#include "app/cli/command.h"
#include "model/base/files.h"

namespace calotype::cli {

// One line each, so that two people adding a command touch two lines.
Run setUpIndex(CLI::App& parser);
Run setUpSearch(CLI::App& parser);
Run setUpInfo(CLI::App& parser);
Run setUpFolders(CLI::App& parser);
Run setUpStatus(CLI::App& parser);
Run setUpEmbed(CLI::App& parser);
Run setUpTokenize(CLI::App& parser);
Run setUpCatalog(CLI::App& parser);
Run setUpModel(CLI::App& parser);
Run setUpTag(CLI::App& parser);
Run setUpTags(CLI::App& parser);
Run setUpAlbum(CLI::App& parser);
Run setUpMetadata(CLI::App& parser);
Run setUpUndo(CLI::App& parser);
Run setUpRedo(CLI::App& parser);
Run setUpCalibrate(CLI::App& parser);
Run setUpEvaluate(CLI::App& parser);
Run setUpTrain(CLI::App& parser);
Run setUpTrainTokenizer(CLI::App& parser);

std::span<const Command> commands() {
  static const std::vector<Command> table = {
      {"index", "Read the photos in folders, so that they can be found", setUpIndex},
      {"search", "Find photos by words or by a picture", setUpSearch},
      {"tag", "Propose tags for photos by what is in the picture", setUpTag},
      {"tags", "List, rename, merge or delete tags", setUpTags},
      {"album", "List, make and fill albums and saved searches", setUpAlbum},
      {"metadata", "Rate, caption and tag photos; write it beside them; settle conflicts",
       setUpMetadata},
      {"undo", "Take the last change back", setUpUndo},
      {"redo", "Do the change again that was taken back last", setUpRedo},
      {"info", "Say what a photo file says about itself", setUpInfo},
      {"folders", "List the folders of the catalog, or forget one", setUpFolders},
      {"status", "Say how many photos there are, and which model is in use", setUpStatus},
      {"catalog", "Check, back up, restore or rebuild the catalog itself", setUpCatalog},
      {"embed", "Write the vectors of pictures and texts to a safetensors file", setUpEmbed},
      {"calibrate", "Measure how far a model's tags can be trusted", setUpCalibrate},
      {"evaluate", "Measure how well a model finds and names photos", setUpEvaluate},
      {"train", "Train a CLIP model on pictures with words", setUpTrain},
      {"train-tokenizer", "Learn a vocabulary from texts", setUpTrainTokenizer},
      {"model", "List, install, use and describe CLIP models", setUpModel},
      {"tokenize", "Turn texts into a model's token ids", setUpTokenize},
  };
  return table;
}

catalog::Paths Common::paths() const {
  return catalog.empty() ? catalog::Paths::standard() : catalog::Paths::inside(catalog);
}

int report(const Error& error) {
  std::fprintf(stderr, "calotype-cli: %s\n", error.message.c_str());
  switch (error.code) {
    case Code::InvalidArgument:
      return Usage;
    case Code::Busy:
    case Code::NewerVersion:
      return CatalogUnavailable;
    case Code::ModelMissing:
      return ModelMissing;
    case Code::Cancelled:
      return Stopped;
    default:
      return SomeFailed;
  }
}

}  // namespace calotype::cli
