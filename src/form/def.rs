//! What a form file says: steps, fields, kinds, conditions, checks.

/// placeholder
pub struct FormDef;
/// placeholder
pub struct Step;
/// placeholder
pub struct Field;
/// placeholder
pub struct Kind;
