//! What is wrong in a file, where, and how to mend it.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The library is not used as it stands.
    Error,
    /// The library works; something in it could be better.
    Warning,
}

/// One thing that is wrong in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as its writer would name it.
    pub file: String,
    /// Counted from 1; `None` when the whole file (or its absence) is meant.
    pub line: Option<usize>,
    pub severity: Severity,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

impl Finding {
    pub(super) fn error(
        file: impl Into<String>,
        line: Option<usize>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), line, severity: Severity::Error, what: what.into(), mend: mend.into() }
    }

    pub(super) fn warning(
        file: impl Into<String>,
        line: Option<usize>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, line, what, mend) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        let note = match self.severity {
            Severity::Error => "",
            Severity::Warning => "(warning) ",
        };
        write!(f, ": {note}{} — mend: {}", self.what, self.mend)
    }
}

/// Why a library cannot be used: all that was found in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the prompts cannot be used:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Unusable(pub Vec<Finding>);
