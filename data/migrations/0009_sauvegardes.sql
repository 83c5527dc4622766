-- Backups that were verified: what is in the folder `sauvegardes`, and since when it is known good. Housekeeping, never
-- journaled: a register that is restored knows those made before it.
CREATE TABLE sauvegarde (
  nom TEXT PRIMARY KEY,                          -- file name in the folder, or the whole path of one put elsewhere
  motif TEXT NOT NULL,                           -- domain/sauvegarde.rs
  fait TEXT NOT NULL,                            -- UTC instant, of the machine's own clock
  octets INTEGER NOT NULL,
  lot INTEGER NOT NULL,                          -- last lot of the journal in it
  bonne INTEGER NOT NULL CHECK (bonne IN (0, 1)),-- verdict of its last verification
  verifie TEXT NOT NULL                          -- UTC instant of that verification
) STRICT, WITHOUT ROWID;
