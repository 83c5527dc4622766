//! The dashboard's figures: what each view counts, and the table that says the same in words. Pure; where the
//! register's rows come from is the store's business.

pub mod carte;
pub mod decoupage;
pub mod grille;
pub mod indicateurs;
pub mod labels;
pub mod revues;
pub mod stats;
pub mod table;

pub use carte::{Carte, EtatCampus, PointCampus, Tuile};
pub use decoupage::Decoupage;
pub use grille::{Case, Cote};
pub use indicateurs::{Atteinte, Indicateur, Mesure, Mesures, VueCampus, VueIndicateur};
pub use labels::{EtatLabel, Genre, Groupe, Labels};
pub use revues::{RevuesTrimestre, Trimestre};
pub use stats::Quartiles;
pub use table::Table;
