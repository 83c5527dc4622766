-- People: contacts of a campus or of a partner, with why they are kept, who gave them and when.

CREATE TABLE contact (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER REFERENCES campus(id) ON DELETE RESTRICT,
  partenaire INTEGER REFERENCES partenaire(id) ON DELETE RESTRICT,
  nom TEXT NOT NULL,
  fonction TEXT, courriel TEXT, telephone TEXT,
  finalite TEXT NOT NULL,                        -- what the contact is kept for
  source TEXT NOT NULL,                          -- who gave it
  collecte TEXT NOT NULL CHECK (collecte GLOB '[0-9][0-9][0-9][0-9]' OR collecte || '-01' IS date(collecte || '-01') OR collecte IS date(collecte)),
  base_legale TEXT NOT NULL,
  note TEXT,
  archive TEXT,                                  -- UTC instant it was put in the corbeille
  CHECK (campus IS NOT NULL OR partenaire IS NOT NULL)
) STRICT;
CREATE INDEX contact_campus ON contact(campus) WHERE campus IS NOT NULL;
CREATE INDEX contact_partenaire ON contact(partenaire) WHERE partenaire IS NOT NULL;
CREATE INDEX contact_corbeille ON contact(archive) WHERE archive IS NOT NULL;
