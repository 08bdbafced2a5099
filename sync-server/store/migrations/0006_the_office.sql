-- People may sign in with an e-mail address, and through the company's own log-in.
ALTER TABLE office_user ADD COLUMN email text;
CREATE UNIQUE INDEX office_user_email ON office_user (lower(email)) WHERE email IS NOT NULL;

-- Links that make the first administrator; each instance prints its own.
CREATE TABLE setup_link (
  token_hash text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- Sign-ins that failed, counted by all instances together. What was typed stands in it as a hash only:
-- people type their password into the wrong field.
CREATE TABLE sign_in_failure (
  key_hash text PRIMARY KEY,
  failures integer NOT NULL,
  counts_until timestamptz NOT NULL
);
CREATE INDEX sign_in_failure_end ON sign_in_failure (counts_until);

-- When a session was last used; null where the version before opened it.
ALTER TABLE office_session ADD COLUMN last_seen_at timestamptz;

-- What stood there before a change. Entries of older versions have none; neither has what made something new.
ALTER TABLE audit_entry ADD COLUMN before jsonb;

-- Support files: somebody asks for one, the station hears of it with the answer to its next report and sends it.
CREATE TABLE support_file (
  id text PRIMARY KEY,
  station_id text NOT NULL REFERENCES station (id),
  asked_at timestamptz NOT NULL,
  asked_by text NOT NULL,
  -- Nobody waits for it any longer than this.
  expires_at timestamptz NOT NULL,
  told_at timestamptz,
  arrived_at timestamptz,
  -- Of the JSON, before it was packed.
  bytes bigint,
  -- Gzip in base64.
  packed text
);
CREATE INDEX support_file_station ON support_file (station_id, asked_at);
CREATE INDEX support_file_awaited ON support_file (station_id) WHERE arrived_at IS NULL;

-- Who moved stock by hand; empty for movements from before, and of an older program.
ALTER TABLE stock_movement ADD COLUMN recorded_by text NOT NULL DEFAULT '';

-- What each station did and reported in a quarter of an hour, for trends. Actions count when they happened, scans
-- when the station told of them, and waiting when the office heard of it.
CREATE TABLE station_figure (
  quarter timestamptz NOT NULL,
  station_id text NOT NULL,
  warehouse text NOT NULL,
  actions integer NOT NULL DEFAULT 0,
  picks integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  excepted integer NOT NULL DEFAULT 0,
  scans integer NOT NULL DEFAULT 0,
  error_scans integer NOT NULL DEFAULT 0,
  -- The longest that an action had waited to be sent, in milliseconds.
  waited_ms_max bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (quarter, station_id)
);
ALTER TABLE station_figure SET (fillfactor = 70);

-- The call that brought an action, as logs name it; null for what an older program took in.
ALTER TABLE station_action ADD COLUMN request_id text;
-- Since when an order no longer says who it was for.
ALTER TABLE customer_order ADD COLUMN erased_at timestamptz;

-- Whom events go to: a webhook, or a stream of NATS. A stream's `tokens` stand far below nothing, which keeps a program
-- that does not know of streams from sending it anything.
ALTER TABLE webhook_subscription ADD COLUMN kind text NOT NULL DEFAULT 'webhook';
-- How the last attempt went, for the log of deliveries; null where an older program made it.
ALTER TABLE webhook_delivery ADD COLUMN last_attempt_at timestamptz;
ALTER TABLE webhook_delivery ADD COLUMN last_status integer;
ALTER TABLE webhook_delivery ADD COLUMN last_duration_ms integer;

-- What happened to units, for the feed of EPCIS events. A row is written with the facts that it tells of, and gets its
-- place in the feed and its text later, one reader at a time: so no event comes up behind one that was read.
CREATE TABLE epcis_event (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  warehouse text NOT NULL,
  -- Null where the office itself acted.
  action_id text,
  recorded_at timestamptz NOT NULL,
  move jsonb NOT NULL,
  position bigint,
  body jsonb
);
CREATE SEQUENCE epcis_position_seq;
CREATE UNIQUE INDEX epcis_event_feed ON epcis_event (position) WHERE position IS NOT NULL;
CREATE INDEX epcis_event_new ON epcis_event (seq) WHERE position IS NULL;
