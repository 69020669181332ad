//! `nearer doctor`: what is well, then what is to be mended; the mistakes last, with their number.

use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;
use nearer::clock::Clock;
use nearer::config::{Config, Environment, StorePlace};
use nearer::host::doctor::Diagnosis;
use nearer::prompts::{self, Severity};
use nearer::{telegram, zones};

use super::options;
use super::telling::{finding, tell};

pub async fn doctor(
    path: Option<&Path>,
    environment: &Environment,
    today: Option<NaiveDate>,
) -> anyhow::Result<ExitCode> {
    let mut diagnosis = Diagnosis::default();
    let clock = Clock::system();
    let checked = Config::check(path, environment);
    diagnosis.findings.extend(checked.mistakes.into_iter().map(finding));
    if let Some(words) = checked.words {
        let report = prompts::check_selection(&words).as_of(today.unwrap_or_else(|| clock.now().date_naive()));
        if report.is_usable() {
            diagnosis.well.push(format!("words: {} cards", report.cards));
        }
        diagnosis.findings.extend(report.findings.into_iter().filter(|finding| finding.severity == Severity::Error));
    }
    diagnosis.well.push(format!("time zones: {}", zones::table()));
    // What is wrong in it has been found; with what is right in it the rest is looked at.
    if let Ok(config) = Config::load(path, environment) {
        match &config.store {
            StorePlace::Folder => diagnosis.store(&config.data_dir, &options(&config), clock.now()),
            StorePlace::Postgres(address) => diagnosis.database(address, &config.data_dir, clock.now()),
        }
        match &config.token {
            Some(token) => {
                let bot = telegram::client(token.reveal(), config.api_url.clone())?;
                diagnosis.telegram(&bot, config.webhook.as_ref(), || clock.now()).await;
            }
            None => diagnosis.no_token(),
        }
    }
    tell(&format!("{}\n\n{}\n", diagnosis.well.join("\n"), prompts::told(&diagnosis.findings)))?;
    let is_well = diagnosis.findings.iter().all(|finding| finding.severity != Severity::Error);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
