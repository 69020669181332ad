//! A real PostgreSQL, for tests: a cluster in a temporary folder, which ends together with the test.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Where Debian puts the programs of the server, beside whatever is on the path.
const PLACES: &str = "/usr/lib/postgresql";
/// What is said where there is none.
const HOW_TO_GET_IT: &str = "there is no PostgreSQL on this machine: install it (Debian: apt-get install postgresql)";
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A cluster of its own.
pub struct Cluster {
    programs: PathBuf,
    home: TempDir,
    port: u16,
    running: Mutex<Option<Running>>,
    databases: AtomicU32,
}

/// The server, and what keeps it: it ends when this end of the pipe is closed, also by a test that was killed.
struct Running {
    shell: Child,
    alive: ChildStdin,
}

#[allow(dead_code)]
/// The cluster that all tests of one process share. `None`, in words, where there is no PostgreSQL; under CI that is a
/// failure.
pub fn shared() -> Option<&'static Cluster> {
    static SHARED: OnceLock<Option<Cluster>> = OnceLock::new();
    SHARED.get_or_init(Cluster::start).as_ref()
}

#[allow(dead_code)]
impl Cluster {
    /// Makes and starts one.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("CI").is_none(), "{HOW_TO_GET_IT}");
            eprintln!("skipped: {HOW_TO_GET_IT}");
            return None;
        };
        let home = tempfile::Builder::new().prefix("nearer-pg").tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let cluster = Self { programs, home, port, running: Mutex::new(None), databases: AtomicU32::new(0) };
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(cluster.home.path()).status();
            assert!(owned.expect("chown").success(), "the server must not run as root");
        }
        let made = cluster
            .program("initdb")
            .args(["--auth=trust", "--username=nearer", "--no-sync", "--encoding=UTF8", "--locale=C", "--pgdata"])
            .arg(cluster.data())
            .stdout(Stdio::null())
            .status();
        assert!(made.expect("initdb").success());
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{}'\nmax_connections = 100\n\
             shared_buffers = 64MB\n",
            cluster.home.path().display()
        );
        let mut file =
            fs::OpenOptions::new().append(true).open(cluster.data().join("postgresql.conf")).expect("a file");
        file.write_all(settings.as_bytes()).expect("written");
        cluster.starts();
        Some(cluster)
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// One of its programs, as a user who may run it.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command.current_dir(self.home.path());
            command
        } else {
            Command::new(path)
        }
    }

    /// Starts the server, and waits until it answers.
    pub fn starts(&self) {
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.data());
        let words: Vec<String> = std::iter::once(server.get_program())
            .chain(server.get_args())
            .map(|word| format!("'{}'", word.display()))
            .collect();
        // It ends when nobody holds the other end of the pipe any more.
        let script = format!("{} & cat > /dev/null; {}; wait", words.join(" "), self.kill_by("-INT"));
        let log = fs::OpenOptions::new().create(true).append(true).open(self.home.path().join("log")).expect("a log");
        let mut shell = Command::new("sh")
            .args(["-c", &script])
            .current_dir(self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let alive = shell.stdin.take().expect("a pipe");
        *self.running.lock().expect("no panic") = Some(Running { shell, alive });
        let begun = Instant::now();
        while !self.sql("postgres", "SELECT 1") {
            assert!(
                begun.elapsed() < PATIENCE,
                "{}",
                fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// From now on it has this certificate, and speaks TLS with whoever wants it.
    pub fn speaks_tls(&self, certificate: &Path, key: &Path) {
        for (from, name) in [(certificate, "server.crt"), (key, "server.key")] {
            let mut install = Command::new("install");
            if is_root() {
                install.args(["--owner", "postgres"]);
            }
            let installed = install.args(["--mode", "600"]).arg(from).arg(self.data().join(name)).status();
            assert!(installed.expect("install").success());
        }
        assert!(self.sql("postgres", "ALTER SYSTEM SET ssl = on"));
        assert!(self.sql("postgres", "SELECT pg_reload_conf()"));
    }

    /// Sends a signal to the server's first process.
    fn kill_by(&self, signal: &str) -> String {
        format!("kill {signal} $(head -1 '{}')", self.data().join("postmaster.pid").display())
    }

    /// `kill -9`, of all its processes at once: as if the machine had lost its power, but for its disk's own memory.
    pub fn is_killed(&self) {
        let pid = fs::read_to_string(self.data().join("postmaster.pid")).expect("it runs");
        let pid = pid.lines().next().expect("a number").to_owned();
        let script = format!("kill -9 {pid} $(pgrep -P {pid}); while kill -0 {pid} 2> /dev/null; do sleep 0.01; done");
        assert!(Command::new("sh").args(["-c", &script]).status().expect("a shell").success());
        self.is_gone();
        // Its number may be another process's by now.
        let _ = fs::remove_file(self.data().join("postmaster.pid"));
    }

    /// Ends the server in good order, though it lets nobody finish.
    pub fn ends(&self) {
        assert!(Command::new("sh").args(["-c", &self.kill_by("-INT")]).status().expect("a shell").success());
        self.is_gone();
    }

    fn is_gone(&self) {
        if let Some(mut running) = self.running.lock().expect("no panic").take() {
            drop(running.alive);
            let _ = running.shell.wait();
        }
    }

    /// Has `psql` say this. Whether it went well.
    pub fn sql(&self, database: &str, sql: &str) -> bool {
        self.psql(database, sql).is_some()
    }

    /// What `psql` answers to this.
    pub fn psql(&self, database: &str, sql: &str) -> Option<String> {
        let asked = Command::new(self.programs.join("psql"))
            .args([
                "-X",
                "-q",
                "-t",
                "-A",
                "-h",
                "127.0.0.1",
                "-U",
                "nearer",
                "-p",
                &self.port.to_string(),
                "-d",
                database,
            ])
            .args(["-v", "ON_ERROR_STOP=1", "-c", sql])
            .stderr(Stdio::null())
            .output();
        let asked = asked.expect("psql");
        asked.status.success().then(|| String::from_utf8_lossy(&asked.stdout).trim().to_owned())
    }

    /// A new database. Its name.
    pub fn database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        assert!(self.sql("postgres", &format!("CREATE DATABASE {name}")));
        name
    }

    /// How the bot is told of it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://nearer@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

fn is_root() -> bool {
    let asked = Command::new("id").arg("-u").output();
    asked.is_ok_and(|asked| asked.stdout.trim_ascii() == b"0")
}

/// The folder of the server's programs, of the newest version.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(PLACES)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_the_path = || std::env::split_paths(&path).find(|dir: &PathBuf| Path::new(dir).join("initdb").exists());
    versions.pop().map(|(_, bin)| bin).or_else(on_the_path)
}
