-- The national directory of establishments, beside the register: brought up to date by each import, never journaled.

CREATE TABLE etablissement (
  -- Made of how useful a find it is (0 lycées and what follows them, 1 others, 2 schools), of the UAI's number and of
  -- the source: the order of ids is the order of answers, and the first ones are found without looking at the others.
  id INTEGER PRIMARY KEY,
  uai TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('annuaire', 'acce')),
  nom TEXT NOT NULL,
  type TEXT,                                     -- in the words of the file: Lycée, Collège, Ecole…
  secteur TEXT CHECK (secteur IN ('public', 'prive')),
  nature TEXT, nature_libelle TEXT,              -- code and words; partner types of codes: data/annuaire/natures.toml
  adresse TEXT, code_postal TEXT, commune TEXT,
  code_insee TEXT,                               -- of the town
  departement TEXT,                              -- as the register writes it: 01, 2A, 971
  academie TEXT, region TEXT,                    -- codes as the register writes them: 10, 84
  siret TEXT,                                    -- SIREN or SIRET
  telephone TEXT, web TEXT, mail TEXT,
  latitude REAL, longitude REAL,
  ouvert TEXT, ferme TEXT,                       -- ISO days
  etat TEXT CHECK (etat IN ('ouvert', 'a-ouvrir', 'a-fermer', 'ferme')),
  maj TEXT,                                      -- ISO day its line was last changed at the source
  absent TEXT,                                   -- ISO day of the import whose file no longer had it
  pli TEXT NOT NULL,
  UNIQUE (uai, source)
) STRICT;

-- Word positions and sizes are never asked for: left out, the index is a third of the size and of the time.
CREATE VIRTUAL TABLE etablissement_recherche USING fts5(pli, content = 'etablissement', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 0 categories ''C* L* M* N* P* S*''', prefix = '1 2 3', detail = none,
  columnsize = 0);

-- The words of very many establishments: searched by their first letters, then looked at one by one.
CREATE TABLE etablissement_mot (
  mot TEXT PRIMARY KEY,
  etablissements INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
