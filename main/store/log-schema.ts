/**
 * The station's log. Nothing in it is changed or deleted but the state of a print job and the meta
 * values; triggers see to it (LOG-1). Receipts live beside the actions they answer.
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
CREATE TRIGGER IF NOT EXISTS action_is_never_deleted BEFORE DELETE ON action
BEGIN SELECT RAISE(ABORT, 'an action in the log is never deleted'); END;

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
`
