//! Who may read what the store writes: its own user, and nobody else. Files are 0600 and folders 0700, whatever the
//! process's mask says and whatever they were before; and nothing is written through a link that someone laid.
//!
//! On systems without such rights all of this does nothing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

use tracing::warn;

use super::{StoreError, guard};

/// The rights of a file, and of a folder.
#[cfg(unix)]
const OURS: [u32; 2] = [0o600, 0o700];

/// What nobody else may have.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// For opening a file of ours: not if a link stands in its place, and closed to others if it is made.
pub(super) fn no_link() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(OURS[0]).custom_flags(libc::O_NOFOLLOW);
    }
    options
}

/// Makes the file at `path` anew and opens it for writing. What stood there before is removed, and only that: of a link
/// not what it leads to.
pub(super) fn create_new(path: &Path) -> Result<File, StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::io("removing", path)(error)),
        _ => {}
    }
    no_link().write(true).create_new(true).open(path).map_err(StoreError::io("making", path))
}

/// Makes `dir` and what leads to it, closed to others, if it is not there.
pub(super) fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, OURS[1]);
    builder.create(dir).map_err(StoreError::io("making the directory", dir))
}

/// Takes the rights of others away from the folder `dir` of the store and from all that is ours in it, and says so in the log.
pub(super) fn narrow_all(dir: &Path) -> Result<(), StoreError> {
    // The folder first: from then on nobody else reaches what is in it.
    let mut narrowed = u32::from(narrow(dir)?);
    for name in guard::names(dir)?.into_iter().filter(|name| is_ours(name)) {
        narrowed += u32::from(narrow(&dir.join(&name))?);
        if name == "sled" || name == "exports" {
            narrowed += narrow_within(&dir.join(name))?;
        }
    }
    narrowed += narrow_within(&dir.join("sled/blobs"))?;
    if narrowed > 0 {
        warn!(narrowed, dir = %dir.display(), "files of the store could be read by other users of this machine; they cannot any more");
    }
    Ok(())
}

/// The same for all that is in `dir` itself, in silence: how many could be read.
pub(super) fn narrow_within(dir: &Path) -> Result<u32, StoreError> {
    let mut narrowed = 0;
    for name in guard::names(dir)? {
        narrowed += u32::from(narrow(&dir.join(name))?);
    }
    Ok(narrowed)
}

/// What else lies in the folder is the host's.
fn is_ours(name: &str) -> bool {
    let ours = ["sled", "exports", "nearer.lock", "store.toml", "host.key", "keys", "keys.copy", super::standing::FILE];
    ours.contains(&name) || name.starts_with("damaged-snap.")
}

/// Whether others had rights at `path` until now. Of a link, nothing is changed.
#[cfg(unix)]
fn narrow(path: &Path) -> Result<bool, StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(StoreError::io("looking at", path)(error)),
    };
    let mode = found.permissions().mode() & 0o777;
    if found.is_symlink() || mode & OTHERS == 0 {
        return Ok(false);
    }
    let ours = OURS[usize::from(found.is_dir())];
    match fs::set_permissions(path, fs::Permissions::from_mode(ours)) {
        Ok(()) => Ok(true),
        // A folder that the host made for us and kept: it is for the host to say who may look into it.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            let mode = format!("{mode:o}");
            warn!(%mode, path = %path.display(), "others may read this and its rights cannot be changed: close it by chmod go=");
            Ok(false)
        }
        Err(error) => Err(StoreError::io("closing to others", path)(error)),
    }
}

#[cfg(not(unix))]
fn narrow(_: &Path) -> Result<bool, StoreError> {
    Ok(false)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_we_make_is_closed_to_others() {
        let dir = tempfile::tempdir().unwrap();
        let made = dir.path().join("a/b");
        make_private_dir(&made).unwrap();
        create_new(&made.join("file")).unwrap();
        for (path, expected) in [(dir.path().join("a"), 0o700), (made.join("file"), 0o600), (made, 0o700)] {
            assert_eq!(mode(&path), expected);
        }
    }

    #[test]
    fn what_was_open_to_others_is_closed_and_the_hosts_own_is_left() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["sled/blobs", "exports"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        let ours = ["nearer.lock", "store.toml", "commit", "sled/db", "sled/blobs/1", "exports/nearer-1.jsonl.lz4"];
        for name in ours.into_iter().chain(["notes.txt"]) {
            fs::write(dir.path().join(name), "x").unwrap();
            fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(0o644)).unwrap();
        }
        narrow_all(dir.path()).unwrap();
        for name in ours {
            assert_eq!(mode(&dir.path().join(name)), 0o600, "{name}");
        }
        for folder in ["", "sled", "sled/blobs", "exports"] {
            assert_eq!(mode(&dir.path().join(folder)), 0o700, "{folder}");
        }
        assert_eq!(mode(&dir.path().join("notes.txt")), 0o644);
    }

    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (theirs, link) = (dir.path().join("theirs"), dir.path().join("link"));
        fs::write(&theirs, "keep").unwrap();
        symlink(&theirs, &link).unwrap();
        assert!(no_link().write(true).create(true).truncate(false).open(&link).is_err());
        drop(create_new(&link).unwrap());
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "keep");
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
