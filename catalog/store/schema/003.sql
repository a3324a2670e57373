-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where folders lie when their disk is somewhere else, what a journal's entry was when it was written, and what is
-- written into sidecars.

-- By what a root is known again besides its path. volume_path: the root seen from where its file system is mounted.
-- folder_inode, folder_born_ns: of the folder itself (born NULL: the file system keeps no time of birth).
ALTER TABLE root ADD COLUMN volume_path BLOB;
ALTER TABLE root ADD COLUMN folder_inode INTEGER;
ALTER TABLE root ADD COLUMN folder_born_ns INTEGER;

-- XXH3 of changes; NULL: from before this column
ALTER TABLE journal ADD COLUMN checksum INTEGER;

-- Another picture was found in the place of an old one. Until the scan ends it is open whether the old one turns up
-- elsewhere (then they only changed places) or was edited (then the user's work is the new one's too).
-- was_unknown: the catalog had never seen the new one.
CREATE TABLE replaced (
  old_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  new_id INTEGER NOT NULL REFERENCES photo ON DELETE CASCADE,
  was_unknown INTEGER NOT NULL,
  PRIMARY KEY (old_id, new_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX replaced_new ON replaced (new_id);

-- Contents over which the decoder died or hung twice, the second time alone.
CREATE TABLE quarantine (
  content BLOB PRIMARY KEY,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX file_missing ON file (photo_id) WHERE state = 'missing';

-- What a file's sidecars (rose.jpg.xmp, rose.xmp) are, and what they say. seen: what the scan found, by their sizes,
-- times and inodes (scan/sidecar_names.h), 0: none. read: what was there when they were last read or written. rating,
-- caption, tags (paths, a line each): what they said then; tags NULL: nothing yet. other_rating, other_caption: what
-- they say and the catalog does not, until a person decides. problem: why they could not be read.
CREATE TABLE sidecar (
  file_id INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE,
  seen INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  rating INTEGER,
  caption TEXT,
  tags TEXT,
  other_rating INTEGER,
  other_caption TEXT,
  written_ms INTEGER,
  problem TEXT
) STRICT;
CREATE INDEX sidecar_unread ON sidecar (file_id) WHERE seen <> read;
CREATE INDEX sidecar_conflict ON sidecar (file_id) WHERE other_rating IS NOT NULL OR other_caption IS NOT NULL;

-- Photos whose words (rating, caption, tags) are to be written beside their files, or into them. change: a number that
-- grows, so that a change during the writing is not forgotten. message: why it could not be done.
CREATE TABLE unwritten (
  photo_id INTEGER PRIMARY KEY REFERENCES photo ON DELETE CASCADE,
  change INTEGER NOT NULL,
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  message TEXT
) STRICT;

-- Temporary files of ours that are to take another's place: what is found of them later is finished or removed.
-- content: of the photo's file once it is replaced; NULL: a sidecar.
CREATE TABLE replacing (
  path BLOB PRIMARY KEY,
  file_id INTEGER NOT NULL,
  content BLOB
) STRICT, WITHOUT ROWID;

-- embeds: the user lets words be written into the photos of this folder
ALTER TABLE root ADD COLUMN embeds INTEGER NOT NULL DEFAULT 0;
-- sidecar: no photo, but what lay beside one
ALTER TABLE trash ADD COLUMN sidecar INTEGER NOT NULL DEFAULT 0;

-- duration_ms: a film's, 0 when unknown; NULL: a picture. forgotten_ms: when the user asked not to be shown it any
-- more while its files are missing.
ALTER TABLE photo ADD COLUMN duration_ms INTEGER;
ALTER TABLE photo ADD COLUMN forgotten_ms INTEGER;
-- What the photo's own file said when it was read, so that a change of the user's is told from one of another program's.
ALTER TABLE photo ADD COLUMN file_rating INTEGER;
ALTER TABLE photo ADD COLUMN file_caption TEXT;
DROP INDEX photo_browse;
CREATE INDEX photo_browse ON photo (sort_ms DESC, id, aspect, average_rgb, rating, flag, colour, duration_ms, files, hidden)
 WHERE files > 0 AND hidden = 0;

-- Folders of a root (relative, as file.folder) that nobody looks into.
CREATE TABLE excluded (
  root_id INTEGER NOT NULL REFERENCES root ON DELETE CASCADE,
  folder BLOB NOT NULL,
  PRIMARY KEY (root_id, folder)
) STRICT, WITHOUT ROWID;
