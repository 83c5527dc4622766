//! JSON: an array of objects, or an object a line.

use super::{Feuille, Refus};

/// An array, each object on lines of its own.
pub(super) fn tableau(feuille: &Feuille) -> Result<Vec<u8>, Refus> {
    let all: Vec<_> = (0..feuille.lignes.len()).map(|i| feuille.objet(i)).collect();
    let mut out = serde_json::to_vec_pretty(&all).map_err(|e| Refus::Ecriture(e.to_string()))?;
    out.push(b'\n');
    Ok(out)
}

/// An object a line.
pub(super) fn lignes(feuille: &Feuille) -> Result<Vec<u8>, Refus> {
    let mut out = Vec::new();
    for i in 0..feuille.lignes.len() {
        serde_json::to_writer(&mut out, &feuille.objet(i)).map_err(|e| Refus::Ecriture(e.to_string()))?;
        out.push(b'\n');
    }
    Ok(out)
}
