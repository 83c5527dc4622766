-- Who may do what: agents' roles and public keys.

-- What the agent may do (data/roles.toml); null: named in the register, without access of their own.
ALTER TABLE agent ADD COLUMN role TEXT
  CHECK (role IN ('lecteur', 'gestionnaire', 'inspecteur', 'commission', 'administrateur'));

CREATE TABLE cle_publique (                      -- an SSH key that opens a restricted session
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 1,
  agent INTEGER NOT NULL REFERENCES agent(id) ON DELETE RESTRICT,
  type TEXT NOT NULL,                            -- ssh-ed25519…
  valeur TEXT NOT NULL UNIQUE,                   -- the key itself, base64; of one agent only
  empreinte TEXT NOT NULL                        -- SHA256:…, as ssh-keygen and sshd say it
) STRICT;
CREATE INDEX cle_publique_agent ON cle_publique(agent);
