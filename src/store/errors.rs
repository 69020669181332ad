//! What can go wrong with the store, in plain words: what it is, and what to do. Never any content of a record.

use std::io;
use std::path::{Path, PathBuf};

use super::trees::Tree;

/// Why the store could not do what it was asked. Each says all there is to say in one sentence, its reason included: a
/// field named `source` would be said once more by whoever tells the chain of causes.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "the store in {} is in use by another process ({holder}). Only one bot can use a store: stop the other one, \
         or give this one another directory", dir.display()
    )]
    Locked { dir: PathBuf, holder: String },

    #[error(
        "the store in {} was there and is empty now. Nothing was opened, so that no couple is greeted as a stranger. {way}",
        dir.display()
    )]
    Emptied { dir: PathBuf, way: String },

    #[error("the store in {} is damaged: {what}. Nothing was opened. {way}", dir.display())]
    Broken { dir: PathBuf, what: String, way: String },

    #[error(
        "the store in {} stands at commit {found}, and commit {acknowledged} was acknowledged: what came last is lost, by \
         damage or because an older copy was put in its place. Nothing was opened. {way}", dir.display()
    )]
    RolledBack { dir: PathBuf, found: u64, acknowledged: u64, way: String },

    #[error(
        "{} {what}. The store beside it is whole in itself, but without that file nobody knows whether it is the last one. \
         {way}", path.display()
    )]
    Unproven { path: PathBuf, what: &'static str, way: String },

    #[error(
        "{} cannot be read. It holds only one line that counts; if there is a store of this version of the bot in its \
         folder, write `format = 1` into it", path.display()
    )]
    BadMarker { path: PathBuf },

    #[error("an import into {} was not finished. Remove that directory and import again", dir.display())]
    ImportUnfinished { dir: PathBuf },

    #[error(
        "the store in {} was removed or replaced while the bot ran. Nothing more is written: put it back as it was, and \
         start the bot again", dir.display()
    )]
    Gone { dir: PathBuf },

    #[error(
        "the store in {} was never finished: an import or its creation was cut short. Delete that directory and \
         begin again", dir.display()
    )]
    HalfMade { dir: PathBuf },

    #[error(
        "{} is no store of ours: it holds {name:?}. If it was written by another version of the bot, use \
         that one to export, and import here; otherwise choose another directory", dir.display()
    )]
    Foreign { dir: PathBuf, name: String },

    #[error(
        "the database in {} was written by another version of sled or with other settings ({said}), or its file `conf` is \
         damaged. Use the bot that wrote it to export, and import here; if it was this one, remove that file, which is \
         made anew", dir.display()
    )]
    OtherEngine { dir: PathBuf, said: String },

    #[error(
        "the store in {} has format {found}, and this bot knows formats up to {known}. Use a newer version of the bot",
        dir.display()
    )]
    NewerStore { dir: PathBuf, found: u32, known: u32 },

    #[error(
        "a {tree} record was written by a newer version of the bot (record version {found}, known up to {known}). \
         Use that version again"
    )]
    NewerRecord { tree: &'static str, found: u8, known: u8 },

    #[error("a {tree} record cannot be read: {what}. Stop the bot and import the newest export into a new directory")]
    Damaged { tree: &'static str, what: String },

    #[error(
        "a {tree} record (keyed by {key}) takes {bytes} bytes and may take {most}. It was refused, and nothing of its \
         batch was written: whoever made it must keep less or split it"
    )]
    TooLarge { tree: &'static str, key: &'static str, bytes: usize, most: usize },

    #[error("a {tree} record cannot be put into bytes ({what}). Nothing of its batch was written")]
    Unwritable { tree: &'static str, what: String },

    #[error(
        "an earlier commit to the store failed, so nothing more is written on top of it. End the process and start it \
         again: whatever was not acknowledged will come again"
    )]
    Poisoned,

    #[error("the database in {} failed while {doing}: {reason}", path.display())]
    Database { doing: &'static str, path: PathBuf, reason: Box<dyn std::error::Error + Send + Sync> },

    #[error("its files cannot be read as they were written ({})", path.display())]
    Unreadable { path: PathBuf },

    #[error("{doing} {} failed: {reason}", path.display())]
    Io { doing: &'static str, path: PathBuf, reason: io::Error },

    #[error(
        "there is no store in {}. Give the `data_dir` of the bot whose store you mean, by --config; nothing was made there",
        dir.display()
    )]
    Missing { dir: PathBuf },

    #[error("{} is not empty. An import makes a new store and needs a directory that is empty or not there", dir.display())]
    NotEmpty { dir: PathBuf },

    #[error(
        "{} was given up: too much changed in the store while it was written. The next one begins in an hour",
        path.display()
    )]
    ExportOverrun { path: PathBuf },

    #[error(
        "there is no host's key in {}: it is what all other keys of the store are sealed with. Put it back there; or give it \
         by `key_file`, by NEARER_KEY or as systemd's credential `key`", path.display()
    )]
    NoHostKey { path: PathBuf },

    #[error("{} holds no host's key: it is one line of 64 hexadecimal digits", path.display())]
    BadHostKey { path: PathBuf },

    #[error(
        "the host's key that was given is not the one under which the store in {} is sealed. Give the one with which it was \
         made, or to which `nearer rotate-key` changed it", dir.display()
    )]
    WrongHostKey { dir: PathBuf },

    #[error(
        "the store in {} is sealed, and its files `keys` and `keys.copy` are missing. Put one of them back: without them \
         nobody can read it, nor its exports", dir.display()
    )]
    KeysMissing { dir: PathBuf },

    #[error(
        "the keys in {} are damaged, in both of the files `keys` and `keys.copy`. Put a newer copy of one of them in their \
         place", dir.display()
    )]
    KeysDamaged { dir: PathBuf },

    #[error(
        "the keys in {} are an older copy: the store has rows whose keys came later. Put the newest copy of the file `keys` \
         there", dir.display()
    )]
    KeysOlder { dir: PathBuf },

    #[error("the keys in {} are those of another store. Put back the file `keys` that belongs to this one", dir.display())]
    KeysOfAnother { dir: PathBuf },

    #[error(
        "the export {} is sealed, and the keys in {place} are not those of its store. Give the folder or the database of the \
         store that wrote it by --keys-from", path.display()
    )]
    ExportOfAnother { path: PathBuf, place: String },

    #[error("the host's key of this store lies in {}, and the new one takes its place there: leave --to out", path.display())]
    NewKeyHasItsPlace { path: PathBuf },

    #[error(
        "the host's key of this store is given by you, from the environment or as a credential. Say by --to into which file \
         the new one is to be written; then put it where the old one is"
    )]
    NewKeyNeedsAPlace,

    #[error("{} is there already, and is not written over. Choose another file", path.display())]
    InTheWay { path: PathBuf },

    #[error("{place}: {doing} it failed: {reason}")]
    Postgres { doing: &'static str, place: String, reason: String },

    #[error(
        "{place} does not answer ({reason}). Nothing was acknowledged that it does not hold; whatever was not, \
         comes again"
    )]
    Unreachable { place: String, reason: String },

    #[error("{place}: another bot leads now, and nothing more is written by this one")]
    LeadLost { place: String },

    #[error(
        "{place} is at commit {found}, and commit {acknowledged} was acknowledged: the database that took over had not \
         received what came last. The bot goes on from what is there"
    )]
    WentBack { place: String, found: i64, acknowledged: i64 },

    #[error("{place} is in use: {why}. Stop that one first")]
    InUse { place: String, why: String },

    #[error("there is no store yet in {place}")]
    MissingThere { place: String },

    #[error("{place} holds a store already. An import makes a new one: give it another database")]
    NotEmptyThere { place: String },

    #[error("an import into {place} was not finished. Take it away (DROP SCHEMA nearer CASCADE) and import again")]
    ImportIntoUnfinished { place: String },

    #[error(
        "the host's key of this machine is not the one under which the store in {place} is sealed. Copy `host.key` here from \
         the machine that made the store, or give the key as it does"
    )]
    WrongHostKeyThere { place: String },

    #[error("key {number} is not in the table of keys, or cannot be opened")]
    KeyUnknown { number: u32 },

    #[error("{} holds no certificate. Give the file of the authority that signed the server's, in PEM", path.display())]
    BadAuthority { path: PathBuf },

    #[error("{} is no whole export: line {line}: {what}. Take another export", path.display())]
    BadExport { path: PathBuf, line: u64, what: String },
}

impl StoreError {
    /// Whether this was refused before anything was written, so that the store is whole and can go on.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::Unwritable { .. })
    }

    /// Whether the bot, standing by, may serve again by itself: the database was away, or another leads.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::LeadLost { .. } | Self::WentBack { .. })
    }

    /// The file at `path` is there and holds no host's key.
    pub(super) fn bad_host_key(path: &Path) -> Self {
        Self::BadHostKey { path: path.to_owned() }
    }

    /// The database in `path` holds what nobody wrote, or cannot be read at all.
    pub(super) fn unreadable(path: &Path) -> Self {
        Self::Unreadable { path: path.to_owned() }
    }

    /// A row of this tree has a key that no version up to this one writes.
    pub(super) fn unknown_key(tree: Tree) -> Self {
        Self::Damaged { tree: tree.name(), what: "its key is none that this version of the bot writes".into() }
    }

    /// For `map_err`: an error of the file system while `doing` something to `path`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::Io { doing, path, reason }
    }

    /// For `map_err`: an error of the database while `doing` something.
    pub(super) fn database(doing: &'static str, path: &Path) -> impl FnOnce(sled::Error) -> Self {
        let path = path.to_owned();
        move |reason| Self::Database { doing, path, reason: Box::new(reason) }
    }
}
