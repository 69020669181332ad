//! What stands between the store and the ways in which it could be lost: the lock, the setting aside of snapshots, the
//! refusal of foreign files, and writing that reaches the disk. Who may read what is in [`super::rights`].

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{StoreError, rights};

/// Held for as long as the store is open; the system releases it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing would do, but for a child process that is just being started and has a copy of the handle.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the store in `dir` for this process, or says which process has it.
    ///
    /// It must be ours before anything else in `dir` is touched: sled takes its own lock only after it has written.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("nearer.lock");
        let mut file = rights::no_link()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("opening the lock file", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Locked { dir: dir.to_owned(), holder: holder(&mut file) });
            }
            Err(TryLockError::Error(reason)) => {
                return Err(StoreError::Io { doing: "locking", path, reason });
            }
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        written.map_err(StoreError::io("writing our process id into", &path))?;
        Ok(Self { file })
    }

    /// Whether the file that we hold is still the one in `dir`.
    pub(super) fn is_in(&self, dir: &Path) -> bool {
        is_at(&self.file, &dir.join("nearer.lock"))
    }
}

/// Whether the open `file` is the one at `path`: not removed, and nothing else in its place.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        #[cfg(unix)]
        (Ok(held), Ok(there)) => {
            use std::os::unix::fs::MetadataExt;
            (held.dev(), held.ino()) == (there.dev(), there.ino())
        }
        // Elsewhere an open file cannot be removed, and std cannot tell two files apart.
        #[cfg(not(unix))]
        (Ok(_), Ok(_)) => true,
        _ => false,
    }
}

/// Who wrote themselves into the lock file, in words.
fn holder(file: &mut File) -> String {
    let mut said = String::new();
    // Best effort: the holder may be writing this very moment, and a refusal needs no name.
    let read = file.take(20).read_to_string(&mut said);
    match (read, said.trim().parse::<u32>()) {
        (Ok(_), Ok(id)) => format!("process id {id}"),
        _ => "its process id is not known".to_owned(),
    }
}

/// The names of what is in `dir`; none if it is not there.
pub(super) fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |reason| StoreError::Io { doing: "listing", path: dir.to_owned(), reason };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()).map_err(failed)).collect()
}

/// Refuses a directory of the database that holds anything but sled 0.34's own files: another version of sled would be
/// opened as empty beside them.
pub(super) fn refuse_foreign(sled_dir: &Path) -> Result<(), StoreError> {
    let ours = |name: &str| matches!(name, "conf" | "db" | "blobs") || name.starts_with("snap.");
    match names(sled_dir)?.into_iter().find(|name| !ours(name)) {
        Some(name) => Err(StoreError::Foreign { dir: sled_dir.to_owned(), name }),
        None => Ok(()),
    }
}

/// Deletes snapshots whose writing was cut short. A snapshot only shortens the reading of the log, but sled takes a
/// half-written one for the newest and then refuses to open, for ever.
pub(super) fn remove_half_snapshots(sled_dir: &Path) -> Result<(), StoreError> {
    let half = |name: &String| name.starts_with("snap.") && name.ends_with(".generating");
    for name in names(sled_dir)?.into_iter().filter(half) {
        let path = sled_dir.join(name);
        fs::remove_file(&path).map_err(StoreError::io("removing the half-written snapshot", &path))?;
    }
    Ok(())
}

/// Moves all snapshots out of the database's directory into `dir`, where sled does not look. Where they are now; none if
/// there were none.
///
/// A snapshot only shortens the reading of the log: without it sled reads all of it and finds the same.
pub(super) fn set_snapshots_aside(sled_dir: &Path, dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut aside = Vec::new();
    for name in names(sled_dir)?.into_iter().filter(|name| name.starts_with("snap.")) {
        let (from, to) = (sled_dir.join(&name), dir.join(format!("damaged-{name}")));
        fs::rename(&from, &to).map_err(StoreError::io("setting aside", &from))?;
        aside.push(to);
    }
    Ok(aside)
}

/// Waits until the threads of an earlier opening in this same process let go of sled's log.
///
/// sled's own lock outlives the last of its handles by a moment: its writers end on their own. Call this only under
/// [`Lock`], which no other bot can hold at the same time. Whoever else has the log (a tool of the host's) has two
/// seconds; then sled says that it is taken.
pub(super) fn await_release(log: &Path) -> Result<(), StoreError> {
    let file = match OpenOptions::new().write(true).open(log) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io("opening", log)(error)),
    };
    for _ in 0..400 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            // Given back by name, not by closing: a child process just being started may have a copy of our handle.
            Ok(()) => return file.unlock().map_err(StoreError::io("unlocking", log)),
            // A file system without locks; sled will say so.
            Err(TryLockError::Error(_)) => break,
        }
    }
    Ok(())
}

/// Makes the content of one file or directory reach the disk.
pub(super) fn sync(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(StoreError::io("writing to the disk", path))
}

/// Gives the finished file `temporary` its name and makes that reach the disk: whoever sees the name sees all of it.
pub(super) fn publish(temporary: &Path, path: &Path) -> Result<(), StoreError> {
    sync(temporary)?;
    fs::rename(temporary, path).map_err(StoreError::io("naming", path))?;
    path.parent().map_or(Ok(()), sync)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_half_written_snapshots_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["snap.00AB", "snap.00FF.generating", "db", "conf"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        remove_half_snapshots(dir.path()).unwrap();
        let mut left = names(dir.path()).unwrap();
        left.sort();
        assert_eq!(left, ["conf", "db", "snap.00AB"]);
        refuse_foreign(dir.path()).unwrap();
    }

    #[test]
    fn snapshots_are_set_aside_where_the_database_does_not_look() {
        let dir = tempfile::tempdir().unwrap();
        let sled_dir = dir.path().join("sled");
        fs::create_dir(&sled_dir).unwrap();
        for name in ["snap.00AB", "db"] {
            fs::write(sled_dir.join(name), "x").unwrap();
        }
        assert_eq!(set_snapshots_aside(&sled_dir, dir.path()).unwrap(), [dir.path().join("damaged-snap.00AB")]);
        assert_eq!(names(&sled_dir).unwrap(), ["db"]);
        assert_eq!(set_snapshots_aside(&sled_dir, dir.path()).unwrap(), <[PathBuf; 0]>::default());
    }

    #[test]
    fn a_file_that_was_removed_or_replaced_is_not_the_one_we_hold() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path()).unwrap();
        assert!(lock.is_in(dir.path()));
        fs::remove_file(dir.path().join("nearer.lock")).unwrap();
        assert!(!lock.is_in(dir.path()));
        fs::write(dir.path().join("nearer.lock"), "").unwrap();
        assert!(!lock.is_in(dir.path()));
    }
}
