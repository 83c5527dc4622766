-- The label's whole life: calls and candidatures, séances and their items, decisions, acts.

CREATE TABLE acte (                              -- what makes a decision public: letter, arrêté
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  nature TEXT NOT NULL CHECK (nature IN ('courrier', 'arrete')),
  objet TEXT NOT NULL,
  signe TEXT NOT NULL CHECK (signe IS date(signe)),
  nor TEXT,
  jo TEXT CHECK (jo IS date(jo)),                -- published in the Journal officiel on that day
  publie TEXT CHECK (publie IS date(publie))     -- null: a project, may still be changed
) STRICT;

-- An application may be waiting: the outcome is no longer required.
CREATE TABLE candidature_2 (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  appel INTEGER NOT NULL REFERENCES appel(id) ON DELETE RESTRICT,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  issue TEXT CHECK (issue IN ('retenue', 'ajournee', 'refusee')),       -- null: not decided
  region INTEGER REFERENCES region(id) ON DELETE RESTRICT,              -- that presents it; null: the campus's
  academie INTEGER REFERENCES academie(id) ON DELETE RESTRICT,          -- whose rectorat presents it; null: the campus's
  dossier TEXT NOT NULL DEFAULT 'complet' CHECK (dossier IN ('attendu', 'incomplet', 'complet', 'retire')),
  depose TEXT CHECK (depose GLOB '[0-9][0-9][0-9][0-9]' OR depose || '-01' IS date(depose || '-01') OR depose IS date(depose)),
  issue_le TEXT CHECK (issue_le IS date(issue_le)),                     -- null: day not recorded
  motif TEXT,
  acte INTEGER REFERENCES acte(id) ON DELETE RESTRICT,                  -- that makes it a label
  effet TEXT CHECK (effet GLOB '[0-9][0-9][0-9][0-9]' OR effet || '-01' IS date(effet || '-01') OR effet IS date(effet)),
  duree_ans INTEGER CHECK (duree_ans BETWEEN 1 AND 10), categorie TEXT, -- of the label that the act gives
  label INTEGER UNIQUE REFERENCES label(id) ON DELETE RESTRICT,         -- the period it became; null: not yet, or not recorded
  note TEXT,
  UNIQUE (appel, campus)
) STRICT;
INSERT INTO candidature_2(id, uid, rev, appel, campus, issue, label)
  SELECT id, uid, rev, appel, campus, issue, (SELECT min(l.id) FROM label l WHERE l.campus = c.campus) FROM candidature c;
DROP TABLE candidature;
ALTER TABLE candidature_2 RENAME TO candidature;
CREATE INDEX candidature_campus ON candidature(campus);

ALTER TABLE label ADD COLUMN connu TEXT CHECK (connu IS date(connu));    -- day it was decided; null: always known
ALTER TABLE label ADD COLUMN mention TEXT;

CREATE TABLE seance (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  date TEXT NOT NULL CHECK (date IS date(date)),
  lieu TEXT, president TEXT,
  instance INTEGER NOT NULL REFERENCES instance(id) ON DELETE RESTRICT,
  etat TEXT NOT NULL DEFAULT 'ouverte' CHECK (etat IN ('ouverte', 'close')),
  derogation TEXT                                -- why it was closed although a college was missing
) STRICT;

CREATE TABLE membre (                            -- present at a séance
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  seance INTEGER NOT NULL REFERENCES seance(id) ON DELETE RESTRICT,
  ordre INTEGER NOT NULL,
  nom TEXT NOT NULL,
  college INTEGER REFERENCES college(id) ON DELETE RESTRICT,
  UNIQUE (seance, ordre)
) STRICT;

CREATE TABLE point (                             -- an item of the agenda
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  seance INTEGER NOT NULL REFERENCES seance(id) ON DELETE RESTRICT,
  ordre INTEGER NOT NULL,
  candidature INTEGER REFERENCES candidature(id) ON DELETE RESTRICT,
  revue INTEGER REFERENCES revue(id) ON DELETE RESTRICT,
  rapporteur TEXT,
  avis TEXT CHECK (avis IN ('favorable', 'favorable-recommandations', 'reserve', 'defavorable', 'ajourne')),
  motifs TEXT,
  UNIQUE (seance, candidature), UNIQUE (seance, revue),
  CHECK ((candidature IS NULL) <> (revue IS NULL))
) STRICT;
CREATE INDEX point_revue ON point(revue);
CREATE INDEX point_candidature ON point(candidature);

CREATE TABLE recommandation (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  point INTEGER NOT NULL REFERENCES point(id) ON DELETE RESTRICT,
  ordre INTEGER NOT NULL,
  texte TEXT NOT NULL,
  critere TEXT,
  echeance TEXT CHECK (echeance GLOB '[0-9][0-9][0-9][0-9]' OR echeance || '-01' IS date(echeance || '-01') OR echeance IS date(echeance)),
  UNIQUE (point, ordre)
) STRICT;

CREATE TABLE decision (                          -- on an évaluation, after the séance that examined it
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  point INTEGER NOT NULL UNIQUE REFERENCES point(id) ON DELETE RESTRICT,
  issue TEXT NOT NULL CHECK (issue IN ('renouvele', 'reduite', 'non-renouvele', 'ajourne')),
  le TEXT NOT NULL CHECK (le IS date(le)),
  motif TEXT,
  label INTEGER UNIQUE REFERENCES label(id) ON DELETE RESTRICT,         -- the period it opens
  acte INTEGER REFERENCES acte(id) ON DELETE RESTRICT,
  CHECK ((label IS NOT NULL) = (issue IN ('renouvele', 'reduite')))
) STRICT;

ALTER TABLE revue ADD COLUMN commencee TEXT CHECK (commencee IS date(commencee));  -- reference day of the first answer
ALTER TABLE revue ADD COLUMN remise TEXT CHECK (remise IS date(remise));           -- reference day it was handed in

-- A closed séance is frozen.
CREATE TRIGGER membre_gele_ajout BEFORE INSERT ON membre WHEN (SELECT etat FROM seance WHERE id = NEW.seance) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER membre_gele_modification BEFORE UPDATE ON membre WHEN (SELECT etat FROM seance WHERE id = OLD.seance) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER membre_gele_retrait BEFORE DELETE ON membre WHEN (SELECT etat FROM seance WHERE id = OLD.seance) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER point_gele_ajout BEFORE INSERT ON point WHEN (SELECT etat FROM seance WHERE id = NEW.seance) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER point_gele_modification BEFORE UPDATE ON point WHEN (SELECT etat FROM seance WHERE id = OLD.seance) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER point_gele_retrait BEFORE DELETE ON point WHEN (SELECT etat FROM seance WHERE id = OLD.seance) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER recommandation_gelee_ajout BEFORE INSERT ON recommandation
WHEN (SELECT etat FROM seance s JOIN point p ON p.seance = s.id WHERE p.id = NEW.point) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER recommandation_gelee_modification BEFORE UPDATE ON recommandation
WHEN (SELECT etat FROM seance s JOIN point p ON p.seance = s.id WHERE p.id = OLD.point) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER recommandation_gelee_retrait BEFORE DELETE ON recommandation
WHEN (SELECT etat FROM seance s JOIN point p ON p.seance = s.id WHERE p.id = OLD.point) = 'close'
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER seance_gelee BEFORE UPDATE ON seance
WHEN OLD.etat = 'close' AND (NEW.etat = 'close' OR NEW.date <> OLD.date OR NEW.lieu IS NOT OLD.lieu
  OR NEW.president IS NOT OLD.president OR NEW.instance <> OLD.instance)
BEGIN SELECT RAISE(ABORT, 'la séance est close : elle ne change plus'); END;
CREATE TRIGGER seance_decidee BEFORE UPDATE ON seance WHEN OLD.etat = 'close' AND NEW.etat = 'ouverte'
  AND EXISTS (SELECT 1 FROM point p LEFT JOIN decision d ON d.point = p.id LEFT JOIN candidature c ON c.id = p.candidature
    WHERE p.seance = OLD.id AND (d.id IS NOT NULL OR c.issue IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'une décision suit cette séance : elle reste close'); END;
CREATE TRIGGER acte_gele BEFORE UPDATE ON acte WHEN OLD.publie IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'l''acte est publié : il ne change plus'); END;
CREATE TRIGGER acte_garde BEFORE DELETE ON acte WHEN OLD.publie IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'l''acte est publié : il ne change plus'); END;
CREATE TRIGGER decision_gelee_modification BEFORE UPDATE ON decision
WHEN (SELECT publie FROM acte WHERE id = OLD.acte) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'un acte publié porte cette décision : elle ne change plus'); END;
CREATE TRIGGER decision_gelee_retrait BEFORE DELETE ON decision
WHEN (SELECT publie FROM acte WHERE id = OLD.acte) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'un acte publié porte cette décision : elle ne change plus'); END;

-- Working memory of a form that is not a review (séance, item, decision…): overwritten in place, never journaled.
CREATE TABLE brouillon (
  formalite TEXT NOT NULL, agent TEXT NOT NULL,  -- what is being filled in, e.g. point:12; by whom
  valeurs TEXT NOT NULL CHECK (json_valid(valeurs)),
  enregistre TEXT NOT NULL,
  PRIMARY KEY (formalite, agent)
) STRICT, WITHOUT ROWID;
