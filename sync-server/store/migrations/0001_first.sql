-- The office's tables. Warehouse first in every key. No SQL now() and no generated ids: time and ids
-- are passed in, so that a simulation replays. No CHECK on stock and capacity: facts may exceed them
-- (FACT-1), with an open exception; claims are checked under the row's lock.

CREATE TABLE office (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  epoch text NOT NULL,
  created_at timestamptz NOT NULL,
  -- Which PostgreSQL cluster and timeline the epoch stands for; null on PGlite (EPOCH-1).
  cluster_identity text
);

CREATE TABLE warehouse (
  code text PRIMARY KEY,
  name text NOT NULL,
  timezone text NOT NULL,
  gs1_company_prefix text NOT NULL,
  address text NOT NULL,
  qr_key text NOT NULL,
  qr_personal_data text NOT NULL DEFAULT 'full'
);

-- SSCC serials are unique per company prefix, which warehouses of one company share.
CREATE TABLE number_series (
  gs1_company_prefix text PRIMARY KEY,
  next_serial bigint NOT NULL
);

CREATE TABLE warehouse_head (
  warehouse text PRIMARY KEY REFERENCES warehouse (code),
  head bigint NOT NULL DEFAULT 0
);

-- The aggregates benches work on, newest version only; seq is the commit order per warehouse.
-- in_scope false is a tombstone: benches are told to drop it (PULL-4).
CREATE TABLE document (
  warehouse text NOT NULL REFERENCES warehouse (code),
  kind text NOT NULL,
  id text NOT NULL,
  seq bigint NOT NULL,
  in_scope boolean NOT NULL DEFAULT true,
  station_id text,
  body jsonb NOT NULL,
  PRIMARY KEY (warehouse, kind, id)
);
-- A pick list is a few kB and read far more often than written: kept in its row, uncompressed.
ALTER TABLE document SET (toast_tuple_target = 8160);
CREATE UNIQUE INDEX document_feed ON document (warehouse, seq);
-- An order's units.
CREATE INDEX document_unit_order ON document
  USING gin ((body -> 'orderNumbers') jsonb_path_ops) WHERE kind = 'unit';

CREATE TABLE product (
  warehouse text NOT NULL REFERENCES warehouse (code),
  sku text NOT NULL,
  name text NOT NULL,
  weight_grams integer NOT NULL,
  volume_cm3 integer NOT NULL,
  tracking text NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (warehouse, sku)
);

CREATE TABLE product_barcode (
  warehouse text NOT NULL,
  code text NOT NULL,
  sku text NOT NULL,
  quantity integer NOT NULL,
  PRIMARY KEY (warehouse, code),
  FOREIGN KEY (warehouse, sku) REFERENCES product (warehouse, sku)
);

CREATE TABLE region (
  warehouse text NOT NULL REFERENCES warehouse (code),
  code text NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (warehouse, code)
);
CREATE UNIQUE INDEX region_code ON region (code);

CREATE TABLE packaging (
  warehouse text NOT NULL REFERENCES warehouse (code),
  code text NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (warehouse, code)
);

CREATE TABLE capacity_slot (
  warehouse text NOT NULL,
  region text NOT NULL,
  delivery_date date NOT NULL,
  max_weight_grams bigint NOT NULL,
  max_volume_cm3 bigint NOT NULL,
  reserved_weight_grams bigint NOT NULL DEFAULT 0,
  reserved_volume_cm3 bigint NOT NULL DEFAULT 0,
  packed_weight_grams bigint NOT NULL DEFAULT 0,
  packed_volume_cm3 bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (warehouse, region, delivery_date)
);

-- on_hand is in the building until shipped; picked is the part of it that has left the shelf.
CREATE TABLE stock (
  warehouse text NOT NULL,
  sku text NOT NULL,
  lot text NOT NULL DEFAULT '',
  on_hand bigint NOT NULL DEFAULT 0,
  reserved bigint NOT NULL DEFAULT 0,
  picked bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (warehouse, sku, lot)
);

-- Append-only. cause names the action or order line, so that one cause moves stock once per kind.
CREATE TABLE stock_ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  warehouse text NOT NULL,
  sku text NOT NULL,
  lot text NOT NULL DEFAULT '',
  kind text NOT NULL,
  quantity bigint NOT NULL,
  on_hand_delta bigint NOT NULL,
  reserved_delta bigint NOT NULL,
  cause text NOT NULL,
  reference text NOT NULL,
  reason text NOT NULL DEFAULT '',
  UNIQUE (warehouse, cause, kind, sku, lot)
);
CREATE INDEX stock_ledger_sku ON stock_ledger (warehouse, sku, id);

CREATE TABLE customer (
  warehouse text NOT NULL,
  ref text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (warehouse, ref)
);

CREATE TABLE order_intent (
  source_system text NOT NULL,
  order_intent_id text NOT NULL,
  payload_hash text NOT NULL,
  payload jsonb NOT NULL,
  contract_version text NOT NULL,
  received_at timestamptz NOT NULL,
  order_id text NOT NULL,
  -- Lines that came in sales units: what was asked, and the base units it became.
  converted_lines jsonb NOT NULL,
  PRIMARY KEY (source_system, order_intent_id)
);

CREATE SEQUENCE order_number_seq;
CREATE SEQUENCE load_number_seq;
CREATE SEQUENCE pick_list_number_seq;

CREATE TABLE customer_order (
  id text PRIMARY KEY,
  order_number text NOT NULL UNIQUE,
  warehouse text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  status text NOT NULL,
  customer_ref text NOT NULL,
  ship_to jsonb NOT NULL,
  region text,
  delivery_date date,
  weight_grams bigint NOT NULL,
  volume_cm3 bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX customer_order_day ON customer_order (warehouse, delivery_date, region, status);

CREATE TABLE order_line (
  order_id text NOT NULL REFERENCES customer_order (id),
  line_no integer NOT NULL,
  sku text NOT NULL,
  ordered integer NOT NULL,
  reserved integer NOT NULL,
  picked integer NOT NULL DEFAULT 0,
  short integer NOT NULL DEFAULT 0,
  packed integer NOT NULL DEFAULT 0,
  loaded integer NOT NULL DEFAULT 0,
  unit_price_cents bigint,
  PRIMARY KEY (order_id, line_no)
);

-- A line is updated a few times in its life: room for its versions on its own page.
ALTER TABLE order_line SET (fillfactor = 60);

CREATE TABLE reservation (
  order_id text NOT NULL,
  line_no integer NOT NULL,
  warehouse text NOT NULL,
  sku text NOT NULL,
  lot text NOT NULL DEFAULT '',
  quantity integer NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (order_id, line_no, sku, lot)
);

-- Append-only; closing is an entry of its own that names the one it closes.
CREATE TABLE order_status_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL,
  status text NOT NULL,
  category text NOT NULL,
  severity text NOT NULL,
  payload jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  written_by text NOT NULL,
  closes bigint
);
CREATE INDEX order_status_history_order ON order_status_history (order_id, id);

CREATE TABLE shipment (
  id text PRIMARY KEY,
  order_id text NOT NULL,
  warehouse text NOT NULL,
  status text NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX shipment_order ON shipment (order_id);

-- Which lists there are and whose orders they hold; the lists themselves are documents.
CREATE TABLE pick_list (
  id text PRIMARY KEY,
  code text NOT NULL UNIQUE,
  warehouse text NOT NULL,
  region text NOT NULL,
  delivery_date date NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX pick_list_day ON pick_list (warehouse, delivery_date);

CREATE TABLE pick_list_order (
  order_id text NOT NULL,
  pick_list_id text NOT NULL REFERENCES pick_list (id),
  PRIMARY KEY (order_id, pick_list_id)
);

CREATE TABLE operator (
  warehouse text NOT NULL,
  ref text NOT NULL,
  name text NOT NULL,
  roles jsonb NOT NULL,
  badge_code text NOT NULL,
  pin_hash text,
  PRIMARY KEY (warehouse, ref),
  UNIQUE (warehouse, badge_code)
);

CREATE TABLE station_code (
  code text PRIMARY KEY,
  warehouse text NOT NULL,
  name text NOT NULL,
  mode text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE station (
  id text PRIMARY KEY,
  warehouse text NOT NULL,
  name text NOT NULL,
  mode text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  incarnation text NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  last_hash text NOT NULL,
  public_key text,
  app_version text NOT NULL,
  enrolled_at timestamptz NOT NULL,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  health jsonb
);

-- The server's copy of every station's log: the exact bytes, and the answer given. is_copy marks an
-- action that arrived again under another seq, as from a log restored from an image.
CREATE TABLE station_action (
  station_id text NOT NULL,
  incarnation text NOT NULL,
  seq bigint NOT NULL,
  id text NOT NULL,
  is_copy boolean NOT NULL DEFAULT false,
  warehouse text NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  hash text NOT NULL,
  outcome text NOT NULL,
  code text,
  detail text,
  exception_id text,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, incarnation, seq)
);
CREATE UNIQUE INDEX station_action_id ON station_action (id) WHERE NOT is_copy;

-- Pushes of a cloned or rolled-back log: refused, and their bytes kept (ID-2).
CREATE TABLE forked_push (
  station_id text NOT NULL,
  incarnation text NOT NULL,
  from_seq bigint NOT NULL,
  last_hash text NOT NULL,
  actions text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, incarnation, last_hash)
);

CREATE TABLE exception (
  id text PRIMARY KEY,
  warehouse text NOT NULL,
  code text NOT NULL,
  status text NOT NULL,
  station_id text,
  operator_id text,
  action_id text,
  reference text NOT NULL,
  detail jsonb NOT NULL,
  sentence text NOT NULL,
  opened_at timestamptz NOT NULL,
  resolved_at timestamptz,
  resolved_by text,
  choice text,
  note text
);
CREATE INDEX exception_open ON exception (warehouse, status, opened_at);

CREATE TABLE load (
  id text PRIMARY KEY,
  number text NOT NULL UNIQUE,
  warehouse text NOT NULL,
  region text NOT NULL,
  delivery_date date NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE stock_movement (
  idempotency_key text PRIMARY KEY,
  payload_hash text NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE outbox_event (
  id text PRIMARY KEY,
  warehouse text NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  data jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz
);

CREATE TABLE job_run (
  name text NOT NULL,
  due_at timestamptz NOT NULL,
  ran_at timestamptz NOT NULL,
  result jsonb NOT NULL,
  PRIMARY KEY (name, due_at)
);
