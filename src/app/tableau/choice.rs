//! What can be chosen in a view, and where Entrée leads.

use super::{Donnees, Tableau, Vue};
use crate::{
    app::{
        Cx,
        action::Action,
        fiche::Sujet,
        form::chooser::{Chooser, Chosen},
        geometry,
        screen::Flow,
    },
    domain::{CampusId, TypeRevue},
    store::Filtre,
};

impl Tableau {
    /// The map of the other cut, on the tile that has the same campuses or the same name.
    pub(super) fn flip(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let at = self.cursor().selected;
        let (mut campus, mut named) = (None, None);
        if let Donnees::Carte(c) = &self.donnees {
            campus = c.de(at).next().map(|p| p.id);
            if let Some(t) = c.tuiles.get(at) {
                named = Some(cx.store.region(t.region)?.actuelle);
            }
        }
        self.decoupage = self.decoupage.autre();
        self.reload(cx)?;
        if let Donnees::Carte(c) = &self.donnees {
            let same = c.campus.iter().find(|p| Some(p.id) == campus);
            let same_name = || c.tuiles.iter().position(|t| Some(&t.nom) == named.as_ref());
            let tile = same
                .and_then(|p| p.tuiles.first().copied())
                .or_else(same_name)
                .unwrap_or(0);
            self.cursors[Vue::Carte as usize].selected = tile;
            self.resized(cx.size);
        }
        Ok(())
    }

    /// Opens the list of what the view can show.
    pub(super) fn open_chooser(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        let (title, options, taken) = match self.vue {
            Vue::Carte => {
                let Donnees::Carte(c) = &self.donnees else {
                    return Ok(());
                };
                let names: Vec<String> = c.tuiles.iter().map(|t| t.nom.clone()).collect();
                ("Région", names, self.cursor().selected)
            }
            Vue::Indicateur => {
                let all = cx.store.indicateurs()?;
                let at = all.iter().position(|i| i.code == self.indicateur);
                let shown = all.iter().map(|i| format!("{} {}", i.code, i.libelle)).collect();
                ("Indicateur", shown, at.unwrap_or(0))
            }
            Vue::Campus => {
                let all = cx.store.campus(&Filtre::au(cx.options.au))?;
                let at = all.iter().position(|c| Some(c.id) == self.campus);
                (
                    "Campus",
                    all.into_iter().map(|c| c.nom_court).collect(),
                    at.unwrap_or(0),
                )
            }
            Vue::Labels | Vue::Revues => {
                cx.say("Rien à choisir ici\u{202f}: tout est montré. Tab mène aux autres vues.");
                return Ok(());
            }
        };
        let taken = options.get(taken).cloned().into_iter().collect();
        self.chooser = Some(Chooser::new(title, &options, taken, false));
        self.resized(cx.size);
        Ok(())
    }

    /// An action while the list is open.
    pub(super) fn choose(&mut self, action: &Action, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let Some(chooser) = &mut self.chooser else {
            return Ok(Flow::Ignored);
        };
        match chooser.update(action, geometry::list_height(cx.size)) {
            Chosen::Ignored => return Ok(Flow::Ignored),
            Chosen::NotYet | Chosen::Create(_) => {}
            Chosen::Leave => self.chooser = None,
            Chosen::Take(taken) => {
                self.chooser = None;
                if let Some(name) = taken.first() {
                    self.take(name, cx)?;
                }
            }
        }
        Ok(Flow::Done)
    }

    fn take(&mut self, name: &str, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        match (self.vue, &self.donnees) {
            (Vue::Carte, Donnees::Carte(c)) => {
                if let Some(at) = c.tuiles.iter().position(|t| t.nom == name) {
                    self.cursors[Vue::Carte as usize].selected = at;
                }
                self.resized(cx.size);
                return Ok(());
            }
            (Vue::Indicateur, _) => {
                let code = name.split(' ').next().unwrap_or_default();
                code.clone_into(&mut self.indicateur);
            }
            (Vue::Campus, _) => {
                let all = cx.store.campus(&Filtre::au(cx.options.au))?;
                self.campus = all.iter().find(|c| c.nom_court == name).map(|c| c.id);
            }
            _ => {}
        }
        self.reload(cx)
    }

    /// Follows the selected row: a région or a filière to the register, reviews to what is due, a campus to its
    /// indicators, an indicator to all campuses.
    pub(super) fn open(&mut self, cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        let at = self.cursor().selected;
        match &self.donnees {
            Donnees::Carte(c) => {
                let tile = c.tuiles.get(at);
                return Ok(tile.map_or(Flow::Done, |t| Flow::Register(Sujet::Region(t.region))));
            }
            Donnees::Labels(l) => {
                if let Some(f) = l.groupes.get(at).and_then(|g| g.filiere) {
                    return Ok(Flow::Register(Sujet::Filiere(f)));
                }
                cx.say("Entrée sur une filière montre ses campus dans le registre.");
            }
            Donnees::Revues(_) => return Ok(Flow::PopAnd(Action::Echeancier)),
            Donnees::Indicateur(v) => {
                if let Some(l) = v.lignes.get(at) {
                    self.campus = Some(l.campus);
                    self.show(Vue::Campus, cx)?;
                }
            }
            Donnees::Campus(v) => {
                if let Some((i, _)) = v.lignes.get(at) {
                    self.indicateur.clone_from(&i.code);
                    self.show(Vue::Indicateur, cx)?;
                }
            }
            Donnees::Rien => {}
        }
        Ok(Flow::Done)
    }

    /// The campus that the view is on.
    fn campus_shown(&self) -> Option<CampusId> {
        match &self.donnees {
            Donnees::Indicateur(v) => v.lignes.get(self.cursor().selected).map(|l| l.campus),
            Donnees::Campus(v) => Some(v.id),
            Donnees::Carte(c) => {
                let mut here = c.de(self.cursor().selected);
                here.next().filter(|_| here.next().is_none()).map(|p| p.id)
            }
            Donnees::Labels(_) | Donnees::Revues(_) | Donnees::Rien => None,
        }
    }

    pub(super) fn review(&self, kind: TypeRevue, cx: &mut Cx<'_>) -> Flow {
        match self.campus_shown() {
            Some(id) => Flow::Review(id, kind),
            None => {
                cx.say("Choisissez d'abord un campus\u{202f}: Entrée mène au registre.");
                Flow::Done
            }
        }
    }
}
