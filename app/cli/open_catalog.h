// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "app/cli/command.h"
#include "catalog/catalog.h"

namespace calotype::cli {

/// --model, --device and --precision, for commands that may need the model.
struct ModelChoice {
  std::string folder;
  std::string device = "auto", precision = "auto";

  void addTo(CLI::App& parser);
  /// Without --precision, which means something else to some.
  void addModelTo(CLI::App& parser);
  model::EncoderOptions encoder() const;
  /// For commands without a catalog: the folder's model, or else the starter.
  Result<std::unique_ptr<model::Encoder>> open() const;
};

/// What was changed is written beside the photos too, where that is wanted, before it is closed,
/// and the catalog is copied once a day.
struct Settle {
  bool wait = true;
  void operator()(catalog::Catalog* catalog) const;
};
using OpenCatalog = std::unique_ptr<catalog::Catalog, Settle>;

/// Opens the catalog to change it, and creates it when there is none. watch: notices changes in its
/// folders by itself.
Result<OpenCatalog> openToChange(const Common& common, const ModelChoice& choice,
                                 bool watch = false);

/// Opens the catalog to read it, which works while another process writes. NotFound, with a
/// sentence that says how to make one, when there is none.
Result<OpenCatalog> openToRead(const Common& common, const ModelChoice& choice);

/// Prints why a catalog could not be opened and gives the exit code: nothing there yet, or busy,
/// damaged, too new.
int reportUnopened(const Error& error);

/// "basic" in a sentence, and how to give a better model.
extern const char* const kStarterNote;

}  // namespace calotype::cli
