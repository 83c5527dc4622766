//! Two reviews of a campus side by side: the answers that changed, or all of them.

use super::{
    Cx,
    action::Action,
    cursor::{Cursor, Step},
    form::open,
    geometry,
    screen::Flow,
};
use crate::{
    domain::{RevueLigne, texte},
    form::{
        FormState,
        compare::{Change, CompareField, CompareStep, Pair, compare},
    },
};

/// Width of the text from which two columns stand side by side.
const BESIDE: usize = 68;
/// Rows that the two headings take.
const HEAD: usize = 3;

/// One line of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Title of a step.
    Step(String),
    /// A question and what became of its answer.
    Field(String, Change),
    /// The older and the newer answer on one line; of a pair that changed or not.
    Beside(String, String, Change),
    /// A line of the older answer, above the newer one.
    Old(String, Change),
    /// A line of the newer answer.
    New(String, Change),
    /// Something to know.
    Note(String),
}

/// The comparison of two reviews.
pub struct Compare {
    /// Campus of both.
    pub campus_nom: String,
    /// What the older and the newer are.
    pub names: [String; 2],
    /// Every answer is shown, not only those that changed.
    pub all: bool,
    /// What is shown, cut to the width.
    pub lines: Vec<Line>,
    /// Where one stands.
    pub cursor: Cursor,
    steps: Vec<CompareStep>,
}

impl Compare {
    /// Compares the older review with the newer.
    pub fn new(
        (old, new): (&RevueLigne, &RevueLigne),
        names: [String; 2],
        cx: &mut Cx<'_>,
    ) -> anyhow::Result<Self> {
        let states = (&open::state_of(old, cx)?, &open::state_of(new, cx)?);
        Ok(Self::of(states, new.campus_nom.clone(), names, cx.size))
    }

    /// Compares two forms filled in, the older with the newer.
    #[must_use]
    pub fn of(
        (old, new): (&FormState, &FormState),
        campus_nom: String,
        names: [String; 2],
        size: (u16, u16),
    ) -> Self {
        let steps = compare(old, new);
        let mut screen = Self {
            campus_nom,
            names,
            all: false,
            lines: Vec::new(),
            cursor: Cursor::default(),
            steps,
        };
        screen.resized(size);
        screen
    }

    /// How many answers changed.
    #[must_use]
    pub fn changes(&self) -> usize {
        let fields = self.steps.iter().flat_map(|s| &s.fields);
        fields.filter(|f| f.change.counts()).count()
    }

    /// Width of one column, when two stand side by side in that many columns of the screen.
    #[must_use]
    pub fn column(width: u16) -> Option<usize> {
        let text = usize::from(width).saturating_sub(4);
        (text >= BESIDE).then(|| (text - 3) / 2)
    }

    /// The window changed: the answers are cut anew.
    pub fn resized(&mut self, size: (u16, u16)) {
        let before = self.lines.get(self.cursor.selected).cloned();
        self.lines = self.laid_out(size.0);
        let at = before.and_then(|b| self.lines.iter().position(|l| *l == b));
        self.cursor.selected = at.unwrap_or(self.cursor.selected);
        self.cursor.reveal(self.lines.len(), height(size));
    }

    /// Every line to show.
    fn laid_out(&self, width: u16) -> Vec<Line> {
        let mut out = Vec::new();
        for step in &self.steps {
            let shown = |f: &&CompareField| self.all || f.change.counts();
            let fields: Vec<&CompareField> = step.fields.iter().filter(shown).collect();
            if !fields.is_empty() {
                out.push(Line::Step(step.title.clone()));
            }
            for field in fields {
                out.push(Line::Field(field.label.clone(), field.change));
                self.answers(field, width, &mut out);
            }
        }
        out
    }

    /// The answers to one question; the rows of a table that did not change are counted.
    fn answers(&self, field: &CompareField, width: u16, out: &mut Vec<Line>) {
        let shown = |p: &&Pair| self.all || p.change != Change::Same;
        for pair in field.pairs.iter().filter(shown) {
            match Self::column(width) {
                Some(column) => beside(pair, column, out),
                None => stacked(pair, usize::from(width).saturating_sub(6), out),
            }
        }
        match field.pairs.iter().filter(|p| !shown(p)).count() {
            0 => {}
            1 => out.push(Line::Note("1 ligne inchangée".to_owned())),
            n => out.push(Line::Note(format!("{n} lignes inchangées"))),
        }
    }

    /// Carries an action out.
    pub fn update(&mut self, action: &Action, cx: &mut Cx<'_>) -> Flow {
        let rows = height(cx.size);
        if let Some(step) = Step::of(action, rows) {
            self.cursor.go(step, self.lines.len(), rows);
            return Flow::Done;
        }
        match action {
            Action::States => {
                self.all = !self.all;
                self.resized(cx.size);
            }
            Action::NextPane => self.jump(true, rows),
            Action::PrevPane => self.jump(false, rows),
            _ => return Flow::Ignored,
        }
        Flow::Done
    }

    /// To the next question, or the one before.
    fn jump(&mut self, forward: bool, rows: usize) {
        let field = |l: &Line| matches!(l, Line::Field(..));
        let at = self.cursor.selected;
        let found = if forward {
            let after = self.lines.iter().skip(at + 1);
            after.into_iter().position(field).map(|i| at + 1 + i)
        } else {
            self.lines.iter().take(at).rposition(field)
        };
        self.cursor.selected = found.unwrap_or(at);
        self.cursor.reveal(self.lines.len(), rows);
    }
}

/// Rows of answers in view.
fn height(size: (u16, u16)) -> usize {
    geometry::list_height(size).saturating_sub(HEAD).max(1)
}

/// What stands where nothing was answered.
const NOTHING: &str = "(sans réponse)";

/// Lines of an answer.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let text = if text.is_empty() { NOTHING } else { text };
    let clean = texte::nettoyer(text);
    let lines = clean.split('\n').flat_map(|l| textwrap::wrap(l, width.max(1)));
    lines.map(std::borrow::Cow::into_owned).collect()
}

fn beside(pair: &Pair, column: usize, out: &mut Vec<Line>) {
    let mut old = wrapped(&pair.old, column).into_iter();
    let mut new = wrapped(&pair.new, column).into_iter();
    loop {
        let (a, b) = (old.next(), new.next());
        if a.is_none() && b.is_none() {
            break;
        }
        let text = |side: Option<String>| side.unwrap_or_default();
        out.push(Line::Beside(text(a), text(b), pair.change));
    }
}

fn stacked(pair: &Pair, width: usize, out: &mut Vec<Line>) {
    if pair.change != Change::Added {
        let old = wrapped(&pair.old, width);
        out.extend(old.into_iter().map(|l| Line::Old(l, pair.change)));
    }
    if !matches!(pair.change, Change::Removed | Change::Same) {
        let new = wrapped(&pair.new, width);
        out.extend(new.into_iter().map(|l| Line::New(l, pair.change)));
    }
}
