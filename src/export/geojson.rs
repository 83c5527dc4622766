//! `GeoJSON` (RFC 7946): each line that has a place as a point, its cells as properties.

use ::geojson::{Feature, FeatureCollection, GeoJson, Geometry, GeometryValue, JsonObject};

use super::{Feuille, Refus};

/// The points. Lines without a place are left out.
pub(super) fn ecrire(feuille: &Feuille) -> Result<Vec<u8>, Refus> {
    if feuille.points.is_empty() && !feuille.lignes.is_empty() {
        return Err(Refus::SansPoint);
    }
    let places = feuille.points.iter().enumerate();
    let features = places.filter_map(|(i, point)| Some(feature(feuille, i, (*point)?)));
    let all = FeatureCollection {
        bbox: None,
        features: features.collect(),
        foreign_members: None,
    };
    let mut out = GeoJson::from(all).to_string().into_bytes();
    out.push(b'\n');
    Ok(out)
}

/// One point; longitude first, as the RFC wants it.
fn feature(feuille: &Feuille, i: usize, (east, north): (f64, f64)) -> Feature {
    let cells = feuille.lignes.get(i).map_or(&[][..], Vec::as_slice);
    let properties: JsonObject = feuille
        .colonnes
        .iter()
        .zip(cells)
        .map(|(c, cell)| (c.cle.to_owned(), cell.json()))
        .collect();
    Feature {
        geometry: Some(Geometry::new(GeometryValue::new_point([east, north]))),
        properties: Some(properties),
        ..Feature::default()
    }
}
