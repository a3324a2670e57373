-- SPDX-License-Identifier: GPL-3.0-or-later
-- Times are milliseconds since 1970 UTC (taken_ms and sort_ms: the wall clock as if it had shown UTC). Names are NFC,
-- *_key case-folded. Paths are raw bytes.

CREATE TABLE volume (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL
) STRICT;

-- path: absolute, as long as volume_id is NULL
CREATE TABLE root (
  id INTEGER PRIMARY KEY,
  volume_id INTEGER REFERENCES volume,
  path BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX root_path ON root (coalesce(volume_id, 0), path);

-- content: SHA-256 of all bytes. pixel_hash: of the picture data alone. width and height as stored; aspect upright.
-- files: how many present files hold this content, kept by the triggers below.
CREATE TABLE photo (
  id INTEGER PRIMARY KEY,
  content BLOB NOT NULL UNIQUE,
  pixel_hash BLOB,
  width INTEGER,
  height INTEGER,
  format TEXT,
  orientation INTEGER NOT NULL DEFAULT 1 CHECK (orientation BETWEEN 1 AND 8),
  taken_ms INTEGER,
  taken_offset_min INTEGER,
  make TEXT,
  camera TEXT,
  lens TEXT,
  exposure_seconds REAL,
  f_number REAL,
  iso REAL,
  focal_length_mm REAL,
  latitude REAL,
  longitude REAL,
  rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
  flag INTEGER NOT NULL DEFAULT 0 CHECK (flag BETWEEN -1 AND 1),
  colour INTEGER NOT NULL DEFAULT 0,
  title TEXT,
  caption TEXT,
  added_ms INTEGER NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0,
  files INTEGER NOT NULL DEFAULT 0,
  aspect REAL NOT NULL DEFAULT 1,
  average_rgb INTEGER NOT NULL DEFAULT 8421504,
  sort_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
-- files and hidden are in it although its condition names them: only then is it read without the table
CREATE INDEX photo_browse ON photo (sort_ms DESC, id, aspect, average_rgb, files, hidden)
 WHERE files > 0 AND hidden = 0;
CREATE INDEX photo_taken ON photo (taken_ms);
CREATE INDEX photo_pixels ON photo (pixel_hash) WHERE pixel_hash IS NOT NULL;

-- path and folder: relative to the root; folder is '' at its top. needs_read: its bytes were not looked at since they
-- changed. photo_id: what it held when they were.
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  photo_id INTEGER REFERENCES photo,
  root_id INTEGER NOT NULL REFERENCES root,
  path BLOB NOT NULL,
  folder BLOB NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  inode INTEGER,
  device INTEGER,
  quick BLOB,
  state TEXT NOT NULL CHECK (state IN ('present', 'missing', 'unreadable')),
  needs_read INTEGER NOT NULL DEFAULT 1,
  seen_ms INTEGER NOT NULL,
  UNIQUE (root_id, path)
) STRICT;
CREATE INDEX file_folder ON file (root_id, folder);
CREATE INDEX file_photo ON file (photo_id, state);
CREATE INDEX file_unread ON file (id) WHERE needs_read = 1;

CREATE TRIGGER file_added AFTER INSERT ON file WHEN new.photo_id IS NOT NULL BEGIN
  UPDATE photo SET files = (SELECT count(*) FROM file WHERE photo_id = new.photo_id AND state = 'present')
   WHERE id = new.photo_id;
END;
CREATE TRIGGER file_changed AFTER UPDATE OF photo_id, state ON file
WHEN old.photo_id IS NOT new.photo_id OR old.state <> new.state BEGIN
  UPDATE photo SET files = (SELECT count(*) FROM file WHERE photo_id = photo.id AND state = 'present')
   WHERE id IN (old.photo_id, new.photo_id);
END;
CREATE TRIGGER file_removed AFTER DELETE ON file WHEN old.photo_id IS NOT NULL BEGIN
  UPDATE photo SET files = (SELECT count(*) FROM file WHERE photo_id = old.photo_id AND state = 'present')
   WHERE id = old.photo_id;
END;

CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES tag,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX tag_name ON tag (coalesce(parent_id, 0), name_key);

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  weights_sha256 TEXT NOT NULL UNIQUE,
  dims INTEGER NOT NULL CHECK (dims BETWEEN 1 AND 65536)
) STRICT;

CREATE TABLE photo_tag (
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tag ON DELETE CASCADE,
  origin TEXT NOT NULL CHECK (origin IN ('user', 'file', 'model', 'place')),
  state TEXT NOT NULL CHECK (state IN ('accepted', 'proposed', 'rejected')),
  score REAL,
  probability REAL,
  prompt TEXT,
  at_ms INTEGER NOT NULL,
  model_id INTEGER REFERENCES model,
  PRIMARY KEY (photo_id, tag_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_tag_tag ON photo_tag (tag_id, state);

-- vector: dims half floats (IEEE 754 binary16), little-endian, of unit length
CREATE TABLE embedding (
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  model_id INTEGER NOT NULL REFERENCES model,
  transform INTEGER NOT NULL,
  vector BLOB NOT NULL,
  UNIQUE (model_id, transform, photo_id)
) STRICT;
CREATE INDEX embedding_photo ON embedding (photo_id);

CREATE TABLE text_vector (
  text TEXT NOT NULL,
  model_id INTEGER NOT NULL REFERENCES model,
  prompts INTEGER NOT NULL,
  vector BLOB NOT NULL,
  used_ms INTEGER NOT NULL,
  UNIQUE (text, model_id, prompts)
) STRICT;

CREATE TABLE calibration (
  tag_id INTEGER REFERENCES tag ON DELETE CASCADE,
  model_id INTEGER NOT NULL REFERENCES model,
  slope REAL NOT NULL,
  offset REAL NOT NULL,
  positives INTEGER NOT NULL,
  negatives INTEGER NOT NULL,
  UNIQUE (tag_id, model_id)
) STRICT;

-- query: a saved search; NULL: a list of photos
CREATE TABLE album (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  query TEXT,
  cover_id INTEGER REFERENCES photo,
  position REAL NOT NULL
) STRICT;
CREATE INDEX album_cover ON album (cover_id);
CREATE TABLE album_photo (
  album_id INTEGER NOT NULL REFERENCES album ON DELETE CASCADE,
  photo_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  position REAL NOT NULL,
  PRIMARY KEY (album_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_photo_photo ON album_photo (photo_id);

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  label TEXT NOT NULL,
  undo TEXT NOT NULL,
  redo TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE failure (
  file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  step TEXT NOT NULL CHECK (step IN ('open', 'decode', 'encode')),
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  not_before_ms INTEGER NOT NULL,
  UNIQUE (file_id, step)
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- rowid = photo.id; a cache, made from the tables above
CREATE VIRTUAL TABLE photo_text USING fts5 (
  name, folder, date, caption, tags, tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO setting (key, value) VALUES ('min_reader', '1');
