// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/photo_file.h"

#include <unistd.h>

#include <utility>

#include "catalog/metadata/replace_file.h"
#include "catalog/metadata/sidecar_files.h"
#include "catalog/pipeline/clock.h"
#include "catalog/protocol.h"
#include "catalog/scan/picture_names.h"
#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"

namespace calotype::catalog {

namespace {

/// Enters the temporary file before it exists, so that whoever finds it knows whose it is.
Status announce(const WordWriterParts& parts, const FileReplacement& replacement, FileId file,
                const std::optional<Sha256>& content) {
  return parts.writer.run([&](WriteToken& token) {
    return SidecarStore(token.database())
        .addReplacing(token, {replacement.temporary(), file, content});
  });
}

/// It was put in its place, or is not wanted.
Status withdraw(const WordWriterParts& parts, FileReplacement& replacement) {
  replacement.discard();
  return parts.writer.run([&](WriteToken& token) {
    return SidecarStore(token.database()).removeReplacing(token, replacement.temporary());
  });
}

tl::unexpected<Error> saysOtherwise(const fs::path& path) {
  return fail(Code::Corrupt, displayPath(path) +
                                 " would not say what was to be written, so nothing was replaced.");
}

/// The bytes of the sidecar with these words in it.
Result<std::vector<std::byte>> edited(DecoderPool& decoders, int file, const fs::path& path,
                                      DecoderTask task, const PhotoWords& words,
                                      std::stop_token stop) {
  DecodeRequest request;
  request.task = task;
  request.words = words;
  auto done = decoders.decode(file, request, std::move(stop));
  if (!done) return fail(done.error().code, displayPath(path) + ": " + done.error().message);
  return std::move(done->file);
}

Status checkSidecar(DecoderPool& decoders, const FileReplacement& replacement, const fs::path& path,
                    const PhotoWords& words, std::stop_token stop) {
  CALOTYPE_TRY(const auto written, replacement.reopen());
  DecodeRequest request;
  request.task = DecoderTask::Sidecar;
  CALOTYPE_TRY(const auto read, decoders.decode(written.get(), request, std::move(stop)));
  if (!says(saidBy(read.metadata), words)) return saysOtherwise(path);
  return {};
}

/// sidecar: what is there, open; null: a new one, that gets the photo's rights.
Status writeOne(const WordWriterParts& parts, const PhotoFile& file, const SidecarFile* sidecar,
                const PhotoWords& words, std::stop_token stop) {
  const auto path = sidecar != nullptr ? sidecar->path : fs::path(file.path.native() + ".xmp");
  Descriptor source;
  if (sidecar == nullptr) {
    CALOTYPE_TRY(source, protocol::memoryFile({}));
  } else {
    CALOTYPE_CHECK(mayBeReplaced(path, sidecar->file.get()));
  }
  CALOTYPE_TRY(const auto bytes,
               edited(parts.decoders, sidecar != nullptr ? sidecar->file.get() : source.get(), path,
                      DecoderTask::EditSidecar, words, stop));
  CALOTYPE_TRY(const auto photo, openRegularFile(file.path));
  CALOTYPE_TRY(auto replacement, FileReplacement::prepare(path, bytes.size()));
  CALOTYPE_CHECK(announce(parts, replacement, file.id, std::nullopt));
  const int like = sidecar != nullptr ? sidecar->file.get() : photo.get();
  auto done = replacement.write(bytes, like, false);
  if (done) done = checkSidecar(parts.decoders, replacement, path, words, stop);
  if (done) {
    const auto placed =
        replacement.commit(sidecar != nullptr ? std::optional(sidecar->stat) : std::nullopt);
    if (!placed) done = tl::make_unexpected(placed.error());
  }
  CALOTYPE_CHECK(withdraw(parts, replacement));
  return done;
}

bool isEmpty(const PhotoWords& words) {
  return words.rating.value_or(0) == 0 && words.caption.empty() && words.tags.empty();
}

/// The photo is in other bytes now; everything about it stays.
Status noteRewritten(WriteToken& token, FileId file, const FileStat& stat, const Sha256& content,
                     const fs::path& temporary) {
  CALOTYPE_CHECK(PhotoStore(token.database()).rewritten(token, file, stat, content));
  return SidecarStore(token.database()).removeReplacing(token, temporary);
}

Status checkPhoto(DecoderPool& decoders, const FileReplacement& replacement, const fs::path& path,
                  const PhotoWords& words, const Sha256& content,
                  const std::optional<Sha256>& pixelHash, std::stop_token stop) {
  CALOTYPE_TRY(const auto written, replacement.reopen());
  CALOTYPE_TRY(const auto hash, sha256OfFile(written.get()));
  DecodeRequest request;
  request.metadata = request.pixelHash = true;
  CALOTYPE_TRY(const auto read, decoders.decode(written.get(), request, stop));
  if (hash != content || read.pixelHash != pixelHash) return saysOtherwise(path);
  if (says(saidBy(read.metadata), words)) return {};
  // Exif or IPTC say something else, and stay; the XMP says it when writing it again changes
  // nothing.
  CALOTYPE_TRY(const auto again,
               edited(decoders, written.get(), path, DecoderTask::EditPhoto, words, stop));
  return sha256(again) == content ? Status() : saysOtherwise(path);
}

}  // namespace

Result<std::vector<PhotoFile>> filesOf(const Database& database, PhotoId photo) {
  CALOTYPE_TRY(auto rows,
               database.query("SELECT file.id, root.path, file.path, size, mtime_ns, inode, device,"
                              " embeds FROM file JOIN root ON root.id = root_id"
                              " WHERE photo_id = ?1 AND state = 'present' AND needs_read = 0"
                              " ORDER BY file.id",
                              photo));
  std::vector<PhotoFile> files;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return files;
    files.push_back({rows.id<FileId>(0), photo, fs::path(rows.bytes(1)) / rows.bytes(2),
                     FileStat{std::uint64_t(rows.integer(3)), rows.integer(4),
                              std::uint64_t(rows.integer(5)), std::uint64_t(rows.integer(6))},
                     rows.integer(7) != 0});
  }
}

Status writeSidecars(const WordWriterParts& parts, const Database& reader, const PhotoFile& file,
                     const PhotoWords& words, std::stop_token stop) {
  CALOTYPE_TRY(const bool owns, ownsStem(reader, file.id));
  CALOTYPE_TRY(const auto there, openSidecars(file.path, owns));
  CALOTYPE_TRY(const auto known, SidecarStore(reader).known(file.id));
  // Whoever wrote it since it was read may have changed what we would write over.
  if (there.stamp != known.read)
    return fail(Code::Busy, displayPath(file.path) +
                                ": another program has just written the file beside it, which is "
                                "read first. It is tried again.");
  if (there.files.empty()) {
    if (isEmpty(words) || says(readPhotoWords(file.path, parts.decoders, stop), words)) return {};
    CALOTYPE_CHECK(writeOne(parts, file, nullptr, words, stop));
  } else if (known.before && says(*known.before, words)) {
    return {};
  }
  for (const auto& sidecar : there.files)
    CALOTYPE_CHECK(writeOne(parts, file, &sidecar, words, stop));
  CALOTYPE_TRY(const auto now, openSidecars(file.path, owns));
  return parts.writer.run([&](WriteToken& token) {
    return SidecarStore(token.database()).noteWritten(token, file.id, now.stamp, words, nowMs());
  });
}

Status writeIntoPhoto(const WordWriterParts& parts, const PhotoFile& file, const PhotoWords& words,
                      std::stop_token stop) {
  CALOTYPE_TRY(const auto photo, openRegularFile(file.path));
  CALOTYPE_TRY(const auto stat, statOf(photo));
  if (!stat.sameFile(file.stat))
    return fail(Code::Busy, displayPath(file.path) +
                                " was changed since it was indexed, so it was left alone.");
  DecodeRequest request;
  request.metadata = request.pixelHash = true;
  CALOTYPE_TRY(const auto before, parts.decoders.decode(photo.get(), request, stop));
  const auto said = saidBy(before.metadata);
  if (says(said, words)) return {};
  CALOTYPE_CHECK(mayBeReplaced(file.path, photo.get()));
  CALOTYPE_TRY(const auto bytes,
               edited(parts.decoders, photo.get(), file.path, DecoderTask::EditPhoto, words, stop));
  const auto content = sha256(bytes);
  CALOTYPE_TRY(const auto old, sha256OfFile(photo.get()));
  if (content == old) return {};
  CALOTYPE_TRY(auto replacement, FileReplacement::prepare(file.path, bytes.size()));
  CALOTYPE_CHECK(announce(parts, replacement, file.id, content));
  auto done = replacement.write(bytes, photo.get(), true);
  if (done)
    done =
        checkPhoto(parts.decoders, replacement, file.path, words, content, before.pixelHash, stop);
  if (!done) {
    CALOTYPE_CHECK(withdraw(parts, replacement));
    return done;
  }
  const auto placed = replacement.commit(stat);
  if (!placed) {
    CALOTYPE_CHECK(withdraw(parts, replacement));
    return tl::make_unexpected(placed.error());
  }
  CALOTYPE_CHECK(parts.writer.run([&](WriteToken& token) {
    return noteRewritten(token, file.id, *placed, content, replacement.temporary());
  }));
  if (auto thumbnail = parts.thumbnails.find(old)) (void)parts.thumbnails.put(content, *thumbnail);
  return {};
}

Status finishReplacing(const WordWriterParts& parts, const Database& reader) {
  CALOTYPE_TRY(const auto left, SidecarStore(reader).replacing());
  for (const auto& each : left) {
    std::optional<FileStat> rewritten;
    const auto path = FileStore(reader).path(each.file);
    if (each.content && path) {
      const auto photo = openRegularFile(*path);
      const auto content = photo ? sha256OfFile(photo->get()) : Result<Sha256>(Sha256{});
      if (photo && content && *content == *each.content)
        if (const auto stat = statOf(*photo)) rewritten = *stat;
    }
    // Only beside the photo it was made for: a catalog from elsewhere may name any file (R32).
    const bool beside = path && each.path.parent_path() == path->parent_path();
    if (beside && isOwnTemporaryName(each.path.filename().native())) ::unlink(each.path.c_str());
    CALOTYPE_CHECK(parts.writer.run([&](WriteToken& token) {
      return rewritten ? noteRewritten(token, each.file, *rewritten, *each.content, each.path)
                       : SidecarStore(token.database()).removeReplacing(token, each.path);
    }));
  }
  return {};
}

}  // namespace calotype::catalog
