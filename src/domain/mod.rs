//! What the trade talks about: régions, campuses, labels, deadlines, reviews.
//! Must not know SQLite, the terminal or the forms.

pub mod acces;
pub mod acte;
pub mod appel;
pub mod campus;
pub mod complement;
pub mod conformite;
pub mod conservation;
pub mod contact;
pub mod corbeille;
pub mod date;
mod depart;
pub mod departement;
pub mod disposition;
pub mod echeance;
pub mod etablissement;
pub mod filiere;
pub mod formalite;
pub mod formule;
pub mod fusion;
pub mod id;
pub mod identifiant;
pub mod importation;
pub mod indicateur;
pub mod journal;
pub mod json;
pub mod label;
pub mod ordre;
pub mod panne;
pub mod partenaire;
pub mod personne;
mod presence;
pub mod proche;
pub mod regime;
pub mod region;
pub mod renvoi;
pub mod requete;
pub mod revue;
pub mod role;
pub mod sauvegarde;
pub mod seance;
pub mod tableau;
pub mod texte;
pub mod vue;

pub use acte::{Acte, LigneAnnexe, NatureActe};
pub use appel::{Appel, Candidature, Dossier, Issue};
pub use campus::{Ailleurs, Axe, CampusLigne, Fiche};
pub use conformite::{Constat, EtatCondition};
pub use contact::Contact;
pub use corbeille::Archivable;
pub use date::DatePartielle;
pub use depart::Depart;
pub use disposition::{Colonne, Disposition, Sens, Tri};
pub use echeance::{Echeance, Etat, Terme, TypeEcheance};
pub use etablissement::{Etablissement, Existence, Secteur, Situation, Source};
pub use filiere::FiliereLigne;
pub use formalite::Formalite;
pub use id::{
    ActeId, AppelId, CampusId, CandidatureId, ContactId, FiliereId, LabelId, LienId, LotId, PartenaireId,
    PointId, RegionId, RevueId, SeanceId, VueId,
};
pub use label::{Label, Suite};
pub use ordre::Ordre;
pub use partenaire::{LienCampus, PartenaireFiche, PartenaireLigne};
pub use presence::Presence;
pub use regime::Regime;
pub use region::RegionLigne;
pub use renvoi::{Entite, Renvoi};
pub use revue::{EtatRevue, RevueLigne, TypeRevue};
pub use role::Role;
pub use sauvegarde::Sauvegarde;
pub use seance::{
    Avis, College, Decision, IssueEvaluation, Membre, Objet, Point, Proposition, Recommandation, Seance,
};
