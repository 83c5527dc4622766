//! The records of a JSON export: an array of flat objects, or one object a line.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    rc::Rc,
};

use serde_json::{Map, Value};

use super::{Colonnes, Erreur, Lu, Remarque, Texte, Valeurs, ligne::extrait};
use crate::import::flux::Jauge;

/// Objects of a JSON file.
pub(super) struct Objets {
    reader: BufReader<Texte>,
    jauge: Rc<Jauge>,
    /// Bytes and lines taken so far.
    octet: u64,
    ligne: u64,
    /// Objects taken so far: a file may have but one line.
    rang: u64,
    /// The bytes of the object being read.
    brut: Vec<u8>,
    /// The first object, read to know the columns.
    premier: Option<Map<String, Value>>,
}

/// Where the scan of an object is.
#[derive(Default)]
struct Etat {
    depth: usize,
    string: bool,
    escape: bool,
}

impl Etat {
    /// Takes a byte; true when it ends the object.
    fn passe(&mut self, byte: u8) -> bool {
        match (self.string, byte) {
            (true, _) if self.escape => self.escape = false,
            (true, b'\\') => self.escape = true,
            (_, b'"') => self.string = !self.string,
            (false, b'{' | b'[') => self.depth += 1,
            (false, b'}' | b']') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth == 0
    }
}

impl Objets {
    /// Reads the first object; its keys are the columns.
    pub fn ouvrir(texte: Texte, jauge: Rc<Jauge>) -> Result<(Colonnes, Self), Erreur> {
        let mut objets = Self {
            reader: BufReader::new(texte),
            jauge,
            octet: 0,
            ligne: 1,
            rang: 0,
            brut: Vec::new(),
            premier: None,
        };
        let Some(ligne) = objets.avancer()? else {
            return Err(Erreur::Vide);
        };
        let object = objets.objet().ok_or(Erreur::Json(ligne))?;
        let colonnes = Colonnes::trouver(object.keys().cloned().collect()).map_err(Erreur::Colonnes)?;
        objets.premier = Some(object);
        Ok((colonnes, objets))
    }

    /// The next object; None after the last.
    pub fn suivant(&mut self, colonnes: &Colonnes, vides: &mut Vec<Remarque>) -> Result<Option<Lu>, Erreur> {
        let object = match self.premier.take() {
            Some(first) => first,
            None => {
                if self.avancer()?.is_none() {
                    return Ok(None);
                }
                match self.objet() {
                    Some(object) => object,
                    None => return Ok(Some(self.rejet())),
                }
            }
        };
        let values: HashMap<usize, String> = object
            .iter()
            .filter_map(|(key, value)| Some((colonnes.place_de(key)?, texte(value))))
            .collect();
        let mut valeurs = Valeurs {
            colonnes,
            valeur: &|i| values.get(&i).map_or("", String::as_str),
            ligne: self.rang,
            vides,
        };
        Ok(Some(valeurs.etablissement()))
    }

    /// Reads the bytes of the next object; the line where it begins, None after the last.
    fn avancer(&mut self) -> Result<Option<u64>, Erreur> {
        self.brut.clear();
        self.jauge.record(self.octet, self.ligne);
        let mut etat = Etat::default();
        let mut debut = None;
        loop {
            let bytes = self.reader.fill_buf().map_err(Erreur::de_lecture)?;
            if bytes.is_empty() {
                self.rang += u64::from(debut.is_some());
                return Ok(debut);
            }
            let (mut taken, mut done) = (0, false);
            for byte in bytes {
                taken += 1;
                self.ligne += u64::from(*byte == b'\n');
                if debut.is_some() || *byte == b'{' {
                    debut.get_or_insert(self.ligne);
                    self.brut.push(*byte);
                    done = etat.passe(*byte);
                } else if !byte.is_ascii_whitespace() && !b"[],".contains(byte) {
                    return Err(Erreur::Json(self.ligne));
                }
                if done {
                    break;
                }
            }
            self.reader.consume(taken);
            self.octet += taken as u64;
            if done {
                self.rang += 1;
                return Ok(debut);
            }
        }
    }

    /// The object just read; the `fields` of one that has them, as older exports do.
    fn objet(&self) -> Option<Map<String, Value>> {
        let mut object: Map<String, Value> = serde_json::from_slice(&self.brut).ok()?;
        match object.remove("fields") {
            Some(Value::Object(fields)) => Some(fields),
            Some(other) => {
                object.insert("fields".to_owned(), other);
                Some(object)
            }
            None => Some(object),
        }
    }

    /// An object that is none: the file may end in the middle of it.
    fn rejet(&self) -> Lu {
        let remarque = Remarque {
            ligne: self.rang,
            colonne: String::new(),
            valeur: extrait(&String::from_utf8_lossy(&self.brut)),
            raison: "ce n'est pas un objet JSON entier".to_owned(),
        };
        Lu::Rejet(remarque, None)
    }
}

/// A value as a CSV would have it; a place may be an object with `lat` and `lon`, or two numbers.
fn texte(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(texte).collect::<Vec<_>>().join(","),
        Value::Object(object) => match (object.get("lat"), object.get("lon")) {
            (Some(lat), Some(lon)) => format!("{lat},{lon}"),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}
