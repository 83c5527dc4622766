//! The commission: calls, séances, acts.

use super::{Cx, action::Action, keymap::Context, screen::Flow};

/// The commission: calls, séances, acts.
#[derive(Default)]
pub struct Commission {}

impl Commission {
    /// Reads what it shows.
    pub fn new(cx: &mut Cx<'_>) -> anyhow::Result<Self> {
        let mut screen = Self::default();
        screen.reload(cx)?;
        Ok(screen)
    }

    /// Reads again, the selection staying on its record.
    pub fn reload(&mut self, _cx: &mut Cx<'_>) -> anyhow::Result<()> {
        Ok(())
    }

    /// The window changed.
    pub fn resized(&mut self, _size: (u16, u16)) {}

    /// Contexts of its keys, narrowest first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Commission, Context::List, Context::Global]
    }

    /// Carries an action out.
    pub fn update(&mut self, _action: &Action, _cx: &mut Cx<'_>) -> anyhow::Result<Flow> {
        Ok(Flow::Ignored)
    }
}
