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
