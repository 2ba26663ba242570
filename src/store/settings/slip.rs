//! A slip in the settings file.

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Line, from 1.
    pub line: usize,
    /// One or two sentences without the last full stop.
    pub problem: String,
}
