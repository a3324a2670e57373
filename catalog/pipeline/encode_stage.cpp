// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/encode_stage.h"

#include <utility>

#include "catalog/store/embedding_store.h"
#include "catalog/store/photo_store.h"
#include "model/score/vectors.h"

namespace calotype::catalog {
namespace {

using Clock = std::chrono::steady_clock;

// A few photos at a time keep no two threads busy.
constexpr std::chrono::milliseconds kPatience{250};

}  // namespace

void EncodeStage::work(BoundedQueue<Crop>& crops) {
  while (auto first = crops.pop(run_.token())) {
    if (!run_.gate.pass(run_.token())) return;
    encode(collect(crops, std::move(*first)));
  }
}

/// A batch closes when it is as large as the encoder takes it, or 250 ms after its first crop.
std::vector<Crop> EncodeStage::collect(BoundedQueue<Crop>& crops, Crop first) const {
  std::vector<Crop> batch;
  batch.push_back(std::move(first));
  const auto end = Clock::now() + kPatience;
  while (batch.size() < run_.encoder->pieceSize()) {
    auto next = crops.popFor(end - Clock::now(), run_.token());
    if (!next) break;
    batch.push_back(std::move(*next));
  }
  return batch;
}

void EncodeStage::encode(std::vector<Crop> batch) {
  std::vector<Rgb8> pixels;
  pixels.reserve(batch.size());
  for (auto& crop : batch) pixels.push_back(std::move(crop.pixels));
  const auto vectors = run_.encoder->photos(pixels, run_.token());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    run_.tally.fromEncoder(vectors[i].has_value());
    if (vectors[i])
      store(batch[i], *vectors[i]);
    else if (vectors[i].error().code == Code::ModelMissing)
      run_.problem(vectors[i].error());  // no fault of the photo: it gets its vector in a later run
    else
      run_.recordFailure(batch[i].job, Step::Encode, vectors[i].error());
  }
}

void EncodeStage::store(const Crop& crop, const UnitVector& vector) {
  run_.write([&run = run_, content = crop.content, job = crop.job,
              row = model::toHalves(vector)](WriteToken& token) -> Status {
    // The photo's row was written before: edits keep their order.
    CALOTYPE_TRY(const auto photo, PhotoStore(token.database()).find(content));
    if (!photo) return {};
    const RunModel& model = *run.model;
    CALOTYPE_CHECK(EmbeddingStore(token.database())
                       .put(token, *photo, model.id, model.identity.transform, row));
    token.afterCommit([&run, job, photo = *photo, row] {
      run.parts.index.add(run.model->identity, std::vector{photo}, row);
      if (job.photo) run.settle(job, Outcome::Indexed);
      run.changed(photo);
    });
    return {};
  });
}

}  // namespace calotype::catalog
