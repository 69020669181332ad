//! What the bot has during a rehearsal: a folder with its configuration and its store.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use rand::Rng;
use serde::Serialize;
use tracing::warn;

use crate::prompts::{Named, Selection};

/// In a store that stays, what time it was there last: the next rehearsal goes on from then, not from before.
const LAST_TIME: &str = "rehearsed-until";

/// The folder; gone when this is dropped. A store that was given by name is elsewhere, and stays.
#[derive(Debug)]
pub struct Home {
    dir: PathBuf,
    store: PathBuf,
    stays: bool,
}

/// What the bot's configuration says here; the token and the address of Telegram come by its environment.
#[derive(Serialize)]
struct BotConfig<'a> {
    data_dir: &'a Path,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompts_dir: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompts_beside: Option<PathBuf>,
    packs: Vec<&'a str>,
    families_off: Vec<&'a str>,
    never: Vec<String>,
}

impl Home {
    /// Makes the folder, readable to its owner only.
    pub fn make(store: Option<&Path>) -> anyhow::Result<Self> {
        let dir = std::env::temp_dir().join(format!("nearer-rehearsal-{:016x}", rand::rng().random::<u64>()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&dir).with_context(|| format!("the folder {} cannot be made", dir.display()))?;
        let stays = store.is_some();
        let store = match store {
            Some(store) => std::path::absolute(store)?,
            None => dir.join("store"),
        };
        Ok(Self { dir, store, stays })
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the bot's store is.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// Whether the store is one that stays.
    pub fn stays(&self) -> bool {
        self.stays
    }

    /// What time it was when this store was rehearsed with last.
    pub fn last_time(&self) -> Option<DateTime<Utc>> {
        fs::read_to_string(self.store.join(LAST_TIME)).ok()?.trim().parse().ok()
    }

    /// Notes what time it is, if the store stays.
    pub fn note_time(&self, now: DateTime<Utc>) {
        if self.stays
            && let Err(error) = fs::write(self.store.join(LAST_TIME), now.to_rfc3339())
        {
            warn!(%error, "the next rehearsal with this store will not know what time it was");
        }
    }

    /// Writes the bot's configuration; returns its path.
    pub fn write_config(&self, words: &Selection) -> anyhow::Result<PathBuf> {
        let written = BotConfig {
            data_dir: &self.store,
            prompts_dir: words.in_place.as_ref().map(std::path::absolute).transpose()?,
            prompts_beside: words.beside.as_ref().map(std::path::absolute).transpose()?,
            packs: words.packs.iter().map(|pack| pack.name()).collect(),
            families_off: words.families_off.iter().map(|family| family.name()).collect(),
            never: words.never.iter().map(|never| never.id.to_string()).collect(),
        };
        let path = self.dir.join("nearer.toml");
        fs::write(&path, toml::to_string(&written)?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(path)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What cannot be removed now, the system clears away.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
