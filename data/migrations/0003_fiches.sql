-- Records kept by hand: what a person may add to them, put in the corbeille, join.

-- An archived row is out of every list and count, with its links; it can be restored until it is purged.
ALTER TABLE campus ADD COLUMN archive TEXT;                              -- UTC instant it was put in the corbeille
ALTER TABLE partenaire ADD COLUMN archive TEXT;
ALTER TABLE campus_partenaire ADD COLUMN archive TEXT;
ALTER TABLE filiere ADD COLUMN archive TEXT;

-- What D335-33 asks of a campus besides its members; null: unknown.
ALTER TABLE campus ADD COLUMN convention TEXT CHECK (convention GLOB '[0-9][0-9][0-9][0-9]' OR convention || '-01' IS date(convention || '-01') OR convention IS date(convention));  -- day the convention was signed
ALTER TABLE campus ADD COLUMN hebergement INTEGER CHECK (hebergement IN (0, 1));
ALTER TABLE campus ADD COLUMN hebergement_note TEXT;

ALTER TABLE partenaire ADD COLUMN rna TEXT;                              -- W and nine figures, of an association
ALTER TABLE partenaire ADD COLUMN adresse TEXT;
ALTER TABLE partenaire ADD COLUMN code_postal TEXT;
ALTER TABLE partenaire ADD COLUMN code_insee TEXT;                       -- of the town
ALTER TABLE partenaire ADD COLUMN latitude REAL CHECK (latitude BETWEEN -90 AND 90);
ALTER TABLE partenaire ADD COLUMN longitude REAL CHECK (longitude BETWEEN -180 AND 180);
ALTER TABLE partenaire ADD COLUMN fusion INTEGER REFERENCES partenaire(id) ON DELETE RESTRICT;  -- the partner it was joined to

ALTER TABLE campus_partenaire ADD COLUMN debut TEXT CHECK (debut GLOB '[0-9][0-9][0-9][0-9]' OR debut || '-01' IS date(debut || '-01') OR debut IS date(debut));
ALTER TABLE campus_partenaire ADD COLUMN fin TEXT CHECK (fin GLOB '[0-9][0-9][0-9][0-9]' OR fin || '-01' IS date(fin || '-01') OR fin IS date(fin));
ALTER TABLE campus_partenaire ADD COLUMN convention TEXT CHECK (convention GLOB '[0-9][0-9][0-9][0-9]' OR convention || '-01' IS date(convention || '-01') OR convention IS date(convention));
ALTER TABLE campus_partenaire ADD COLUMN note TEXT;

CREATE INDEX partenaire_uai ON partenaire(uai) WHERE uai IS NOT NULL;
CREATE INDEX partenaire_siret ON partenaire(siret) WHERE siret IS NOT NULL;

-- A live link has two live ends, and a campus is attached to live filières only: so a list that leaves archived
-- links out needs not look at what they join.
CREATE TRIGGER lien_ajout BEFORE INSERT ON campus_partenaire WHEN NEW.archive IS NULL AND (
  (SELECT archive FROM campus WHERE id = NEW.campus) IS NOT NULL
  OR (SELECT archive FROM partenaire WHERE id = NEW.partenaire) IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'le campus ou le partenaire de ce lien est dans la corbeille'); END;
CREATE TRIGGER lien_modification BEFORE UPDATE ON campus_partenaire WHEN NEW.archive IS NULL AND (
  (SELECT archive FROM campus WHERE id = NEW.campus) IS NOT NULL
  OR (SELECT archive FROM partenaire WHERE id = NEW.partenaire) IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'le campus ou le partenaire de ce lien est dans la corbeille'); END;
CREATE TRIGGER campus_archive BEFORE UPDATE OF archive ON campus WHEN NEW.archive IS NOT NULL
  AND EXISTS (SELECT 1 FROM campus_partenaire WHERE campus = NEW.id AND archive IS NULL)
BEGIN SELECT RAISE(ABORT, 'le campus a des liens avec des partenaires : ils vont à la corbeille avec lui'); END;
CREATE TRIGGER partenaire_archive BEFORE UPDATE OF archive ON partenaire WHEN NEW.archive IS NOT NULL
  AND EXISTS (SELECT 1 FROM campus_partenaire WHERE partenaire = NEW.id AND archive IS NULL)
BEGIN SELECT RAISE(ABORT, 'le partenaire a des liens avec des campus : ils vont à la corbeille avec lui'); END;
CREATE TRIGGER filiere_archive BEFORE UPDATE OF archive ON filiere WHEN NEW.archive IS NOT NULL
  AND EXISTS (SELECT 1 FROM campus_filiere WHERE filiere = NEW.id)
BEGIN SELECT RAISE(ABORT, 'des campus sont rattachés à cette filière'); END;
CREATE TRIGGER campus_filiere_ajout BEFORE INSERT ON campus_filiere
  WHEN (SELECT archive FROM filiere WHERE id = NEW.filiere) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'la filière est dans la corbeille'); END;
CREATE TRIGGER campus_filiere_modification BEFORE UPDATE ON campus_filiere
  WHEN (SELECT archive FROM filiere WHERE id = NEW.filiere) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'la filière est dans la corbeille'); END;
CREATE INDEX campus_corbeille ON campus(archive) WHERE archive IS NOT NULL;
CREATE INDEX partenaire_corbeille ON partenaire(archive) WHERE archive IS NOT NULL;
CREATE INDEX lien_corbeille ON campus_partenaire(archive) WHERE archive IS NOT NULL;
