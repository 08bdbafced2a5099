-- Figures of people on the floor view, off until the company turns them on.
ALTER TABLE warehouse ADD COLUMN person_figures boolean NOT NULL DEFAULT false;

-- What benches hold at this moment: a few hundred rows among all documents there are.
CREATE INDEX document_claimed ON document (warehouse, kind, id)
  WHERE in_scope AND kind IN ('pick-list', 'load') AND body ->> 'status' = 'claimed';
