//! Every style of the program: the terminal's own colours, bold, reverse, underline; colour only as
//! accent from the 16, and every meaning also a word or a sign.

use ratatui::style::{Color, Modifier, Style};

use crate::form::Severity;

/// How things look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skin {
    /// Whether colours may be used at all (`NO_COLOR`).
    pub color: bool,
}

impl Skin {
    fn tint(self, color: Color) -> Style {
        if self.color {
            Style::new().fg(color)
        } else {
            Style::new()
        }
    }

    /// Ordinary text.
    #[must_use]
    pub fn plain(&self) -> Style {
        Style::new()
    }

    /// The program's name, the title of what has the focus.
    #[must_use]
    pub fn title(&self) -> Style {
        self.tint(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The selected row where the keys go.
    #[must_use]
    pub fn selected(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The selected row of a pane without the focus.
    #[must_use]
    pub fn marked(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Labels, borders, hints.
    #[must_use]
    pub fn quiet(&self) -> Style {
        self.tint(Color::DarkGray)
    }

    /// Labels of fields.
    #[must_use]
    pub fn label(&self) -> Style {
        self.tint(Color::Cyan)
    }

    /// Headings.
    #[must_use]
    pub fn heading(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A key's name in the footer.
    #[must_use]
    pub fn key(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Links.
    #[must_use]
    pub fn link(&self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// The style of a problem of that weight.
    #[must_use]
    pub fn of(&self, severity: Severity) -> Style {
        match severity {
            Severity::Blocking => self.alert(),
            Severity::Warning => self.attention(),
            Severity::Advice => self.quiet(),
        }
    }

    /// Late, failed, to be mended. Always with a word beside it.
    #[must_use]
    pub fn alert(&self) -> Style {
        self.tint(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// To be done.
    #[must_use]
    pub fn attention(&self) -> Style {
        self.tint(Color::Yellow)
    }

    /// Done.
    #[must_use]
    pub fn done(&self) -> Style {
        self.tint(Color::Green)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_the_selection_still_shows() {
        let skin = Skin { color: false };
        assert!(skin.selected().add_modifier.contains(Modifier::REVERSED));
        for style in [
            skin.alert(),
            skin.title(),
            skin.attention(),
            skin.quiet(),
            skin.done(),
            skin.label(),
        ] {
            assert_eq!(style.fg, None);
        }
    }
}
