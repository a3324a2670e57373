// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "catalog/decode/request.h"
#include "catalog/edit/edit.h"
#include "catalog/paths.h"
#include "catalog/search/advice.h"
#include "catalog/search/completion.h"
#include "catalog/search/query.h"
#include "catalog/store/own_words.h"
#include "catalog/tags/vocabulary.h"
#include "catalog/types.h"
#include "model/encoder.h"

namespace calotype::catalog {

/// Called on threads of the catalog; each method must return at once and must not call back.
class Observer {
 public:
  virtual ~Observer() = default;
  /// Photos were added or changed (in batches). Empty: anything may have.
  virtual void photosChanged(std::span<const PhotoId> ids) = 0;
  virtual void jobsChanged() = 0;   // indexing began, paused or ended
  virtual void modelChanged() = 0;  // the model was opened, or could not be
  virtual void problem(const Error& error) = 0;
};

struct CatalogOptions {
  Paths paths;
  bool readOnly = false;  // for the command line while another process writes
  model::EncoderFactory openEncoder = model::openEncoder;
  model::EncoderOptions encoder;
  fs::path model;  // --model DIR; empty: the catalog's, else the best installed, else the starter
  fs::path starterModel;                     // install_paths.h
  fs::path decoderProgram;                   // install_paths.h
  fs::path vocabulary;                       // install_paths.h: what photos are looked at for
  Language tagLanguage = Language::English;  // of tags that the program makes
  bool watch = false;  // notice by itself what changes in the folders, and index it
  std::chrono::milliseconds watchQuiet{2000};  // a folder is looked at after it was still so long
  // What is mounted, and what the disks are called (catalog/scan/volume.h).
  fs::path mountTable = "/proc/self/mountinfo", disks = "/dev/disk";
  int decoderProcesses = 0;  // 0: as many as there are cores
  // Does the machine run on its battery (pipeline/power.h)? Then indexing pauses, unless the
  // setting kOnBattery lets it go on. None: it never pauses by itself.
  std::function<bool()> onBattery;
  std::chrono::milliseconds onBatteryEvery{10'000};  // asked so often
};

/// How far indexing is. Copied out of atomics, cheap at 10 Hz.
struct Progress {
  enum class State { Idle, Scanning, Working, Paused };
  State state = State::Idle;
  bool spares = false;         // Paused by itself, since the machine runs on its battery
  std::int64_t found = 0;      // picture files seen by the scan
  std::int64_t unchanged = 0;  // known and not read again
  std::int64_t decoded = 0;    // read in this run
  std::int64_t encoded = 0;    // photos that got a vector in this run
  std::int64_t unreadable = 0;
  std::int64_t pending = 0;    // files still to be read or encoded
  std::int64_t atEncoder = 0;  // of these: decoded, and waiting for the encoder or in it
  std::int64_t toTag = 0;      // photos still to be looked at for tags
  double photosPerSecond = 0;  // over the last seconds
  std::optional<double> secondsLeft;
};

/// The result of a finished run: found = indexed + unchanged + unreadable.
struct IndexReport {
  std::int64_t found = 0, indexed = 0, unchanged = 0, unreadable = 0;
  double seconds = 0;
  double decodeSeconds = 0;  // processor time in the decoders
  double encodeSeconds = 0;  // time in the encoder
  double meanAtEncoder = 0;  // photos decoded, and waiting for the encoder or in it
  bool cancelled = false;
  std::vector<Error> problems;  // folders that could not be listed, a model that is missing, …
};

/// Where photos are looked for.
struct Everywhere {};
struct Recent {};         // the photos of the last import
struct MissingPhotos {};  // photos of which no file is where it was
using Place = std::variant<Everywhere, Recent, MissingPhotos, fs::path, AlbumId,
                           TagId>;  // a folder and below

/// What a search is by: a query as typed (see docs/query-language.md), a picture file, a photo of
/// the catalog.
struct SearchRequest {
  std::variant<std::string, fs::path, PhotoId> by;
  std::size_t limit = 0;  // 0: all, ranked
  std::string filter{};   // for pictures: the filters of a query
};
struct SearchPage {
  std::vector<PhotoRow> rows;  // best first, ties by id
  bool byWords =
      false;  // found by name, folder, date, caption and keyword only, since no model is open (yet)
  std::int64_t searched = 0;  // photos with a vector
  std::int64_t photos = 0;    // photos in the catalog
  bool ranked = false;        // by likeness: rows have scores, the best stand first
  Order order = Order::Date;
  std::vector<QueryFault> faults{};  // parts of the query that were left out
};

struct BrowseRequest {
  Place place;
  Order order = Order::Date;  // Relevance: an album's own order, else by date
  bool reversed = false;
};

struct TagPreview;  // catalog/tagging.h
using TagProgress = std::function<void(std::size_t done, std::size_t of)>;
struct TagRequest {
  std::vector<PhotoId> photos;
  fs::path vocabulary;   // empty: the usual one
  double precision = 0;  // 0: as set
};

/// Which model is in use and how it is doing.
struct ModelStatus {
  enum class State { Closed, Opening, Ready, Missing };
  State state = State::Closed;
  std::string name{};
  bool starter = false;
  int dims = 0;
  model::DeviceInfo device{};
  std::optional<Error> error{};  // why it is Missing
};

/// A change of the model that is under way: `from` answers until `to` has seen the photos that
/// `from` knew.
struct ModelChange {
  fs::path from, to;              // folders of the models
  std::int64_t seen = 0, of = 0;  // both 0 while it is not known yet
};

/// One library: its database, caches, threads and model. The facade that window and command line
/// call. Methods may be called from any thread unless they say otherwise; none but those that say
/// so waits for a disk, the model or a decoder.
class Catalog {
 public:
  /// Creates the catalog when there is none. Busy: another process writes to it (open readOnly
  /// instead). NewerVersion, Corrupt: nothing was touched.
  static Result<std::unique_ptr<Catalog>> open(CatalogOptions options);
  /// Stops in the order of ARCHITECTURE.md, within about a second.
  ~Catalog();
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  void setObserver(Observer* observer);  // null: none; waits until no call is in flight

  // --- folders (these wait for the writer) ---
  Result<RootId> addFolder(const fs::path& folder);  // a folder inside a known root gives that root
  Status removeFolder(const fs::path& folder);       // forgets it; photos' files are never touched
  /// Nobody looks into this folder from now on, and all that is known of photos that lie nowhere
  /// else is gone: rows, vectors, thumbnails, the user's work, the history of it. Copies of the
  /// catalog have it until they are replaced. Files are never touched. include() takes it back, and
  /// indexes it.
  Status excludeFolder(const fs::path& folder);
  Status includeFolder(const fs::path& folder);
  Result<std::vector<Root>> roots();
  Result<std::vector<Folder>> folders();

  // --- indexing: scan -> decode -> encode -> write ---
  /// Scans the folders (empty: all roots) and works off what is missing. Joins a run under way. A
  /// root whose disk is mounted elsewhere now is found there; one in whose place another folder or
  /// disk is, is left as it is, and the run's problems say so. acceptMissing: a person said that
  /// what is not there is gone, however much it is. Waits for the disks.
  Status startIndexing(std::vector<fs::path> folders = {}, bool acceptMissing = false);
  /// Files that could not become photos are due again, those too that broke the decoder. Blocks.
  Status retryFailures();
  void pauseIndexing(bool paused);
  void stopIndexing();
  Progress progress() const;
  IndexReport waitForIndexing();  // blocks until the run under way has ended

  // --- finding. Callbacks come on the reader's thread; a newer search stops the older (Cancelled)
  // ---
  void search(SearchRequest request, std::function<void(Result<SearchPage>)> done);
  void browse(BrowseRequest request, std::function<void(Result<SearchPage>)> done);
  Result<SearchPage> searchNow(
      SearchRequest request);  // blocks; waits for the model too (command line)

  // --- one photo ---
  void details(PhotoId id, std::function<void(Result<PhotoDetails>)> done);
  void failures(std::function<void(Result<std::vector<Failure>>)> done);
  void counts(std::function<void(Result<Counts>)> done);
  Result<PhotoDetails> detailsNow(PhotoId id);  // blocks
  Result<std::vector<Failure>> failuresNow();   // blocks
  Result<Counts> countsNow();                   // blocks
  /// Metadata of a file alone, by a decoder process, whether or not the catalog knows it. Blocks.
  Result<Metadata> metadataOf(const fs::path& file);

  // --- what the user makes of the photos. These wait for the disk; every change can be undone ---
  Result<EditDone> edit(Edit edit);
  Result<EditDone> undo();
  Result<EditDone> redo();
  Result<JournalState> journal();
  /// Moves files to the desktop's bin, or back; what could not be moved is among the problems.
  Result<EditDone> trash(std::vector<PhotoId> photos);
  Result<EditDone> restore(std::vector<PhotoId> photos);

  // --- what is written beside the photos, or into them, for other programs (kSidecars) ---
  Result<WordsState> wordsState(PhotoId photo);
  /// Photos whose words could not be read or written, or are in conflict.
  Result<std::vector<WordsTrouble>> wordTroubles();
  /// Ends a conflict: by the sidecar's word, or by the catalog's, which is then written.
  enum class Word { Sidecar, Catalog };
  Result<EditDone> decideWords(PhotoId photo, Word word);
  /// The user lets words be written into the photos of this folder of the catalog themselves.
  Status setEmbeds(const fs::path& folder, bool embeds);
  /// Tries again what could not be written.
  Status retryWords();
  /// Makes the daily copy of the catalog now, if it is due; for programs that end soon. Blocks.
  Status keepDailyCopy();
  /// What holds the processes back that read photos, "seccomp and Landlock"; empty: nothing.
  /// Blocks.
  Result<std::string> decoderConfinement() const;
  void settleWords();  // blocks until all that is due was written or has failed

  Result<std::vector<TagNode>> tags();
  Result<std::string> tagPath(TagId tag);  // levels apart by '/', as AddTag takes it
  Result<std::vector<Album>> albums();
  Result<std::vector<SharedTag>> tagsOf(std::vector<PhotoId> photos);
  Result<std::vector<ProposalCard>> proposals();
  Result<std::vector<ProposedPhoto>> proposedPhotos(TagId tag);
  Result<std::vector<TrashedPhoto>> trashed();
  Result<std::vector<Completion>> complete(std::string query, std::size_t cursor);
  /// What could be asked better than this query was. Reads the vocabulary.
  Result<std::vector<Advice>> advise(const std::string& query);
  Result<PhotoId> photoAt(const fs::path& file);  // NotFound: the catalog does not know it
  /// Ids of the photos that a place holds, or a query finds (with words: the best 200).
  Result<std::vector<PhotoId>> photosIn(Place place);
  Result<std::vector<PhotoId>> photosFor(const std::string& query);

  /// Photos with the user's own words, to learn from, and up to `others` without.
  Result<OwnPhotos> ownPhotos(std::size_t others);
  Result<std::int64_t> countOwnPhotos();

  // --- tagging. These wait for the model ---
  Result<std::shared_ptr<const TagPreview>> previewTags(TagRequest request,
                                                        const TagProgress& progress = {},
                                                        std::stop_token stop = {});
  /// accept: as if the user had accepted every one.
  Result<EditDone> applyTags(const TagPreview& preview, bool accept);

  // --- settings that change results (catalog/settings.h) ---
  Result<std::string> setting(const std::string& key);
  Status setSetting(const std::string& key, const std::string& value);

  // --- pictures. Callbacks come on the picture thread ---
  /// The thumbnail as JPEG of our own making, longest edge about `edge` (256 or 512). Newest
  /// request first.
  void thumbnail(PhotoId id, int edge, std::function<void(PhotoId, Result<std::string>)> done);
  void cancelThumbnail(PhotoId id);
  /// The picture for the viewer, upright, sRGB, longest edge at most `edge` pixels (0: full size).
  void picture(PhotoId id, std::uint32_t edge, std::stop_token stop,
               std::function<void(PhotoId, Result<Rgb8>)> done);

  // --- the model ---
  /// Begins opening the model that answers on its encoder's thread. Search and indexing do so by
  /// themselves.
  void warmModel();
  ModelStatus modelStatus() const;  // of the one that answers
  ModelStatus waitForModel();       // blocks until it is Ready or Missing (command line)
  /// Makes vectors with the model of this folder from now on (NAME of an installed one will do).
  /// The one before answers until the new one has seen its photos; to go back is instant. Opens the
  /// new one first: when it cannot be used, nothing has changed. Ends an indexing run under way and
  /// begins none. Blocks.
  Status useModel(const fs::path& model);
  /// Answers with the new one now, however few photos it has seen. Blocks.
  Status finishModelChange();
  void modelChange(std::function<void(Result<std::optional<ModelChange>>)> done);
  Result<std::optional<ModelChange>> modelChangeNow();  // blocks

 private:
  struct State;
  explicit Catalog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace calotype::catalog
