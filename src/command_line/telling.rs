//! What commands say, on standard output.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use anyhow::Context;
use chrono::NaiveDate;
use nearer::config::{Checked, ConfigError};
use nearer::prompts::{self, Finding, Severity};
use nearer::zones;

/// Tells the figures first, and last what is wrong: in the configuration, and in the words that it chooses.
pub fn check(checked: Checked, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let Checked { words, mistakes } = checked;
    let mut usable = mistakes.is_empty();
    let mistakes = mistakes.into_iter().map(finding);
    let told = match words {
        None => prompts::told(&mistakes.collect::<Vec<_>>()),
        Some(words) => {
            let mut report = prompts::check_selection(&words).as_of(today);
            usable &= report.is_usable();
            report.findings.extend(mistakes);
            report.to_string()
        }
    };
    tell(&format!("time zones: {}\n{told}\n", zones::table()))?;
    Ok(if usable { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A mistake of the configuration, told as those of the words are.
pub fn finding(mistake: ConfigError) -> Finding {
    let ConfigError { file, line, wrong, mend } = mistake;
    Finding { file, line, severity: Severity::Error, what: wrong, mend }
}

/// Writes to standard output. Who reads only the beginning (`| head`) has what they wanted.
pub fn tell(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output cannot be written"),
        _ => Ok(()),
    }
}
