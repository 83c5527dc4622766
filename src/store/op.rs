//! What a write is for: one word in the journal, one phrase for people.

macro_rules! ops {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)*) => {
        /// What a write is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Op {
            $($(#[$doc])* $name,)*
        }

        impl Op {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable word, as the journal stores it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Phrase for people.
            #[must_use]
            pub fn libelle(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

ops! {
    /// The shipped rows, at the register's creation.
    Create = "creation", "Création du registre";
    /// A campus's record was edited.
    EditCampus = "campus-modification", "Modification d'un campus";
    /// A partner's record was edited.
    EditPartenaire = "partenaire-modification", "Modification d'un partenaire";
    /// A review was begun.
    StartRevue = "revue-ouverture", "Ouverture d'une revue";
    /// An answer was written or cleared.
    SaveReponse = "reponse", "Réponse";
    /// A review was handed in.
    SubmitRevue = "revue-transmission", "Transmission d'une revue";
    /// A review was reopened with a reason.
    ReopenRevue = "revue-reouverture", "Réouverture d'une revue";
    /// A call was opened or edited.
    EditAppel = "appel", "Appel à projets";
    /// A candidature was entered or edited.
    EditCandidature = "candidature", "Candidature";
    /// A séance, its members or its agenda changed.
    EditSeance = "seance", "Préparation d'une séance";
    /// An item was examined: avis, motives, recommendations.
    EditPoint = "point", "Examen d'un point";
    /// A séance was closed.
    CloseSeance = "seance-cloture", "Clôture d'une séance";
    /// A decision on an évaluation.
    Decide = "decision", "Décision sur une évaluation";
    /// The outcome of a candidature.
    DecideCandidature = "candidature-issue", "Issue d'une candidature";
    /// An act was prepared or edited.
    EditActe = "acte", "Préparation d'un acte";
    /// An act was published.
    PublishActe = "acte-publication", "Publication d'un acte";
    /// A link between a campus and a partner was made or edited.
    EditLien = "lien", "Lien d'un campus et d'un partenaire";
    /// A label's own record was corrected.
    EditLabel = "label", "Correction d'un label";
    /// A filière was made or edited.
    EditFiliere = "filiere", "Filière";
    /// A région or its successors were edited.
    EditRegion = "region", "Région";
    /// A record went to the corbeille, with its links.
    Archive = "archivage", "Mise à la corbeille";
    /// A record came back from the corbeille, with its links.
    Restore = "restauration", "Sortie de la corbeille";
    /// Records of the corbeille were removed for good.
    Purge = "purge", "Purge de la corbeille";
    /// Two partners that are one were joined.
    Merge = "fusion", "Fusion de deux partenaires";
    /// A file was imported.
    Import = "import", "Import d'un fichier";
    /// One field of several records was changed at once.
    EditMany = "modification-groupee", "Modification groupée";
    /// A contact was made or edited.
    EditContact = "contact", "Contact";
    /// A person was taken out of the register and of its journal.
    Erase = "caviardage", "Effacement d'une personne (RGPD)";
    /// A view was kept, changed or dropped.
    EditVue = "vue", "Vue enregistrée";
    /// An agent's role or keys changed.
    EditAcces = "acces", "Accès d'un agent";
    /// The register went back to a backup.
    Rollback = "retour-sauvegarde", "Retour à une sauvegarde";
    /// What could be read of a damaged file was copied to a new one.
    Salvage = "recuperation", "Récupération d'un fichier abîmé";
    /// A lot was undone.
    Undo = "annulation", "Annulation";
    /// An undo was undone: the thing was done again.
    Redo = "retablissement", "Rétablissement";
}

impl Op {
    /// Reads [`Self::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|op| op.code() == code)
    }

    /// Whether the agent may undo it. Creation has nothing before it; an undo is answered by [`Self::Redo`], which
    /// the journal offers on the undo itself; what is published is answered by another act; what
    /// is purged is gone.
    #[must_use]
    pub fn undoable(self) -> bool {
        !matches!(
            self,
            Self::Create
                | Self::Undo
                | Self::PublishActe
                | Self::Purge
                | Self::Erase
                | Self::Rollback
                | Self::Salvage
        )
    }
}
