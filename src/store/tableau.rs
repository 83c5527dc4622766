//! What the dashboard reads, each view its own: nothing is read for a view that is not shown.

mod indicateurs;
mod periodes;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Result, Store, campus::ailleurs, region::Regions};
use crate::domain::{
    CampusId, FiliereId, RegionId, echeance,
    tableau::{
        Carte, Case, Decoupage, EtatCampus, EtatLabel, Genre, Groupe, Labels, PointCampus, RevuesTrimestre,
        Tuile, revues,
    },
};
use periodes::{Campus, Periodes};

impl Store {
    /// The map of the régions with every campus labelled by the reference day, and where it stands.
    pub fn tableau_carte(&self, decoupage: Decoupage, au: Date) -> Result<Carte> {
        let tx = self.conn.unchecked_transaction()?;
        let (tuiles, covered) = tuiles(&tx, decoupage, au)?;
        let mut periodes = Periodes::load(&tx, au)?;
        let autres = ailleurs::regions(&tx)?;
        let mut campus = Vec::new();
        for c in periodes::campus(&tx)? {
            if let Some(present) = periodes.present(c.id) {
                let echeances = present.echeances(au)?;
                campus.push(PointCampus {
                    id: CampusId(c.id),
                    tuiles: autres
                        .iter()
                        .filter_map(|(campus, region)| (*campus == c.id).then_some(region))
                        .chain([&c.region])
                        .filter_map(|region| covered.get(region).copied())
                        .collect(),
                    etat: EtatCampus::de(&present.label, &echeances, au),
                    situation: echeance::situation(&present.label, &echeances, au),
                    position: c.position,
                    nom: c.nom,
                });
            }
        }
        Ok(Carte::new(decoupage, tuiles, campus))
    }

    /// Labels of the reference day by state: all, by family, by filière. A campus counts once in each group.
    pub fn tableau_labels(&self, au: Date) -> Result<Labels> {
        let tx = self.conn.unchecked_transaction()?;
        let mut periodes = Periodes::load(&tx, au)?;
        let mut etats: HashMap<i64, EtatLabel> = HashMap::new();
        for Campus { id, .. } in periodes::campus(&tx)? {
            if let Some(p) = periodes.present(id) {
                etats.insert(id, EtatLabel::de(&p.label, p.rang > 0, au));
            }
        }
        let mut groupes = vec![Groupe::new(Genre::Ensemble, "Tous les labels".to_owned(), None)];
        for etat in etats.values() {
            groupes[0].ajoute(*etat);
        }
        groupes.extend(par_filiere(&tx, &etats)?);
        Ok(Labels { groupes })
    }

    /// Suivis and évaluations of every label period known on the reference day, by the quarter they are due in.
    pub fn tableau_revues(&self, au: Date) -> Result<Vec<RevuesTrimestre>> {
        let tx = self.conn.unchecked_transaction()?;
        let all = Periodes::load(&tx, au)?.echeances(au)?;
        Ok(revues::par_trimestre(&all))
    }
}

/// The tiles of a map, and the tile of each région that a campus may have been awarded in. A tile whose région
/// only changed its name by the reference day has the new one.
fn tuiles(conn: &Connection, decoupage: Decoupage, au: Date) -> Result<(Vec<Tuile>, HashMap<i64, usize>)> {
    let regions = Regions::load(conn)?;
    let mut stmt = conn.prepare_cached("SELECT cle, id, zone = 'outre-mer' FROM region")?;
    let known: HashMap<String, (i64, bool)> = stmt
        .query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?
        .collect::<rusqlite::Result<_>>()?;
    let mut tuiles = Vec::new();
    let mut covered = HashMap::new();
    for case in decoupage.cases() {
        let Some((id, outre_mer)) = known.get(&case.region) else {
            continue;
        };
        let id = regions.meme(*id, au);
        for old in regions.couvertes(RegionId(id)) {
            covered.insert(old, tuiles.len());
        }
        tuiles.push(tuile(case, &regions, id, *outre_mer));
    }
    Ok((tuiles, covered))
}

fn tuile(case: &Case, regions: &Regions, id: i64, outre_mer: bool) -> Tuile {
    let (code, nom) = regions.nom(id);
    Tuile {
        region: RegionId(id),
        code: code.to_owned(),
        nom: nom.to_owned(),
        court: case.court.clone(),
        outre_mer,
        place: (case.colonne, case.ligne),
    }
}

/// Groups by family, then by filière, in the filières' order.
fn par_filiere(conn: &Connection, etats: &HashMap<i64, EtatLabel>) -> Result<Vec<Groupe>> {
    let mut familles: Vec<(i64, Groupe, BTreeSet<i64>)> = conn
        .prepare_cached("SELECT id, libelle FROM famille ORDER BY id")?
        .query_map([], |r| {
            Ok((
                r.get(0)?,
                Groupe::new(Genre::Famille, r.get(1)?, None),
                BTreeSet::new(),
            ))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut filieres: Vec<(i64, i64, Groupe)> = conn
        .prepare_cached(
            "SELECT id, famille, nom FROM filiere WHERE archive IS NULL ORDER BY famille, cle_tri, id",
        )?
        .query_map([], |r| {
            let id = r.get(0)?;
            Ok((
                id,
                r.get(1)?,
                Groupe::new(Genre::Filiere, r.get(2)?, Some(FiliereId(id))),
            ))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut stmt = conn.prepare_cached("SELECT campus, filiere FROM campus_filiere")?;
    let mut rows = stmt.query([])?;
    while let Some(row) = rows.next()? {
        let (campus, filiere): (i64, i64) = (row.get(0)?, row.get(1)?);
        let Some(etat) = etats.get(&campus) else {
            continue;
        };
        let Some((_, famille, groupe)) = filieres.iter_mut().find(|(id, ..)| *id == filiere) else {
            continue;
        };
        groupe.ajoute(*etat);
        if let Some((_, groupe, seen)) = familles.iter_mut().find(|(id, ..)| id == famille)
            && seen.insert(campus)
        {
            groupe.ajoute(*etat);
        }
    }
    let families = familles.into_iter().map(|(_, g, _)| g);
    Ok(families.chain(filieres.into_iter().map(|(.., g)| g)).collect())
}
