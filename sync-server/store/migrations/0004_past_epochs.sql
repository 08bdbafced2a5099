-- Histories of this database that have ended. A station that speaks of any other shows that the office was
-- put back to before that one began (EPOCH-1). One from before this table counts as such once, which is safe.
CREATE TABLE past_epoch (
  epoch text PRIMARY KEY,
  ended_at timestamptz NOT NULL
);
