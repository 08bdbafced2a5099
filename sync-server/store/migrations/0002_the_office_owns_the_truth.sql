-- People and programs of the office, and what they changed.

CREATE TABLE office_user (
  name text PRIMARY KEY,
  display_name text NOT NULL,
  role text NOT NULL,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);

-- Only hashes of tokens are kept. A session is a token that a user got for a password.
CREATE TABLE api_token (
  id text PRIMARY KEY,
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  scopes jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);

CREATE TABLE office_session (
  token_hash text PRIMARY KEY,
  user_name text NOT NULL REFERENCES office_user (name),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX office_session_user ON office_session (user_name);

-- Append-only: one row for every change somebody asked for, in the transaction of the change.
CREATE TABLE audit_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recorded_at timestamptz NOT NULL,
  who text NOT NULL,
  operation text NOT NULL,
  target text NOT NULL,
  detail jsonb NOT NULL,
  request_id text NOT NULL
);
CREATE INDEX audit_entry_target ON audit_entry (target, id);
CREATE INDEX audit_entry_who ON audit_entry (who, id);

-- Who no longer works here keeps their row: histories name them.
ALTER TABLE operator ADD COLUMN is_active boolean NOT NULL DEFAULT true;

-- Orders.

ALTER TABLE customer_order ADD COLUMN fulfilment text NOT NULL DEFAULT 'delivery';
-- Until when a PENDING_PAYMENT order is kept.
ALTER TABLE customer_order ADD COLUMN payment_due_at timestamptz;
CREATE INDEX customer_order_payment ON customer_order (payment_due_at)
  WHERE status = 'PENDING_PAYMENT';
-- Orders that wait for goods, oldest first.
ALTER TABLE customer_order ADD COLUMN is_backordered boolean NOT NULL DEFAULT false;
CREATE INDEX customer_order_backordered ON customer_order (warehouse, id) WHERE is_backordered;

-- The order that replay rebuilds them in; ids and instants of several processes don't say it.
ALTER TABLE order_intent ADD COLUMN accepted_no bigint GENERATED ALWAYS AS IDENTITY;

-- A payment is taken once, by its own key.
CREATE TABLE order_payment (
  order_id text NOT NULL REFERENCES customer_order (id),
  payment_ref text NOT NULL,
  amount_cents bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- The money came, but the order could not take it any more: somebody pays it back.
  is_late boolean NOT NULL,
  PRIMARY KEY (order_id, payment_ref)
);

-- Blocking entries that nobody has closed yet.
CREATE INDEX order_status_history_blocking ON order_status_history (order_id)
  WHERE severity = 'blocking';
CREATE UNIQUE INDEX order_status_history_closes ON order_status_history (closes)
  WHERE closes IS NOT NULL;

-- Collect orders have no region.
ALTER TABLE pick_list ALTER COLUMN region DROP NOT NULL;

-- Slots follow orders, pick lists and units, and benches know lists of goods to put back; what was
-- there before is brought to that once, by the first office that starts on it.
ALTER TABLE office ADD COLUMN is_adopted boolean NOT NULL DEFAULT true;
UPDATE office SET is_adopted = false;

-- Inventory.

ALTER TABLE stock_movement ADD COLUMN warehouse text NOT NULL DEFAULT '';
ALTER TABLE stock_movement ADD COLUMN sku text NOT NULL DEFAULT '';
-- When the first goods of a lot came in.
ALTER TABLE stock ADD COLUMN received_at timestamptz;
-- The lot that a line was promised; empty for any.
ALTER TABLE order_line ADD COLUMN reserved_lot text NOT NULL DEFAULT '';
-- Reservations that end by themselves.
CREATE INDEX reservation_expires ON reservation (expires_at) WHERE expires_at IS NOT NULL;

-- Shipments: couriers, what they said, and proof of delivery.

ALTER TABLE shipment ADD COLUMN status_at timestamptz;

CREATE TABLE courier (
  name text PRIMARY KEY,
  -- Signs the courier's calls (HMAC), so it is kept as it is.
  secret text NOT NULL,
  created_at timestamptz NOT NULL
);

-- Append-only: everything that was said of a shipment, applied or not; one row per event of a courier.
CREATE TABLE shipment_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shipment_id text NOT NULL REFERENCES shipment (id),
  event_key text NOT NULL,
  status text NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  written_by text NOT NULL,
  latitude double precision,
  longitude double precision,
  became text NOT NULL,
  UNIQUE (shipment_id, event_key)
);

-- One that did not deliver stands in nobody's way, so a shipment may have several; one delivers.
CREATE TABLE proof_of_delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shipment_id text NOT NULL REFERENCES shipment (id),
  signed_by text NOT NULL,
  -- The picture of the signature, base64.
  signature text NOT NULL,
  media_type text NOT NULL,
  latitude double precision,
  longitude double precision,
  signed_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  written_by text NOT NULL,
  -- The shipment was delivered with it, or had been.
  is_final boolean NOT NULL
);
CREATE INDEX proof_of_delivery_shipment ON proof_of_delivery (shipment_id, id);
CREATE UNIQUE INDEX proof_of_delivery_final ON proof_of_delivery (shipment_id) WHERE is_final;

-- Exceptions: the same trouble again is counted, not opened again.

ALTER TABLE exception ADD COLUMN trouble_key text;
ALTER TABLE exception ADD COLUMN occurrences integer NOT NULL DEFAULT 1;
ALTER TABLE exception ADD COLUMN last_seen_at timestamptz;
CREATE UNIQUE INDEX exception_trouble ON exception (warehouse, trouble_key)
  WHERE status = 'open' AND trouble_key IS NOT NULL;
-- Of several that are open about one cancelled order the first goes on counting.
UPDATE exception e SET trouble_key = e.code || '/' || e.reference
WHERE e.status = 'open' AND e.code = 'order-cancelled' AND NOT EXISTS (
  SELECT FROM exception o
  WHERE o.warehouse = e.warehouse AND o.code = e.code AND o.status = 'open'
    AND o.reference = e.reference AND o.id < e.id
);

-- Outbox: who is told, and how far each has been told.

CREATE TABLE webhook_subscription (
  id text PRIMARY KEY,
  url text NOT NULL,
  secret text NOT NULL,
  -- Event types, all when empty.
  types jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  removed_at timestamptz,
  -- Deliveries that failed since the last that did not; from some on, the subscription is paused.
  failures_in_row integer NOT NULL DEFAULT 0,
  paused_until timestamptz,
  -- What is left of the requests it may be sent, and when that was counted.
  tokens double precision NOT NULL,
  tokens_at timestamptz NOT NULL
);

-- Events of one subject are written under that subject's lock, so seq is their order.
ALTER TABLE outbox_event ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE outbox_event ADD COLUMN dispatched_at timestamptz;
CREATE INDEX outbox_event_waiting ON outbox_event (seq) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_event_age ON outbox_event (created_at);

CREATE TABLE webhook_delivery (
  subscription_id text NOT NULL REFERENCES webhook_subscription (id),
  event_id text NOT NULL REFERENCES outbox_event (id),
  subject text NOT NULL,
  seq bigint NOT NULL,
  -- waiting | delivered | parked | dropped
  status text NOT NULL,
  -- Times that it was sent; a record of an attempt counts only while this is still its number.
  attempts integer NOT NULL DEFAULT 0,
  -- Attempts that failed since it last began to wait.
  failures integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  -- Until when whoever sends it has it; after that it is sent again (at least once).
  leased_until timestamptz,
  last_error text,
  delivered_at timestamptz,
  PRIMARY KEY (subscription_id, event_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (subscription_id, subject, seq)
  WHERE status IN ('waiting', 'parked');
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (subscription_id, seq)
  WHERE status = 'waiting';
CREATE INDEX webhook_delivery_event ON webhook_delivery (event_id);
-- Whether an event was delivered is said per subscription.
ALTER TABLE outbox_event DROP COLUMN delivered_at;
