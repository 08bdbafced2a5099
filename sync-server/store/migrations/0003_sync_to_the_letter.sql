-- How far tombstones have been collected: a cursor below it starts over (PULL-4).
ALTER TABLE warehouse_head ADD COLUMN tombstone_floor bigint NOT NULL DEFAULT 0;

-- Where the feed stood at a time; what left a scope before a mark that is old enough is collected.
CREATE TABLE feed_mark (
  warehouse text NOT NULL REFERENCES warehouse (code),
  head bigint NOT NULL,
  marked_at timestamptz NOT NULL,
  PRIMARY KEY (warehouse, head)
);

-- The bench's own time put right by what it then knew of the office's clock (TIME-1).
ALTER TABLE station_action ADD COLUMN occurred_at timestamptz;

-- Until when a station whose token was taken may still send what it has scanned (SEC-1).
ALTER TABLE station ADD COLUMN drains_until timestamptz;

-- Logs that came on a stick instead of over the network.
CREATE TABLE imported_log (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station (id),
  incarnation text NOT NULL,
  from_seq bigint NOT NULL,
  through_seq bigint NOT NULL,
  digest text NOT NULL UNIQUE,
  imported_by text NOT NULL,
  imported_at timestamptz NOT NULL
);

-- Snapshots and their hashes read what is in scope, however much has left it over the years (PULL-4).
CREATE INDEX document_in_scope ON document (warehouse, seq) WHERE in_scope;

-- The head at which a station began its snapshot: the pages of one start below the tombstones' floor (PULL-4).
CREATE TABLE snapshot_begun (
  station_id text PRIMARY KEY,
  head bigint NOT NULL,
  begun_at timestamptz NOT NULL
);

-- Numbers by which a station showed that the office has forgotten; each is believed once (EPOCH-1).
CREATE TABLE epoch_proof (
  station_id text NOT NULL,
  acked_seq bigint NOT NULL,
  known_head bigint NOT NULL,
  proved_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, acked_seq, known_head)
);

-- Whom a code enrolled, and what its token is made of, so that an answer that was lost is given again.
ALTER TABLE station_code ADD COLUMN station_id text REFERENCES station (id);
ALTER TABLE station_code ADD COLUMN token_salt text;

-- True while a station should have been given more SSCC serials and the prefix had none (NUM-1).
ALTER TABLE station ADD COLUMN wants_numbers boolean NOT NULL DEFAULT false;

-- What was refused, among millions of actions (I11).
CREATE INDEX station_action_refused ON station_action (id) WHERE outcome = 'refused' AND NOT is_copy;

-- What a person closed of it, at a bench or in the office; who comes first has closed it (I11).
CREATE TABLE refusal_closed (
  warehouse text NOT NULL,
  action_id text NOT NULL,
  closed_at timestamptz NOT NULL,
  how text NOT NULL,
  reason text,
  operator_id text,
  office_user text,
  by_action_id text,
  PRIMARY KEY (warehouse, action_id)
);

-- Which run of the database's server was last seen: a restore is never without a start of it (EPOCH-4).
ALTER TABLE office ADD COLUMN database_started text;
