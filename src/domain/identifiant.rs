//! UAI, SIREN, SIRET: advice, never a refusal.
