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
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Etat {
    /// Bytes read.
    pub lus: u64,
    /// How its characters turned out to be written.
    pub encodage: Encodage,
}

/// What a file turned out to be.
pub(super) struct Reconnu {
    /// Which file it is.
    pub source: Source,
    /// Its columns that nothing is kept of.
    pub ecartees: Vec<String>,
    /// What remarks number: lines, or entries.
    pub unite: &'static str,
}

/// Values of the file left unknown: the first ones, and how many there are.
pub(super) type Vides = (Vec<Remarque>, usize);

/// Lines read, and how far the file is then; after the last ones, the values left unknown.
struct Lot {
    lus: Vec<Lu>,
    etat: Etat,
    fin: Option<Vides>,
}

/// The reader's end.
pub(super) struct Avance {
    lots: Receiver<Result<Lot, Erreur>>,
    present: IntoIter<Lu>,
    /// How far the lines handed over reach.
    pub etat: Etat,
    /// Values left unknown; None before the last lines.
    pub fin: Option<Vides>,
}

impl Avance {
    /// Begins to read; what the file is.
    pub fn commencer(bytes: Box<dyn Read + Send>) -> Result<(Reconnu, Self), Erreur> {
        let (recognised, first) = sync_channel(1);
        let (to, lots) = sync_channel(LOTS);
        thread::spawn(move || match Lecture::lire(bytes) {
            Err(e) => drop(recognised.send(Err(e))),
            Ok(lecture) => {
                let what = Reconnu {
                    source: lecture.source(),
                    ecartees: lecture.ecartees(),
                    unite: lecture.unite(),
                };
                if recognised.send(Ok(what)).is_ok() {
                    lire(lecture, &to);
                }
            }
        });
        let reconnu = first.recv().map_err(|_| interrompue())??;
        let avance = Self {
            lots,
            present: Vec::new().into_iter(),
            etat: Etat::default(),
            fin: None,
        };
        Ok((reconnu, avance))
    }

    /// The next line; None after the last.
    pub fn suivant(&mut self) -> Result<Option<Lu>, Erreur> {
        loop {
            if let Some(lu) = self.present.next() {
                return Ok(Some(lu));
            }
            if self.fin.is_some() {
                return Ok(None);
            }
            let lot = self.lots.recv().map_err(|_| interrompue())??;
            self.present = lot.lus.into_iter();
            self.etat = lot.etat;
            self.fin = lot.fin;
        }
    }
}

/// Reads to the end, or until nobody listens any more.
fn lire(mut lecture: Lecture, to: &SyncSender<Result<Lot, Erreur>>) {
    let hand_over = |lus, etat, fin| to.send(Ok(Lot { lus, etat, fin })).is_ok();
    loop {
        let (lus, stop) = suivants(&mut lecture);
        let etat = lecture.etat();
        match stop {
            None => {
                if !hand_over(lus, etat, None) {
                    return;
                }
            }
            // Whether anybody still listens makes no difference any more.
            Some(Ok(())) => {
                hand_over(lus, etat, Some(lecture.vides()));
                return;
            }
            Some(Err(e)) => {
                hand_over(lus, etat, None);
                let _ = to.send(Err(e));
                return;
            }
        }
    }
}

/// The next lines; why they are the last, if they are.
fn suivants(lecture: &mut Lecture) -> (Vec<Lu>, Option<Result<(), Erreur>>) {
    let mut lus = Vec::with_capacity(LOT);
    while lus.len() < LOT {
        match lecture.suivant() {
            Ok(Some(lu)) => lus.push(lu),
            Ok(None) => return (lus, Some(Ok(()))),
            Err(e) => return (lus, Some(Err(e))),
        }
    }
    (lus, None)
}

/// The reading thread ended without a word.
fn interrompue() -> Erreur {
    Erreur::Lecture(io::Error::other("la lecture s'est interrompue"))
}
