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
