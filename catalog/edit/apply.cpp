// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/apply.h"

#include "catalog/store/album_store.h"
#include "catalog/store/photo_tag_store.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kMaxCaptionBytes = 16'384;

/// One overload an action.
class Applier {
 public:
  Applier(WriteToken& token, const Edit& edit, EditDone& done, std::int64_t nowMs)
      : token_(token), edit_(edit), done_(done), nowMs_(nowMs) {}

  Status operator()(const SetRating& rating) {
    if (rating.stars < 0 || rating.stars > 5)
      return fail(Code::InvalidArgument, "A rating has 0 to 5 stars.");
    name("rating", std::to_string(rating.stars));
    return setColumn("rating", rating.stars);
  }
  Status operator()(const SetFlag& flag) {
    if (flag.flag < -1 || flag.flag > 1)
      return fail(Code::InvalidArgument, "A photo is picked, rejected or neither.");
    name("flag", flag.flag == 0 ? "none" : flag.flag > 0 ? "picked" : "rejected");
    return setColumn("flag", flag.flag);
  }
  Status operator()(const SetColour& colour) {
    if (colour.colour < 0 || colour.colour > 5)
      return fail(Code::InvalidArgument,
                  "There are five colours: red, yellow, green, blue, purple.");
    name("colour", kColourNames[colour.colour]);
    return setColumn("colour", colour.colour);
  }
  Status operator()(const SetCaption& caption) {
    if (caption.text.size() > kMaxCaptionBytes)
      return fail(Code::TooLarge, "The caption is longer than 16,384 bytes: shorten it.");
    name("caption", "");
    return setColumn("caption", caption.text.empty() ? std::nullopt : std::optional(caption.text));
  }

  Status operator()(const ForgetMissing&) {
    name("forget", "");
    CALOTYPE_TRY(auto update,
                 token_.database().prepare("UPDATE photo SET forgotten_ms = ?1 WHERE id = ?2"
                                           " AND files = 0 AND forgotten_ms IS NULL"));
    for (const PhotoId photo : edit_.photos) {
      update.bind(nowMs_, photo);
      CALOTYPE_CHECK(update.run());
    }
    return {};
  }

  Status operator()(const AddTag& add) {
    CALOTYPE_TRY(const auto tag, TagStore(token_.database()).addPath(token_, add.path));
    done_.tag = tag;
    CALOTYPE_CHECK(nameByTag("tag.add", tag));
    return PhotoTagStore(token_.database()).add(token_, edit_.photos, tag, nowMs_);
  }
  Status operator()(const RemoveTag& remove) {
    CALOTYPE_CHECK(nameByTag("tag.remove", remove.tag));
    return PhotoTagStore(token_.database()).takeAway(token_, edit_.photos, remove.tag, nowMs_);
  }
  Status operator()(const AcceptTag& accept) {
    CALOTYPE_CHECK(nameByTag("tag.accept", accept.tag));
    return PhotoTagStore(token_.database()).accept(token_, edit_.photos, accept.tag, nowMs_);
  }
  Status operator()(const RejectTag& reject) {
    CALOTYPE_CHECK(nameByTag("tag.reject", reject.tag));
    return PhotoTagStore(token_.database()).reject(token_, edit_.photos, reject.tag, nowMs_);
  }
  Status operator()(const CreateTag& create) {
    CALOTYPE_TRY(done_.tag, TagStore(token_.database()).addPath(token_, create.path));
    return nameByTag("tag.create", *done_.tag);
  }
  Status operator()(const RenameTag& rename) {
    CALOTYPE_CHECK(nameByTag("tag.rename", rename.tag));
    return TagStore(token_.database()).rename(token_, rename.tag, rename.name);
  }
  Status operator()(const MoveTag& move) {
    CALOTYPE_CHECK(nameByTag("tag.move", move.tag));
    return TagStore(token_.database()).move(token_, move.tag, move.parent);
  }
  Status operator()(const MergeTags& merge) {
    CALOTYPE_CHECK(nameByTag("tag.merge", merge.from));
    return TagStore(token_.database()).merge(token_, merge.from, merge.into);
  }
  Status operator()(const DeleteTag& remove) {
    CALOTYPE_CHECK(nameByTag("tag.delete", remove.tag));
    return TagStore(token_.database()).remove(token_, remove.tag);
  }

  Status operator()(const AddToAlbum& add) {
    CALOTYPE_CHECK(nameByAlbum("album.add", add.album));
    return AlbumStore(token_.database()).add(token_, add.album, edit_.photos);
  }
  Status operator()(const RemoveFromAlbum& remove) {
    CALOTYPE_CHECK(nameByAlbum("album.remove", remove.album));
    return AlbumStore(token_.database()).takeOut(token_, remove.album, edit_.photos);
  }
  Status operator()(const CreateAlbum& create) {
    AlbumStore albums(token_.database());
    CALOTYPE_TRY(const auto album, albums.create(token_, create.name, create.query));
    done_.album = album;
    CALOTYPE_CHECK(nameByAlbum(create.query.empty() ? "album.create" : "search.save", album));
    return create.query.empty() ? albums.add(token_, album, edit_.photos) : Status();
  }
  Status operator()(const RenameAlbum& rename) {
    CALOTYPE_CHECK(nameByAlbum("album.rename", rename.album));
    return AlbumStore(token_.database()).rename(token_, rename.album, rename.name);
  }
  Status operator()(const SetAlbumQuery& set) {
    CALOTYPE_CHECK(nameByAlbum("search.change", set.album));
    return AlbumStore(token_.database()).setQuery(token_, set.album, set.query);
  }
  Status operator()(const DeleteAlbum& remove) {
    CALOTYPE_CHECK(nameByAlbum("album.delete", remove.album));
    return AlbumStore(token_.database()).remove(token_, remove.album);
  }

 private:
  void name(const char* action, std::string subject) {
    done_.name = {action, std::move(subject), std::int64_t(edit_.photos.size())};
  }
  Status nameByTag(const char* action, TagId tag) {
    CALOTYPE_TRY(auto path, TagStore(token_.database()).pathOf(tag));
    name(action, std::move(path));
    return {};
  }
  Status nameByAlbum(const char* action, AlbumId id) {
    CALOTYPE_TRY(auto album, AlbumStore(token_.database()).get(id));
    name(action, std::move(album.name));
    return {};
  }
  template <class Value>
  Status setColumn(const std::string& column, const Value& value) {
    CALOTYPE_TRY(auto update,
                 token_.database().prepare("UPDATE photo SET " + column +
                                           " = ?1 WHERE id = ?2 AND " + column + " IS NOT ?1"));
    for (const PhotoId photo : edit_.photos) {
      update.bind(value, photo);
      CALOTYPE_CHECK(update.run());
    }
    return {};
  }

  WriteToken& token_;
  const Edit& edit_;
  EditDone& done_;
  const std::int64_t nowMs_;
};

}  // namespace

Status applyEdit(WriteToken& token, const Edit& edit, EditDone& done, std::int64_t nowMs) {
  return std::visit(Applier(token, edit, done, nowMs), edit.action);
}

}  // namespace calotype::catalog
