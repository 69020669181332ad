//! A disk that gives up under the bot: it stops in words, and what was acknowledged is there when the disk is back.
//!
//! They mount disks of their own (loop devices), which needs root: `.ci/device-faults` runs them, `cargo test` does not.

#[path = "../crash/bot.rs"]
#[expect(dead_code, reason = "the rest of it is for the crash tests")]
mod bot;
#[path = "../crash/couples.rs"]
#[expect(dead_code, reason = "the rest of it is for the crash tests")]
mod couples;

use std::path::{Path, PathBuf};
use std::process::Command;

use nearer::clock::Clock;
use nearer::rehearsal::SimulatedTelegram;
use nearer::store::{Options, SledStore};
use tempfile::TempDir;

use crate::bot::Home;
use crate::couples::Couple;

/// A file with ext4 in it, mounted by a loop device. The file lies in a memory disk that can be filled up, so that what
/// is written to the device beyond what it holds already fails below the file system.
struct Disk {
    at: TempDir,
    device: String,
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    let (told, trouble) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {arguments:?}: {trouble}");
    told.trim().to_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a name in UTF-8")
}

impl Disk {
    fn new() -> Self {
        let at = tempfile::tempdir().expect("a folder");
        let (under, over, image) = (at.path().join("under"), at.path().join("over"), at.path().join("under/image"));
        for dir in [&under, &over] {
            std::fs::create_dir(dir).expect("a folder");
        }
        run("mount", &["-t", "tmpfs", "-o", "size=100m", "none", text(&under)]);
        run("truncate", &["-s", "64M", text(&image)]);
        run("mkfs.ext4", &["-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", text(&image)]);
        let device = run("losetup", &["--find", "--show", text(&image)]);
        let disk = Self { at, device };
        disk.mount();
        disk
    }

    fn over(&self) -> PathBuf {
        self.at.path().join("over")
    }

    fn mount(&self) {
        run("mount", &[&self.device, text(&self.over())]);
    }

    /// It is gone, as when somebody pulls it out: everything that is asked of it errs.
    fn is_pulled_out(&self) {
        // FS_IOC_SHUTDOWN, without writing what waits: no program of the system does it.
        let shut = "import fcntl, os, struct, sys; \
                    fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";
        run("python3", &["-c", shut, text(&self.over())]);
    }

    /// Nothing can be written to it where nothing stood before.
    fn errs_on_new_blocks(&self) {
        run("sync", &[]);
        let rest = self.at.path().join("under/rest");
        let filled = Command::new("dd").arg("if=/dev/zero").arg(format!("of={}", rest.display())).arg("bs=4k").output();
        assert!(!filled.expect("dd").status.success(), "the memory disk is full");
    }

    /// Its file system has no room left.
    fn fills_up(&self) {
        let rest = self.over().join("rest");
        let filled = Command::new("dd").arg("if=/dev/zero").arg(format!("of={}", rest.display())).arg("bs=4k").output();
        assert!(!filled.expect("dd").status.success(), "the disk is full");
    }

    /// The disk is well again, as after a host has seen to it.
    fn is_mended(&self) {
        run("umount", &[text(&self.over())]);
        let _ = std::fs::remove_file(self.at.path().join("under/rest"));
        // It says by its number that it mended something.
        let _ = Command::new("e2fsck").args(["-f", "-y", &self.device]).output();
        self.mount();
        let _ = std::fs::remove_file(self.over().join("rest"));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.over()).output();
        let _ = Command::new("losetup").args(["--detach", &self.device]).output();
        let _ = Command::new("umount").arg(self.at.path().join("under")).output();
    }
}

/// The bot serves, the disk gives up, the bot ends in words; the disk is mended, and nothing is lost.
async fn survives(gives_up: impl Fn(&Disk)) {
    let noon = "2026-11-23T12:00:00Z".parse().expect("an instant");
    let telegram = SimulatedTelegram::start(Clock::frozen(noon)).await.expect("a Telegram");
    telegram.limits(false);
    let disk = Disk::new();
    let home = Home::with_store_in(|_| disk.over().join("data"));

    let mut bot = home.start(&telegram, 0);
    let mut couple = Couple::pairs(&mut bot, &telegram).await;
    for _ in 0..5 {
        couple.says_one_more();
    }
    bot.until("they are answered", |_| couple.is_answered()).await;

    gives_up(&disk);
    // Its first commits may still find room.
    for _ in 0..20 {
        couple.says_one_more();
    }
    let ended = bot.ended().await;
    couple.note_kill();
    assert!(!ended.success());
    let last = bot.end_of_log();
    assert!(!last.contains("panicked"), "{last}");
    assert!(last.lines().any(|line| line.starts_with("nearer: the database in")), "it says why:\n{last}");
    assert!(!last.contains("ended in good order"), "{last}");

    disk.is_mended();
    let mut bot = home.start(&telegram, 1);
    bot.until("all is answered", |_| couple.is_answered()).await;
    bot.settles().await;
    bot.terminate();
    assert!(bot.ended().await.success(), "{}", bot.end_of_log());
    couple.is_whole(0, &[]);
    let store = SledStore::open(&home.data_dir(), &Options::default()).expect("the store opens");
    couple.is_kept(&store, 0);
}

#[tokio::test]
async fn a_disk_that_is_pulled_out_loses_nothing() {
    survives(Disk::is_pulled_out).await;
}

#[tokio::test]
async fn a_device_that_errs_on_writing_loses_nothing() {
    survives(Disk::errs_on_new_blocks).await;
}

#[tokio::test]
async fn a_disk_that_is_full_loses_nothing() {
    survives(Disk::fills_up).await;
}
