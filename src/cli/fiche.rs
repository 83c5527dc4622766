//! `cmq fiche`: everything about one campus.

use super::answer::{Answer, View};
use super::args::UnCampus;
use super::{partenaire, resolve, revues};
use crate::domain::texte::{capital, nettoyer, une_ligne};
use crate::domain::{Axe, DatePartielle, Fiche, Suite};
use crate::export::formes;
use crate::store::Store;

/// Width of the names of the lines.
const LABEL: usize = 18;

/// The fiche of the one campus meant.
pub fn run(store: &Store, args: &UnCampus, view: View) -> anyhow::Result<Answer> {
    let campus = resolve::campus(store, &args.ligne(), view.au)?;
    let fiche = store.fiche(campus.id, view.au)?;
    if view.json {
        return Ok(Answer::json(formes::fiche(&fiche, view.au)));
    }
    let contacts = store.contacts(Some(campus.id), None)?;
    let mut page = Page {
        out: text(&fiche, view),
        width: view.width,
    };
    if contacts.is_empty() {
        return Ok(Answer::data(page.out));
    }
    page.title("Contacts");
    for c in &contacts {
        page.line(c.fonction.as_deref().unwrap_or_default(), &c.ligne());
    }
    Ok(Answer::data(page.out).say("Cette fiche contient des données personnelles\u{202f}: ses contacts."))
}

fn text(f: &Fiche, view: View) -> String {
    let mut page = Page {
        out: String::new(),
        width: view.width,
    };
    identity(&mut page, f);
    label(&mut page, f, view);
    page.title("Conditions (article D335-33)");
    for c in &f.conditions {
        page.line(
            c.condition.libelle(),
            &format!("{}\u{202f}: {}", c.etat.mot(), c.detail),
        );
    }
    origins(&mut page, f);
    if !f.partenaires.is_empty() {
        page.title(&format!("Partenaires ({})", f.partenaires.len()));
        page.out += &partenaire::table(&f.partenaires, view);
    }
    if !f.revues.is_empty() {
        page.title("Revues");
        page.out += &revues::table(&f.revues, view);
    }
    if !f.sources.is_empty() {
        page.title("Sources");
        for (titre, url) in &f.sources {
            page.item(titre);
            page.item(url);
        }
    }
    page.out
}

fn identity(page: &mut Page, f: &Fiche) {
    let c = &f.ligne;
    page.push(&une_ligne(&c.nom_court));
    page.line("Numéro", &c.id.to_string());
    page.line("Nom officiel", &c.nom);
    page.maybe("Nom d'usage", c.nom_usage.as_deref());
    page.line("Région", &then_now(&c.region, &c.region_actuelle));
    page.line("Académie", &c.academie);
    let regions: Vec<_> = c.ailleurs.regions.iter().map(|(_, nom)| nom.as_str()).collect();
    for (label, others) in [
        ("Autres régions", regions.join(", ")),
        ("Autres académies", c.ailleurs.academies.join(", ")),
    ] {
        if !others.is_empty() {
            page.line(label, &others);
        }
    }
    page.line("Lieu", &c.lieu);
    page.maybe("Commune", f.commune.as_deref());
    if let Some((nom, statut)) = &f.support {
        let statut = statut.as_ref().map_or_else(String::new, |s| format!(", {s}"));
        page.line("Support", &format!("{nom}{statut}"));
    }
    for Axe { libelle, rang } in &c.axes {
        page.line(&format!("Axe {rang}"), libelle);
    }
    for (filiere, raison, origine) in &f.raisons {
        page.line("Filière", &format!("{filiere} — {raison} ({origine})"));
    }
}

fn label(page: &mut Page, f: &Fiche, view: View) {
    let c = &f.ligne;
    let l = &c.label;
    page.title("Label");
    page.line(
        "Période",
        &format!("{} → {} ({})", l.debut.fr(), l.fin().fr(), l.etat(view.au)),
    );
    page.line("Régime", &l.regime);
    page.line("Catégorie", &l.categorie);
    page.maybe("Mention", f.mention.as_deref());
    page.maybe("Acte", l.acte.as_deref());
    page.maybe("Suite", l.suite.map(Suite::libelle));
    for autre in f.periodes.iter().filter(|p| p.debut != l.debut) {
        let name = if autre.debut > l.debut { "Ensuite" } else { "Avant" };
        page.line(
            name,
            &format!(
                "{} → {}, régime {}",
                autre.debut.fr(),
                autre.fin().fr(),
                autre.regime
            ),
        );
    }
    for e in &c.echeances {
        page.line(
            &capital(e.type_echeance.libelle()),
            &format!(
                "{}, {}{}",
                e.terme.fr(),
                e.etat.libelle(),
                if e.proposee {
                    " (proposé par cmq\u{202f}: aucun texte ne le fixe)"
                } else {
                    ""
                }
            ),
        );
    }
}

fn origins(page: &mut Page, f: &Fiche) {
    if !f.vie.is_empty() {
        page.title("Commission et actes");
        for (day, quoi) in &f.vie {
            page.line(&day.court(), quoi);
        }
    }
    if f.appel.is_some() || !f.evenements.is_empty() {
        page.title("Histoire");
    }
    page.maybe("Appel", f.appel.as_deref());
    for (date, quoi) in &f.evenements {
        let date = DatePartielle::parse_iso(date).map_or_else(|| date.clone(), DatePartielle::court);
        page.line(&date, quoi);
    }
    if let Some(note) = &f.note {
        page.title("Note");
        nettoyer(note).lines().for_each(|line| page.item(line));
    }
}

/// `Languedoc-Roussillon (aujourd'hui Occitanie)`.
fn then_now(region: &str, actuelle: &str) -> String {
    if region == actuelle {
        region.into()
    } else {
        format!("{region} (aujourd'hui {actuelle})")
    }
}

/// Lines of text under titles, wrapped to the terminal.
struct Page {
    out: String,
    width: Option<usize>,
}

impl Page {
    fn push(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn title(&mut self, title: &str) {
        self.out.push('\n');
        self.push(&une_ligne(title));
    }

    fn maybe(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(name, value);
        }
    }

    /// A name, then its value, wrapped beside it.
    fn line(&mut self, name: &str, value: &str) {
        for (i, line) in self.wrap(&une_ligne(value), LABEL + 2).iter().enumerate() {
            let name = if i == 0 { une_ligne(name) } else { String::new() };
            self.push(&format!("  {name:<LABEL$}{line}"));
        }
    }

    fn item(&mut self, text: &str) {
        for line in self.wrap(&une_ligne(text), 2) {
            self.push(&format!("  {line}"));
        }
    }

    /// `text` cut between words to what `indent` leaves of the terminal; whole into a pipe.
    fn wrap(&self, text: &str, indent: usize) -> Vec<String> {
        let width = self
            .width
            .map_or(usize::MAX, |w| w.saturating_sub(indent).max(20));
        let lines = textwrap::wrap(text, textwrap::Options::new(width).break_words(false));
        lines.into_iter().map(std::borrow::Cow::into_owned).collect()
    }
}
