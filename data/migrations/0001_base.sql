-- The register as first released. Never edited once released: a change is a new file.
--
-- Trade tables have id (row), uid (UUIDv7, stable across copies) and rev (edit counter, starts at 1,
-- one more at each edit). A partial date is YYYY, YYYY-MM or YYYY-MM-DD. Columns cle_tri (French sort
-- key) and pli (folded text) are derived by the program and left out of the journal.
-- Journal triggers are generated from these columns by src/store/schema.rs.

---------------------------------------------------------------------------------------- territory

CREATE TABLE region (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  cle TEXT NOT NULL UNIQUE,                      -- stable key; an INSEE code may name two régions
  code TEXT NOT NULL,                            -- INSEE
  nom TEXT NOT NULL,
  zone TEXT NOT NULL CHECK (zone IN ('metropole', 'outre-mer')),
  debut TEXT CHECK (debut GLOB '[0-9][0-9][0-9][0-9]' OR debut || '-01' IS date(debut || '-01') OR debut IS date(debut)),
  fin TEXT CHECK (fin GLOB '[0-9][0-9][0-9][0-9]' OR fin || '-01' IS date(fin || '-01') OR fin IS date(fin)),
  sigles TEXT NOT NULL DEFAULT '',               -- words people use for it, separated by commas
  cle_tri BLOB, pli TEXT
) STRICT;

CREATE TABLE succession (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  region INTEGER NOT NULL REFERENCES region(id) ON DELETE RESTRICT,
  successeur INTEGER NOT NULL REFERENCES region(id) ON DELETE RESTRICT,
  UNIQUE (region, successeur), CHECK (region <> successeur)
) STRICT;

CREATE TABLE academie (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,                     -- code of the ministry (MEN)
  nom TEXT NOT NULL UNIQUE,
  debut TEXT CHECK (debut IS date(debut)),
  fin TEXT CHECK (fin IS date(fin)),
  region INTEGER REFERENCES region(id) ON DELETE RESTRICT,               -- in 2013
  region_actuelle INTEGER REFERENCES region(id) ON DELETE RESTRICT,      -- today's région académique
  successeur INTEGER REFERENCES academie(id) ON DELETE RESTRICT,
  note TEXT
) STRICT;

CREATE TABLE departement (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,
  nom TEXT NOT NULL,
  region INTEGER REFERENCES region(id) ON DELETE RESTRICT,               -- in 2013
  region_actuelle INTEGER REFERENCES region(id) ON DELETE RESTRICT,
  academie INTEGER REFERENCES academie(id) ON DELETE RESTRICT,           -- in 2013
  academie_actuelle INTEGER REFERENCES academie(id) ON DELETE RESTRICT,
  uai_prefixe TEXT                                                       -- usual first characters of a UAI
) STRICT;

---------------------------------------------------------------------------------------- campuses

CREATE TABLE famille (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,                     -- creatrice-emploi, avenir (communiqué), nationale
  libelle TEXT NOT NULL
) STRICT;

CREATE TABLE filiere (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,
  famille INTEGER NOT NULL REFERENCES famille(id) ON DELETE RESTRICT,
  nom TEXT NOT NULL,
  cle_tri BLOB, pli TEXT
) STRICT;

CREATE TABLE appel (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,
  titre TEXT NOT NULL,
  texte TEXT, bulletin TEXT,                     -- the act and where it was published
  ouvert TEXT CHECK (ouvert GLOB '[0-9][0-9][0-9][0-9]' OR ouvert || '-01' IS date(ouvert || '-01') OR ouvert IS date(ouvert)),
  depot TEXT CHECK (depot GLOB '[0-9][0-9][0-9][0-9]' OR depot || '-01' IS date(depot || '-01') OR depot IS date(depot)),
  annonce TEXT CHECK (annonce GLOB '[0-9][0-9][0-9][0-9]' OR annonce || '-01' IS date(annonce || '-01') OR annonce IS date(annonce)),
  presentes INTEGER CHECK (presentes >= 0),      -- projects presented
  retenus INTEGER CHECK (retenus BETWEEN 0 AND presentes),
  note TEXT
) STRICT;

CREATE TABLE campus (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  nom TEXT NOT NULL UNIQUE,                      -- official name
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
  cle_tri BLOB, pli TEXT
) STRICT;
CREATE INDEX campus_region ON campus(region);
CREATE INDEX campus_tri ON campus(cle_tri);

CREATE TABLE axe (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  rang TEXT NOT NULL CHECK (rang IN ('principal', 'secondaire')),
  ordre INTEGER NOT NULL,
  libelle TEXT NOT NULL,
  UNIQUE (campus, ordre)
) STRICT;

CREATE TABLE campus_filiere (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  filiere INTEGER NOT NULL REFERENCES filiere(id) ON DELETE RESTRICT,
  raison TEXT NOT NULL,                          -- why it is attached
  origine TEXT NOT NULL,                         -- who says so
  UNIQUE (campus, filiere)
) STRICT;
CREATE INDEX campus_filiere_filiere ON campus_filiere(filiere);

CREATE TABLE candidature (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  appel INTEGER NOT NULL REFERENCES appel(id) ON DELETE RESTRICT,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  issue TEXT NOT NULL CHECK (issue IN ('retenue', 'ajournee', 'refusee')),
  UNIQUE (appel, campus)
) STRICT;
CREATE INDEX candidature_campus ON candidature(campus);

CREATE TABLE regime (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,                     -- rules: data/regimes.toml
  libelle TEXT NOT NULL
) STRICT;

CREATE TABLE instance (                          -- who examines under a regime
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,
  libelle TEXT NOT NULL,
  regime INTEGER NOT NULL REFERENCES regime(id) ON DELETE RESTRICT,
  total INTEGER CHECK (total > 0),               -- members; null when no text gives the number
  source INTEGER REFERENCES source(id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE college (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  instance INTEGER NOT NULL REFERENCES instance(id) ON DELETE RESTRICT,
  code TEXT NOT NULL,
  ordre INTEGER NOT NULL,
  libelle TEXT NOT NULL,                         -- quality represented
  nombre INTEGER CHECK (nombre > 0),             -- seats; null when no text gives the number
  UNIQUE (instance, code), UNIQUE (instance, ordre)
) STRICT;

CREATE TABLE label (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  debut TEXT NOT NULL CHECK (debut GLOB '[0-9][0-9][0-9][0-9]' OR debut || '-01' IS date(debut || '-01') OR debut IS date(debut)),
  duree_ans INTEGER NOT NULL CHECK (duree_ans BETWEEN 1 AND 10),
  regime INTEGER NOT NULL REFERENCES regime(id) ON DELETE RESTRICT,
  categorie TEXT NOT NULL,
  acte TEXT,                                     -- letter or arrêté, when known
  UNIQUE (campus, debut)
) STRICT;

CREATE TABLE evenement (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  ordre INTEGER NOT NULL,
  quand TEXT,                                    -- in the words of the source
  quoi TEXT NOT NULL,
  UNIQUE (campus, ordre)
) STRICT;

---------------------------------------------------------------------------------------- partners

CREATE TABLE type_partenaire (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,
  libelle TEXT NOT NULL,
  identifiants TEXT NOT NULL,                    -- what identifies one: UAI, SIRET…
  indicateur TEXT REFERENCES indicateur(code) ON DELETE RESTRICT,  -- the indicator that counts it
  ordre INTEGER NOT NULL
) STRICT;

CREATE TABLE partenaire (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  nom TEXT NOT NULL,
  autres_noms TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(autres_noms)),  -- JSON array of texts
  type INTEGER NOT NULL REFERENCES type_partenaire(id) ON DELETE RESTRICT,
  commune TEXT,
  departement TEXT,                              -- code; not a reference: sources know more than the table
  uai TEXT, siren TEXT, siret TEXT,
  note TEXT,
  cle_tri BLOB, pli TEXT
) STRICT;
CREATE INDEX partenaire_tri ON partenaire(cle_tri);

CREATE TABLE campus_partenaire (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  partenaire INTEGER NOT NULL REFERENCES partenaire(id) ON DELETE RESTRICT,
  role TEXT NOT NULL,
  ecrite INTEGER NOT NULL CHECK (ecrite IN (0, 1)),   -- 1: a source names the partner in the campus; 0: deduced
  UNIQUE (campus, partenaire)
) STRICT;
CREATE INDEX campus_partenaire_partenaire ON campus_partenaire(partenaire);

---------------------------------------------------------------------------------------- sources

CREATE TABLE source (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  titre TEXT NOT NULL,
  url TEXT NOT NULL,
  UNIQUE (titre, url)
) STRICT;

CREATE TABLE campus_source (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  source INTEGER NOT NULL REFERENCES source(id) ON DELETE RESTRICT,
  UNIQUE (campus, source)
) STRICT;

CREATE TABLE appel_source (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  appel INTEGER NOT NULL REFERENCES appel(id) ON DELETE RESTRICT,
  source INTEGER NOT NULL REFERENCES source(id) ON DELETE RESTRICT,
  UNIQUE (appel, source)
) STRICT;

CREATE TABLE lien_source (                       -- what says that a partner belongs to a campus
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  lien INTEGER NOT NULL REFERENCES campus_partenaire(id) ON DELETE RESTRICT,
  source INTEGER NOT NULL REFERENCES source(id) ON DELETE RESTRICT,
  UNIQUE (lien, source)
) STRICT;

CREATE TABLE partenaire_source (                 -- where the identifiers were found
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  partenaire INTEGER NOT NULL REFERENCES partenaire(id) ON DELETE RESTRICT,
  source INTEGER NOT NULL REFERENCES source(id) ON DELETE RESTRICT,
  UNIQUE (partenaire, source)
) STRICT;

---------------------------------------------------------------------------------------- reviews

CREATE TABLE indicateur (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL UNIQUE,
  libelle TEXT NOT NULL,
  section TEXT NOT NULL,
  unite TEXT NOT NULL,
  calcul TEXT NOT NULL,
  sens TEXT NOT NULL CHECK (sens IN ('hausse', 'baisse', 'neutre')),
  source_donnees TEXT NOT NULL,
  origine TEXT NOT NULL,                         -- codes of domaine: G communiqué, D14 décret, R ours…
  ordre INTEGER NOT NULL
) STRICT;

CREATE TABLE formulaire (                        -- every version of every form a review was begun with
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  code TEXT NOT NULL,                            -- e.g. suivi-2013
  version INTEGER NOT NULL CHECK (version > 0),
  toml TEXT NOT NULL,
  UNIQUE (code, version)
) STRICT;

CREATE TABLE agent (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  nom TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE revue (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  campus INTEGER NOT NULL REFERENCES campus(id) ON DELETE RESTRICT,
  label INTEGER NOT NULL REFERENCES label(id) ON DELETE RESTRICT,
  type TEXT NOT NULL CHECK (type IN ('suivi', 'evaluation')),
  etat TEXT NOT NULL CHECK (etat IN ('brouillon', 'transmis', 'examine', 'clos', 'rouvert')),
  etat_depuis TEXT NOT NULL,                     -- UTC instant
  agent INTEGER NOT NULL REFERENCES agent(id) ON DELETE RESTRICT,
  formulaire INTEGER NOT NULL REFERENCES formulaire(id) ON DELETE RESTRICT,
  motif TEXT,                                    -- why it was last reopened
  UNIQUE (label, type)
) STRICT;
CREATE INDEX revue_campus ON revue(campus);

CREATE TABLE reponse (                           -- one row per answered field; no row: not answered
  revue INTEGER NOT NULL REFERENCES revue(id) ON DELETE RESTRICT,
  champ TEXT NOT NULL,
  genre TEXT NOT NULL CHECK (genre IN ('texte', 'entier', 'reel', 'oui_non', 'date', 'liste', 'lignes', 'absent')),
  valeur ANY CHECK (typeof(valeur) = CASE genre
      WHEN 'entier' THEN 'integer' WHEN 'oui_non' THEN 'integer' WHEN 'reel' THEN 'real'
      WHEN 'absent' THEN 'null' ELSE 'text' END),
  enregistre TEXT NOT NULL,                      -- UTC instant
  PRIMARY KEY (revue, champ),
  CHECK (genre NOT IN ('liste', 'lignes') OR json_valid(valeur)),
  CHECK (genre <> 'oui_non' OR valeur IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reponse_gelee_ajout BEFORE INSERT ON reponse
WHEN (SELECT etat FROM revue WHERE id = NEW.revue) NOT IN ('brouillon', 'rouvert')
BEGIN SELECT RAISE(ABORT, 'la revue est transmise : ses réponses ne changent plus'); END;

CREATE TRIGGER reponse_gelee_modification BEFORE UPDATE ON reponse
WHEN (SELECT etat FROM revue WHERE id = OLD.revue) NOT IN ('brouillon', 'rouvert')
  OR NEW.revue <> OLD.revue
BEGIN SELECT RAISE(ABORT, 'la revue est transmise : ses réponses ne changent plus'); END;

CREATE TRIGGER reponse_gelee_retrait BEFORE DELETE ON reponse
WHEN (SELECT etat FROM revue WHERE id = OLD.revue) NOT IN ('brouillon', 'rouvert')
BEGIN SELECT RAISE(ABORT, 'la revue est transmise : ses réponses ne changent plus'); END;

-- Working memory of a review being filled in: overwritten in place, never journaled.

CREATE TABLE position (                          -- where it was left
  revue INTEGER PRIMARY KEY REFERENCES revue(id) ON DELETE CASCADE,
  etape TEXT NOT NULL, champ TEXT NOT NULL,
  enregistre TEXT NOT NULL
) STRICT;

CREATE TABLE saisie (                            -- text being typed and not yet an answer
  revue INTEGER PRIMARY KEY REFERENCES revue(id) ON DELETE CASCADE,
  etape TEXT NOT NULL, champ TEXT NOT NULL,
  texte TEXT NOT NULL,
  ligne INTEGER NOT NULL, colonne INTEGER NOT NULL,
  enregistre TEXT NOT NULL
) STRICT;

---------------------------------------------------------------------------------------- journal

CREATE TABLE lot (                               -- one write: who, when, what, why
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  op TEXT NOT NULL,
  agent TEXT NOT NULL,
  quand TEXT NOT NULL,                           -- UTC instant
  motif TEXT,
  annule INTEGER UNIQUE REFERENCES lot(id)       -- the lot this one undoes
) STRICT;

CREATE TABLE changement (                        -- one changed row of one lot
  id INTEGER PRIMARY KEY,
  lot INTEGER NOT NULL REFERENCES lot(id),
  nom_table TEXT NOT NULL,
  ligne INTEGER NOT NULL,                        -- id of the row (of its revue for an answer)
  cle TEXT NOT NULL,                             -- uid of the row (revue/champ for an answer)
  avant TEXT, apres TEXT,                        -- JSON objects without id and uid; null: no row before, after
  CHECK (avant IS NOT NULL OR apres IS NOT NULL)
) STRICT;
CREATE INDEX changement_lot ON changement(lot);
CREATE INDEX changement_ligne ON changement(nom_table, cle);

CREATE TABLE chaine (                            -- SHA-256 over the previous print, the lot and its changes
  lot INTEGER PRIMARY KEY REFERENCES lot(id),
  empreinte TEXT NOT NULL
) STRICT;

CREATE TABLE porte (                             -- open (one row) only while a lot is being written
  id INTEGER PRIMARY KEY CHECK (id = 1),
  lot INTEGER NOT NULL REFERENCES lot(id)
) STRICT;

-- Where the journal triggers of the trade tables write; `pas` is how far the row's revision moved.
CREATE VIEW journal(nom_table, ligne, cle, avant, apres, pas) AS
  SELECT nom_table, ligne, cle, avant, apres, 1 FROM changement;
CREATE TRIGGER journal_entree INSTEAD OF INSERT ON journal BEGIN
  SELECT RAISE(ABORT, 'modification sans révision') WHERE NEW.pas <> 1;
  INSERT INTO changement(lot, nom_table, ligne, cle, avant, apres)
  VALUES ((SELECT lot FROM porte), NEW.nom_table, NEW.ligne, NEW.cle, NEW.avant, NEW.apres);
END;

CREATE TRIGGER porte_fermee BEFORE INSERT ON changement WHEN NEW.lot IS NOT (SELECT lot FROM porte) OR NEW.lot IS NULL
BEGIN SELECT RAISE(ABORT, 'écriture hors de la porte'); END;
CREATE TRIGGER porte_lot BEFORE INSERT ON porte WHEN EXISTS (SELECT 1 FROM chaine WHERE lot >= NEW.lot)
BEGIN SELECT RAISE(ABORT, 'écriture hors de la porte'); END;

CREATE TRIGGER lot_ajout BEFORE INSERT ON lot
WHEN EXISTS (SELECT 1 FROM lot WHERE (NEW.id <> -1 AND id >= NEW.id) OR uid = NEW.uid OR annule = NEW.annule)   -- -1: not given
BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER lot_fige BEFORE UPDATE ON lot BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER lot_garde BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER changement_ajout BEFORE INSERT ON changement WHEN EXISTS (SELECT 1 FROM changement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER changement_fige BEFORE UPDATE ON changement BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER changement_garde BEFORE DELETE ON changement BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER chaine_ajout BEFORE INSERT ON chaine WHEN EXISTS (SELECT 1 FROM chaine WHERE lot >= NEW.lot)
BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER chaine_figee BEFORE UPDATE ON chaine BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER chaine_gardee BEFORE DELETE ON chaine BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;

CREATE TABLE meta (                              -- housekeeping, never trade: when last checked…
  cle TEXT PRIMARY KEY,
  valeur TEXT NOT NULL
) STRICT, WITHOUT ROWID;

---------------------------------------------------------------------------------------- search

-- Folded text only (src/domain/texte.rs); content stays in the tables above, rebuilt at will. Words are what spaces
-- separate, whatever Unicode version the tokenizer knows: the folding has already removed all else.
CREATE VIRTUAL TABLE campus_recherche USING fts5(pli, content = 'campus', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 0 categories ''C* L* M* N* P* S*''', prefix = '1 2 3');
CREATE VIRTUAL TABLE partenaire_recherche USING fts5(pli, content = 'partenaire', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 0 categories ''C* L* M* N* P* S*''', prefix = '1 2 3');
