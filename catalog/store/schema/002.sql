-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person makes of the photos: tags that stand for concepts, albums, the trash, and a journal of it all.

-- concept: the concept of a vocabulary that this tag stands for, whatever it is called here
ALTER TABLE tag ADD COLUMN concept TEXT;
CREATE UNIQUE INDEX tag_concept ON tag (concept) WHERE concept IS NOT NULL;
CREATE INDEX tag_parent ON tag (parent_id);
CREATE INDEX tag_key ON tag (name_key);

-- action, subject and photos name the entry for people. changes: an SQLite changeset of the rows that changed.
-- moved: ids of photos that went to the trash or came back (64 bits each, little-endian); NULL otherwise.
DROP TABLE journal;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  photos INTEGER NOT NULL,
  changes BLOB NOT NULL,
  moved BLOB,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;

-- A photo's file that was put into the desktop's bin: where it lay and where it lies now (absolute).
CREATE TABLE trash (
  root_id INTEGER NOT NULL REFERENCES root ON DELETE CASCADE,
  path BLOB NOT NULL,
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  bin_file BLOB NOT NULL,
  bin_info BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (root_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX trash_photo ON trash (photo_id);

-- With which model, vocabulary and certainty a photo was last looked at for proposals.
CREATE TABLE tagging (
  photo_id INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  fingerprint INTEGER NOT NULL
) STRICT;

-- what a grid's cell shows
DROP INDEX photo_browse;
CREATE INDEX photo_browse ON photo (sort_ms DESC, id, aspect, average_rgb, rating, flag, colour, files, hidden)
 WHERE files > 0 AND hidden = 0;
-- what filters ask for, so that they read no whole rows
CREATE INDEX photo_facts ON photo (make, camera, lens, iso, f_number, focal_length_mm, format, latitude, files, hidden)
 WHERE files > 0 AND hidden = 0;
CREATE INDEX photo_rating ON photo (rating) WHERE rating > 0;
CREATE INDEX photo_flag ON photo (flag) WHERE flag <> 0;
CREATE INDEX photo_colour ON photo (colour) WHERE colour <> 0;
CREATE INDEX photo_added ON photo (added_ms);
