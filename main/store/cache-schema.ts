/** Another number is another layout: a cache that carries it is thrown away and pulled anew. */
export const CACHE_VERSION = 1

/**
 * What the office has told us, and indexes over it. May be deleted at any time; a pull refills it. A
 * document this version can't read is kept raw and not shown (PULL-5). `sum` proves a row's own bytes,
 * as a page that reads well may still hold a flipped bit.
 */
export const CACHE_SCHEMA = `
CREATE TABLE IF NOT EXISTS base (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  is_readable INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS barcode (
  code TEXT PRIMARY KEY,
  sku TEXT NOT NULL,
  quantity INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS barcode_sku ON barcode (sku);

CREATE TABLE IF NOT EXISTS meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

PRAGMA user_version = ${CACHE_VERSION};
`
