//! What the trade talks about: régions, campuses, labels, deadlines, reviews.
//! Must not know SQLite, the terminal or the forms.

pub mod campus;
pub mod date;
pub mod echeance;
pub mod filiere;
pub mod id;
pub mod identifiant;
pub mod indicateur;
pub mod label;
pub mod partenaire;
pub mod regime;
pub mod region;
pub mod revue;
pub mod texte;

pub use campus::{Axe, CampusLigne, Fiche};
pub use date::DatePartielle;
pub use echeance::{Echeance, Etat, Terme, TypeEcheance};
pub use filiere::FiliereLigne;
pub use id::{CampusId, FiliereId, LotId, PartenaireId, RegionId, RevueId};
pub use label::Label;
pub use partenaire::{LienCampus, PartenaireFiche, PartenaireLigne};
pub use regime::Regime;
pub use region::RegionLigne;
pub use revue::{EtatRevue, RevueLigne, TypeRevue};
