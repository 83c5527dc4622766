-- The national directory of establishments, beside the register: replaced by each import, never journaled.

CREATE TABLE etablissement (
  id INTEGER PRIMARY KEY,
  uai TEXT NOT NULL UNIQUE,
  nom TEXT NOT NULL,
  type TEXT,                                     -- in the words of the file: Lycée, Collège, Ecole…
  secteur TEXT CHECK (secteur IN ('public', 'prive')),
  nature TEXT, nature_libelle TEXT,              -- code and words (300 lycée général et technologique…)
  adresse TEXT, code_postal TEXT, commune TEXT, code_commune TEXT,
  departement TEXT,                              -- as the register writes it: 01, 2A, 971
  academie TEXT, region TEXT,
  siret TEXT,                                    -- SIREN or SIRET, as given
  telephone TEXT, web TEXT, mail TEXT,
  latitude REAL, longitude REAL,
  ouvert TEXT, ferme TEXT,                       -- ISO days
  etat TEXT,
  maj TEXT,                                      -- ISO day the line was last changed at its source
  source TEXT NOT NULL CHECK (source IN ('annuaire', 'acce')),
  import INTEGER NOT NULL,                       -- which import last saw it
  pli TEXT NOT NULL
) STRICT;

-- Word positions and sizes are never asked for: left out, the index is a third of the size and of the time.
CREATE VIRTUAL TABLE etablissement_recherche USING fts5(pli, content = 'etablissement', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 0 categories ''C* L* M* N* P* S*''', prefix = '2 3', detail = none, columnsize = 0);
