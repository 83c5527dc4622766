-- Views that people keep: filters, order and columns of a list, by name.

CREATE TABLE vue (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  nom TEXT NOT NULL,
  agent TEXT,                                    -- whose it is; null: everybody's
  ecran TEXT NOT NULL,                           -- which list
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  UNIQUE (agent, ecran, nom)
) STRICT;

-- How far each agent had seen the journal when a session ended: overwritten in place, never journaled.
CREATE TABLE visite (
  agent TEXT PRIMARY KEY,
  lot INTEGER NOT NULL,
  quand TEXT NOT NULL                            -- UTC instant
) STRICT, WITHOUT ROWID;
