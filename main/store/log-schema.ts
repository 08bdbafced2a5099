import { GENESIS_HASH } from '#contract/sync/limits.ts'

/** Another number is another layout. An app reads every layout up to its own and no newer one. */
export const LOG_VERSION = 1

/**
 * The station's log. Nothing in it is changed or deleted but the state of a print job and the meta
 * values; triggers see to it (LOG-1). Receipts live beside the actions they answer. What makes old
 * segments go is the mark in `pruned`, which only ever moves to the end of a sealed one (LOG-4).
 */
export const LOG_SCHEMA = `
CREATE TABLE IF NOT EXISTS action (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS action_is_never_changed BEFORE UPDATE ON action
BEGIN SELECT RAISE(ABORT, 'an action in the log is never changed'); END;

CREATE TABLE IF NOT EXISTS segment (
  through_seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS segment_is_of_the_chain BEFORE INSERT ON segment
WHEN NOT EXISTS (SELECT 1 FROM action WHERE seq = NEW.through_seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'a segment ends with an action of the log'); END;
CREATE TRIGGER IF NOT EXISTS segment_is_never_changed BEFORE UPDATE ON segment
BEGIN SELECT RAISE(ABORT, 'a sealed segment is never changed'); END;
CREATE TRIGGER IF NOT EXISTS segment_is_never_deleted BEFORE DELETE ON segment
BEGIN SELECT RAISE(ABORT, 'a sealed segment is never forgotten'); END;

CREATE TABLE IF NOT EXISTS pruned (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  through_seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS pruned_moves_by_segments BEFORE UPDATE ON pruned
WHEN NEW.through_seq <= OLD.through_seq
  OR NOT EXISTS (SELECT 1 FROM segment WHERE through_seq = NEW.through_seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'only whole sealed segments are pruned'); END;
CREATE TRIGGER IF NOT EXISTS pruned_is_never_forgotten BEFORE DELETE ON pruned
BEGIN SELECT RAISE(ABORT, 'where the log begins is never forgotten'); END;
INSERT OR IGNORE INTO pruned VALUES (1, 0, '${GENESIS_HASH}');

DROP TRIGGER IF EXISTS action_is_never_deleted;
CREATE TRIGGER action_is_never_deleted BEFORE DELETE ON action
WHEN OLD.seq > (SELECT through_seq FROM pruned)
BEGIN SELECT RAISE(ABORT, 'an action in the log is never deleted'); END;

CREATE TABLE IF NOT EXISTS carried (
  incarnation TEXT NOT NULL,
  old_seq INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (incarnation, old_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS receipt (
  id INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT,
  detail TEXT,
  exception_id TEXT,
  received_at TEXT NOT NULL,
  UNIQUE (seq, epoch)
) STRICT;

CREATE TABLE IF NOT EXISTS scan (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  scanner_id TEXT NOT NULL,
  text TEXT NOT NULL,
  became TEXT NOT NULL,
  first_seq INTEGER,
  last_seq INTEGER,
  alert TEXT
) STRICT;

CREATE TABLE IF NOT EXISTS print_job (
  id TEXT PRIMARY KEY,
  unit_id TEXT,
  copy INTEGER NOT NULL,
  printer_id TEXT NOT NULL,
  reason TEXT,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  document TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS print_job_state ON print_job (state, created_at);

CREATE TABLE IF NOT EXISTS meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

PRAGMA user_version = ${LOG_VERSION};
`
