//! The environment, as far as it concerns us.

use std::collections::BTreeMap;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::ConfigError;
use super::keys::{self, Key, PREFIX};

/// The variables that are ours, and the folder of systemd's credentials.
#[derive(Clone, Default)]
pub struct Environment {
    /// By name; nothing where it cannot be read as text.
    pub(super) variables: BTreeMap<String, Option<Zeroizing<String>>>,
    /// `CREDENTIALS_DIRECTORY`, where systemd lays the credentials named `token` and `key`.
    pub(super) credentials: Option<PathBuf>,
}

/// What variables hold may be secret.
impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.variables.keys()).finish()
    }
}

/// What Kubernetes sets in every container where a service is called `nearer`.
fn of_kubernetes(name: &str) -> bool {
    name == "NEARER_PORT" || name.starts_with("NEARER_PORT_") || name.starts_with("NEARER_SERVICE_")
}

impl Environment {
    /// That of this process. A variable that is empty counts as one that is not set.
    #[must_use]
    pub fn read() -> Self {
        let known: Vec<String> = keys::variables().collect();
        let ours = |name: &String| known.contains(name) || (name.starts_with(PREFIX) && !of_kubernetes(name));
        let variables = std::env::vars_os()
            .filter_map(|(name, held)| Some((name.into_string().ok().filter(ours)?, held.into_string().ok())))
            .filter(|(_, held)| held.as_ref().is_none_or(|held| !held.trim().is_empty()))
            .map(|(name, held)| (name, held.map(Zeroizing::new)))
            .collect();
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").filter(|dir| !dir.is_empty());
        Self { variables, credentials: credentials.map(PathBuf::from) }
    }

    /// The names of what a host has set: to be taken out of the environment of a bot that is not theirs.
    #[must_use]
    pub fn names() -> Vec<String> {
        let Self { variables, .. } = Self::read();
        variables.into_keys().chain(["CREDENTIALS_DIRECTORY".to_owned()]).collect()
    }

    /// The variable that gives this key, and what it holds.
    pub(super) fn gives(&self, key: &Key) -> Option<(String, Option<&str>)> {
        let names = key.older.map(str::to_owned).into_iter().chain([key.variable()]);
        names.into_iter().find_map(|name| {
            let held = self.variables.get(&name)?.as_ref().map(|held| held.as_str());
            Some((name, held))
        })
    }

    /// The host's key itself.
    pub(super) fn host_key(&self) -> Option<&str> {
        self.variables.get(keys::HOST_KEY)?.as_ref().map(|held| held.as_str())
    }

    /// Variables that begin like ours and are none.
    pub(super) fn unknown(&self) -> impl Iterator<Item = ConfigError> {
        let known: Vec<String> = keys::variables().collect();
        self.variables.keys().filter(move |name| !known.contains(name)).map(|name| {
            let near = keys::variables()
                .map(|known| (strsim::damerau_levenshtein(name, &known), known))
                .min()
                .filter(|(distance, known)| *distance <= 1 + (known.len() - PREFIX.len()) / 4);
            ConfigError {
                file: name.clone(),
                line: None,
                wrong: "nothing is called so".to_owned(),
                mend: match near {
                    Some((_, known)) => format!("did you mean {known}?"),
                    None => "take it out, or see docs/configuration.md for every variable".to_owned(),
                },
            }
        })
    }
}

#[cfg(test)]
impl Environment {
    pub(super) fn of<const N: usize>(variables: [(&str, &str); N]) -> Self {
        let held = |(name, held): (&str, &str)| (name.to_owned(), Some(Zeroizing::new(held.to_owned())));
        Self { variables: variables.into_iter().map(held).collect(), credentials: None }
    }
}
