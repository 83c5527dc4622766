-- A number that a row had is not given to another: the journal tells rows by their numbers. This finds the highest that a
-- row taken away had.
CREATE INDEX changement_ote ON changement(nom_table, ligne) WHERE apres IS NULL;
