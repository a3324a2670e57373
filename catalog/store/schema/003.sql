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
