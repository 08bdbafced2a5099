-- alone
-- What the office's pages find orders by. Large tables: each index is made while work goes on.

-- The order they were taken on, either way round, of all or of those in one state.
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_taken ON customer_order (created_at, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_state ON customer_order (status, created_at, id);

-- By delivery day; those without one come last.
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_when
  ON customer_order (coalesce(delivery_date, 'infinity'::date), created_at, id);

-- What people type: the beginning of a customer's reference or post code, words of a name or city, the
-- beginning of what the source calls it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_ref
  ON customer_order (lower(customer_ref) text_pattern_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_post_code
  ON customer_order (upper(replace(ship_to ->> 'postalCode', ' ', '')) text_pattern_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_words ON customer_order USING gin (to_tsvector('simple',
  translate((ship_to ->> 'name') || ' ' || (ship_to ->> 'city'), '.,-_/@:&+*()"''', '              ')));
CREATE INDEX CONCURRENTLY IF NOT EXISTS order_intent_own_id
  ON order_intent (lower(order_intent_id) text_pattern_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS order_intent_external
  ON order_intent (lower(payload ->> 'externalOrderId') text_pattern_ops)
  WHERE payload ->> 'externalOrderId' IS NOT NULL;

-- What benches did with a list or a unit. The body is text as it came, so that it is cut and never parsed.
CREATE INDEX CONCURRENTLY IF NOT EXISTS station_action_list
  ON station_action (substring(body FROM '"pickListId":"([^"]{1,64})"'), id) WHERE NOT is_copy;
CREATE INDEX CONCURRENTLY IF NOT EXISTS station_action_unit
  ON station_action (substring(body FROM '"unitId":"([0-9]{18})"'), id) WHERE NOT is_copy;

-- Finished orders that still say who they were for, by when that was last of use.
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_kept ON customer_order (updated_at, id)
  WHERE erased_at IS NULL AND status IN ('DELIVERED', 'COMPLETED', 'CANCELLED');

-- The intent that an order came from.
CREATE INDEX CONCURRENTLY IF NOT EXISTS order_intent_order ON order_intent (order_id);

-- The log of deliveries, newest or oldest first, of all or of one subject.
CREATE INDEX CONCURRENTLY IF NOT EXISTS webhook_delivery_log ON webhook_delivery (subscription_id, seq);
CREATE INDEX CONCURRENTLY IF NOT EXISTS webhook_delivery_subject
  ON webhook_delivery (subscription_id, subject, seq);

-- The audit trail of one kind of change.
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_entry_operation ON audit_entry (operation, id);

-- Products are found by the beginning of their SKU and by the words of their name, and listed by name.
CREATE INDEX CONCURRENTLY IF NOT EXISTS product_sku_prefix ON product (warehouse, lower(sku) text_pattern_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS product_words ON product USING gin
  (to_tsvector('simple'::regconfig, regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g')));
CREATE INDEX CONCURRENTLY IF NOT EXISTS product_name ON product (warehouse, name, sku);
-- Lots that end soon.
CREATE INDEX CONCURRENTLY IF NOT EXISTS stock_expiry ON stock (warehouse, expiry_date) WHERE expiry_date IS NOT NULL;
-- Days of all regions; counters that move leave it alone.
CREATE INDEX CONCURRENTLY IF NOT EXISTS capacity_slot_day ON capacity_slot (delivery_date, region);

-- Orders that somebody still works on, by day, among all there ever were.
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_unfinished ON customer_order (warehouse, delivery_date, status)
  INCLUDE (id, region) WHERE status NOT IN ('DELIVERED', 'COMPLETED', 'CANCELLED');
-- What waits for a person, among all that ever did.
CREATE INDEX CONCURRENTLY IF NOT EXISTS exception_waiting ON exception (warehouse, opened_at, id) WHERE status = 'open';

-- Exceptions by state in the order of their age, and by what they are about.
CREATE INDEX CONCURRENTLY IF NOT EXISTS exception_age ON exception (status, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS exception_about ON exception USING gin (detail jsonb_path_ops);

-- The loads of a day.
CREATE INDEX CONCURRENTLY IF NOT EXISTS load_day ON load (delivery_date, warehouse, id);

-- Lists and loads are found by the beginning of what people call them, cartons by the last digits of their SSCC.
CREATE INDEX CONCURRENTLY IF NOT EXISTS pick_list_begin ON pick_list (lower(code) text_pattern_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS load_begin ON load (lower(number) text_pattern_ops);
CREATE INDEX CONCURRENTLY IF NOT EXISTS document_unit_tail ON document (right(id, 6)) WHERE kind = 'unit';

-- What others were told about one thing: what is forgotten of a customer goes through it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_event_subject ON outbox_event (subject);
-- The log of deliveries of one kind of event, and those that were not delivered.
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_event_type ON outbox_event (type, seq);
CREATE INDEX CONCURRENTLY IF NOT EXISTS webhook_delivery_aside ON webhook_delivery (subscription_id, status, seq)
  WHERE status IN ('parked', 'dropped');

-- Orders of some states by delivery day.
CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_order_state_when
  ON customer_order (status, coalesce(delivery_date, 'infinity'::date), created_at, id);

-- Exceptions of one kind, of one bench, and by the thing that they name first.
CREATE INDEX CONCURRENTLY IF NOT EXISTS exception_code ON exception (code, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS exception_station ON exception (station_id, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS exception_reference ON exception (reference);

-- Loads of a region, and those of a state among all that ever left.
CREATE INDEX CONCURRENTLY IF NOT EXISTS load_region ON load (region, id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS document_load_status ON document ((body ->> 'status'), id) WHERE kind = 'load';
