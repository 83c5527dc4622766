-- Who is at work on what, in words: overwritten in place, never journaled.

CREATE TABLE presence (                          -- one open form of one session
  session TEXT NOT NULL,                         -- of one connection
  objet TEXT NOT NULL,                           -- `campus:3`, `suivi:5`: as drafts are named
  agent TEXT NOT NULL,
  depuis TEXT NOT NULL,                          -- UTC instant of its opening
  vu TEXT NOT NULL,                              -- UTC instant of its last sign of life
  machine TEXT NOT NULL,                         -- where its process number means something
  processus INTEGER NOT NULL,
  cede TEXT,                                     -- who took over: this session then only reads
  PRIMARY KEY (session, objet)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_objet ON presence(objet);

-- Each agent keeps the text they are typing: two at one review do not write over each other's.
CREATE TABLE saisie_par_agent (
  revue INTEGER NOT NULL REFERENCES revue(id) ON DELETE CASCADE,
  agent TEXT NOT NULL,
  etape TEXT NOT NULL, champ TEXT NOT NULL,
  texte TEXT NOT NULL,
  ligne INTEGER NOT NULL, colonne INTEGER NOT NULL,
  enregistre TEXT NOT NULL,
  PRIMARY KEY (revue, agent)
) STRICT, WITHOUT ROWID;
INSERT INTO saisie_par_agent
  SELECT s.revue, coalesce((SELECT nom FROM agent WHERE id = r.agent), ''), s.etape, s.champ, s.texte, s.ligne,
    s.colonne, s.enregistre
  FROM saisie s JOIN revue r ON r.id = s.revue;
DROP TABLE saisie;
ALTER TABLE saisie_par_agent RENAME TO saisie;
