//! A file read ahead by a thread of its own, while what was read goes into the register.

use std::{
    io::{self, Read},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
    vec::IntoIter,
};

use super::{
    erreur::Erreur,
    lecture::Lecture,
    ligne::{Lu, Remarque},
};
use crate::{domain::Source, import::flux::Encodage};

/// Lines handed over together, and how many such pieces wait at most: a megabyte or two in memory.
const LOT: usize = 256;
const LOTS: usize = 4;

/// How far a file is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Etat {
    /// Bytes read.
    pub lus: u64,
    /// How its characters turned out to be written.
    pub encodage: Encodage,
    /// The first values left unknown.
    pub vides: Vec<Remarque>,
    /// How many there are.
    pub nombre_vides: usize,
}

/// Lines read, and how far the file is then.
struct Lot {
    lus: Vec<Lu>,
    etat: Etat,
    fini: bool,
}

/// The reader's end.
pub(super) struct Avance {
    lots: Receiver<Result<Lot, Erreur>>,
    present: IntoIter<Lu>,
    fini: bool,
    /// How far the lines handed over reach.
    pub etat: Etat,
}

impl Avance {
    /// Begins to read; which file it is, and its columns that nothing is kept of.
    pub fn commencer(bytes: Box<dyn Read + Send>) -> Result<(Source, Vec<String>, Self), Erreur> {
        let (recognised, first) = sync_channel(1);
        let (to, lots) = sync_channel(LOTS);
        thread::spawn(move || match Lecture::lire(bytes) {
            Err(e) => drop(recognised.send(Err(e))),
            Ok(lecture) => {
                if recognised
                    .send(Ok((lecture.source(), lecture.ecartees())))
                    .is_ok()
                {
                    lire(lecture, &to);
                }
            }
        });
        let (source, ecartees) = first.recv().map_err(|_| interrompue())??;
        let avance = Self {
            lots,
            present: Vec::new().into_iter(),
            fini: false,
            etat: Etat::default(),
        };
        Ok((source, ecartees, avance))
    }

    /// The next line; None after the last.
    pub fn suivant(&mut self) -> Result<Option<Lu>, Erreur> {
        loop {
            if let Some(lu) = self.present.next() {
                return Ok(Some(lu));
            }
            if self.fini {
                return Ok(None);
            }
            let lot = self.lots.recv().map_err(|_| interrompue())??;
            self.present = lot.lus.into_iter();
            self.etat = lot.etat;
            self.fini = lot.fini;
        }
    }
}

/// Reads to the end, or until nobody listens any more.
fn lire(mut lecture: Lecture, to: &SyncSender<Result<Lot, Erreur>>) {
    let mut fini = false;
    while !fini {
        let mut lus = Vec::with_capacity(LOT);
        while lus.len() < LOT && !fini {
            match lecture.suivant() {
                Ok(Some(lu)) => lus.push(lu),
                Ok(None) => fini = true,
                Err(e) => {
                    let etat = lecture.etat();
                    let before = Lot {
                        lus,
                        etat,
                        fini: false,
                    };
                    let _ = to.send(Ok(before)).and_then(|()| to.send(Err(e)));
                    return;
                }
            }
        }
        let etat = lecture.etat();
        if to.send(Ok(Lot { lus, etat, fini })).is_err() {
            return;
        }
    }
}

/// The reading thread ended without a word.
fn interrompue() -> Erreur {
    Erreur::Lecture(io::Error::other("la lecture s'est interrompue"))
}
