//! An error in the settings file.

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// Line, from 1.
    pub line: usize,
    /// One or two sentences without the final full stop.
    pub problem: String,
}
