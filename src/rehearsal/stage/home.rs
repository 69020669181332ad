//! Where the bot lives during a rehearsal: a folder with its configuration and its store.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rand::Rng;
use serde::Serialize;

/// The folder; gone when this is dropped. A store that was given by name is elsewhere, and stays.
#[derive(Debug)]
pub struct Home {
    dir: PathBuf,
    store: PathBuf,
}

/// What the bot's configuration says here; the token and the address of Telegram come by its environment.
#[derive(Serialize)]
struct Written<'a> {
    data_dir: &'a Path,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompts_dir: Option<PathBuf>,
}

impl Home {
    /// Makes the folder, readable to its owner only.
    pub fn make(store: Option<&Path>) -> anyhow::Result<Self> {
        let dir = std::env::temp_dir().join(format!("nearer-rehearsal-{:016x}", rand::rng().random::<u64>()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&dir).with_context(|| format!("the folder {} cannot be made", dir.display()))?;
        let store = match store {
            Some(store) => std::path::absolute(store)?,
            None => dir.join("store"),
        };
        Ok(Self { dir, store })
    }

    /// Writes the bot's configuration; returns its path.
    pub fn write_config(&self, prompts_dir: Option<&Path>) -> anyhow::Result<PathBuf> {
        let prompts_dir = prompts_dir.map(std::path::absolute).transpose()?;
        let path = self.dir.join("nearer.toml");
        fs::write(&path, toml::to_string(&Written { data_dir: &self.store, prompts_dir })?)?;
        Ok(path)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // What cannot be removed now, the system clears away.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
