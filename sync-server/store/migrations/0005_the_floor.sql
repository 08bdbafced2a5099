-- Figures of people on the floor view, off until the company turns them on.
ALTER TABLE warehouse ADD COLUMN person_figures boolean NOT NULL DEFAULT false;

-- What benches hold at this moment: a few hundred rows among all documents there are.
CREATE INDEX document_claimed ON document (warehouse, kind, id)
  WHERE in_scope AND kind IN ('pick-list', 'load') AND body ->> 'status' = 'claimed';

-- The last day the goods of a lot may be used, once somebody stated it.
ALTER TABLE stock ADD COLUMN expiry_date date;

-- Which lots the lists tell people to take, so that no two lists name the same goods. Made with a list and made
-- anew with it; rows of lines that are all picked are dropped when the product is next listed.
CREATE TABLE lot_advice (
  warehouse text NOT NULL,
  sku text NOT NULL,
  order_id text NOT NULL,
  line_no integer NOT NULL,
  lot text NOT NULL,
  quantity integer NOT NULL,
  PRIMARY KEY (warehouse, sku, order_id, line_no, lot)
);
