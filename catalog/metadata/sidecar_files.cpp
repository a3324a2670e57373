// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/sidecar_files.h"

#include <utility>

namespace calotype::catalog {

namespace {

/// NotFound is no error here: empty then.
Result<std::optional<SidecarFile>> openOne(const fs::path& photo, SidecarForm form) {
  const auto stem = sidecarStem(photo.filename().native(), form);
  for (const char* const suffix : {".xmp", ".XMP"}) {
    SidecarFile sidecar{form, photo.parent_path() / (stem + suffix), {}, {}};
    auto file = openRegularFile(sidecar.path);
    if (!file && file.error().code == Code::NotFound) continue;
    if (!file) return tl::make_unexpected(file.error());
    sidecar.file = std::move(*file);
    CALOTYPE_TRY(sidecar.stat, statOf(sidecar.file));
    return std::optional(std::move(sidecar));
  }
  return std::optional<SidecarFile>();
}

}  // namespace

Result<bool> ownsStem(const Database& database, FileId file) {
  CALOTYPE_TRY(auto row,
               database.query("SELECT root_id, folder, path FROM file WHERE id = ?1", file));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The file is no longer in the catalog.");
  const auto root = row.integer(0);
  const std::string folder = row.bytes(1), path = row.bytes(2);
  row.reset();
  const auto name = fs::path(path).filename().native();
  const auto prefix =
      path.substr(0, path.size() - name.size()) + sidecarStem(name, SidecarForm::Stem) + '.';
  auto end = prefix;
  end.back() = '.' + 1;
  CALOTYPE_TRY(auto rows,
               database.query("SELECT path FROM file WHERE root_id = ?1 AND path > ?2 AND path < ?3"
                              " AND folder = ?4 AND state <> 'missing'",
                              root, asBlob(prefix), asBlob(end), asBlob(folder)));
  std::vector<std::string> names;
  while (true) {
    CALOTYPE_TRY(const bool sibling, rows.step());
    if (!sibling) return ownsStem(name, names);
    names.push_back(fs::path(rows.bytes(0)).filename().native());
  }
}

Result<Sidecars> openSidecars(const fs::path& photo, bool ownsStem) {
  Sidecars found;
  std::vector<FileStat> stats;
  for (const auto form : {SidecarForm::Whole, SidecarForm::Stem}) {
    if (form == SidecarForm::Stem && (!ownsStem || !photo.has_extension())) continue;
    CALOTYPE_TRY(auto sidecar, openOne(photo, form));
    if (!sidecar) continue;
    stats.push_back(sidecar->stat);
    found.files.push_back(std::move(*sidecar));
  }
  found.stamp = stampOf(stats);
  return found;
}

Result<Said> readSidecars(const Sidecars& sidecars, DecoderPool& decoders, std::stop_token stop) {
  std::optional<Said> said;
  const SidecarFile* last = nullptr;
  for (const auto& sidecar : sidecars.files) {
    DecodeRequest request;
    request.task = DecoderTask::Sidecar;
    const auto read = decoders.decode(sidecar.file.get(), request, stop);
    if (!read)
      return fail(read.error().code, displayPath(sidecar.path) + ": " + read.error().message);
    auto more = saidBy(read->metadata);
    if (!said)
      said = std::move(more);
    else
      said =
          sidecar.stat.mtimeNs > last->stat.mtimeNs ? together(more, *said) : together(*said, more);
    last = &sidecar;
  }
  return said.value_or(Said{});
}

Said readPhotoWords(const fs::path& photo, DecoderPool& decoders, std::stop_token stop) {
  const auto file = openRegularFile(photo);
  if (!file) return {};
  DecodeRequest request;
  request.metadata = true;
  const auto read = decoders.decode(file->get(), request, stop);
  return read ? saidBy(read->metadata) : Said{};
}

}  // namespace calotype::catalog
