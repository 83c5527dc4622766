//! Who else has a record or a review open, in words.

/// Another session's open form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// What is open: `campus:3`, `suivi:5`.
    pub objet: String,
    /// Who has it open.
    pub agent: String,
    /// Whether it is the same person, in another session.
    pub moi: bool,
    /// Since when, UTC, `2026-11-23T14:02:00Z`.
    pub debut: String,
    /// For how long, in whole minutes.
    pub minutes: i64,
}

impl Presence {
    /// `Durand modifie cette fiche depuis 4 min`; `quoi` is « cette fiche », « cette revue ».
    #[must_use]
    pub fn phrase(&self, quoi: &str) -> String {
        let (who, verb) = if self.moi {
            ("Vous-même, dans une autre session,", "modifiez")
        } else {
            (self.agent.as_str(), "modifie")
        };
        format!("{who} {verb} {quoi} {}", self.depuis())
    }

    /// `depuis 4 min`, `depuis 2 h 05`.
    #[must_use]
    pub fn depuis(&self) -> String {
        match self.minutes {
            ..1 => "depuis un instant".to_owned(),
            m @ 1..60 => format!("depuis {m}\u{a0}min"),
            m => format!("depuis {}\u{a0}h\u{a0}{:02}", m / 60, m % 60),
        }
    }

    /// Who, to people: `Durand`, `vous-même, dans une autre session`.
    #[must_use]
    pub fn qui(&self) -> &str {
        if self.moi {
            "vous-même, dans une autre session"
        } else {
            &self.agent
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presence_is_said_in_words() {
        let mut p = Presence {
            objet: "campus:3".into(),
            agent: "Durand".into(),
            moi: false,
            debut: "2026-11-23T14:02:00Z".into(),
            minutes: 4,
        };
        assert_eq!(
            p.phrase("cette fiche"),
            "Durand modifie cette fiche depuis 4\u{a0}min"
        );
        p.minutes = 0;
        assert_eq!(p.depuis(), "depuis un instant");
        p.minutes = 125;
        p.moi = true;
        assert_eq!(
            p.phrase("cette revue"),
            "Vous-même, dans une autre session, modifiez cette revue depuis 2\u{a0}h\u{a0}05"
        );
    }
}
