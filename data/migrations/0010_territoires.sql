-- A campus may lie in several régions and académies, and two campuses of different régions may bear one name.

-- The table is made anew: a name was unique by itself. Foreign keys are off while steps run, and checked after each.
PRAGMA legacy_alter_table = ON;
CREATE TABLE campus_neuf (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  nom TEXT NOT NULL,                             -- official name
  nom_usage TEXT,
  nom_court TEXT NOT NULL,                       -- ours: the official name without its generic head
  region INTEGER NOT NULL REFERENCES region(id) ON DELETE RESTRICT,      -- of the award
  academie INTEGER NOT NULL REFERENCES academie(id) ON DELETE RESTRICT,  -- of the award
  lieu TEXT NOT NULL,                            -- in the words of the award
  commune TEXT,                                  -- town of the seat
  code_insee TEXT,                               -- of the town
  latitude REAL CHECK (latitude BETWEEN -90 AND 90),
  longitude REAL CHECK (longitude BETWEEN -180 AND 180),
  position TEXT,                                 -- what the coordinates are of
  support TEXT, support_note TEXT,               -- supporting establishment, and what the source says of it
  note TEXT,
  cle_tri BLOB, pli TEXT,
  archive TEXT,                                  -- UTC instant it was put in the corbeille
  convention TEXT CHECK (convention GLOB '[0-9][0-9][0-9][0-9]' OR convention || '-01' IS date(convention || '-01') OR convention IS date(convention)),
  hebergement INTEGER CHECK (hebergement IN (0, 1)),
  hebergement_note TEXT,
  UNIQUE (nom, region)
) STRICT;
INSERT INTO campus_neuf SELECT id, uid, rev, nom, nom_usage, nom_court, region, academie, lieu, commune, code_insee,
  latitude, longitude, position, support, support_note, note, cle_tri, pli, archive, convention, hebergement,
  hebergement_note FROM campus;
DROP TABLE campus;
ALTER TABLE campus_neuf RENAME TO campus;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX campus_region ON campus(region);
CREATE INDEX campus_tri ON campus(cle_tri);
CREATE INDEX campus_corbeille ON campus(archive) WHERE archive IS NOT NULL;
CREATE TRIGGER campus_archive BEFORE UPDATE OF archive ON campus WHEN NEW.archive IS NOT NULL
  AND EXISTS (SELECT 1 FROM campus_partenaire WHERE campus = NEW.id AND archive IS NULL)
BEGIN SELECT RAISE(ABORT, 'le campus a des liens avec des partenaires : ils vont à la corbeille avec lui'); END;

-- Besides the région and the académie that bear the label.
CREATE TABLE campus_autre_region (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  region INTEGER NOT NULL REFERENCES region(id) ON DELETE RESTRICT,
  UNIQUE (campus, region)
) STRICT;
CREATE TABLE campus_autre_academie (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  academie INTEGER NOT NULL REFERENCES academie(id) ON DELETE RESTRICT,
  UNIQUE (campus, academie)
) STRICT;
CREATE INDEX campus_autre_region_region ON campus_autre_region(region);
