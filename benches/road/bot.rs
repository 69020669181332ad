//! The bot as a process on a core of its own, and what the system says about it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nearer::rehearsal::SimulatedTelegram;

use crate::town::Place;

/// Where the bot runs, and where everything else does.
const ITS_CORE: &str = "0";
const OUR_CORE: &str = "1";

pub struct Bot {
    child: Child,
    started: Instant,
}

/// Which program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Nearer,
    /// The one it is compared with: this bench's own program, told to be [`crate::stock`].
    Stock,
}

/// How fast it may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    Telegrams,
    None,
}

/// What was measured on.
pub fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map_or("?", |(_, m)| m);
    let cores = cpus.lines().filter(|line| line.starts_with("processor")).count();
    let load = read("/proc/loadavg");
    format!("{model}, {cores} cores; load before: {}", load.split(' ').next().unwrap_or("?"))
}

fn has_taskset() -> bool {
    Command::new("taskset").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Leaves one core to the bot.
pub fn keep_to_the_other_core() {
    if has_taskset() {
        let me = std::process::id().to_string();
        let _ = Command::new("taskset").args(["-cp", OUR_CORE, &me]).stdout(Stdio::null()).status();
    }
}

impl Bot {
    pub fn start(program: Program, limits: Limits, telegram: &SimulatedTelegram, home: &Path, place: &Place) -> Self {
        let config = home.join("config.toml");
        let limit = match limits {
            Limits::Telegrams => "",
            Limits::None => "[pace]\nall_per_second = 0\nchat_per_second = 0\ngroup_per_minute = 0\n",
        };
        fs::write(&config, format!("data_dir = 'data'\n{}{limit}[log]\nlevel = 'warn'\n", place.configured()))
            .expect("a file");
        let path = match program {
            Program::Nearer => PathBuf::from(env!("CARGO_BIN_EXE_nearer")),
            Program::Stock => std::env::current_exe().expect("this program"),
        };
        let mut command = if has_taskset() {
            let mut command = Command::new("taskset");
            command.args(["-c", ITS_CORE]).arg(path);
            command
        } else {
            Command::new(path)
        };
        match program {
            Program::Nearer => command.args(["run", "--seed", "1", "--config"]).arg(&config),
            Program::Stock => command.arg(crate::STOCK).arg(home.join("stock")),
        };
        command.env("TELOXIDE_TOKEN", telegram.token()).env("TELOXIDE_API_URL", telegram.api_url());
        let started = Instant::now();
        // taskset becomes the program: the process id is the bot's own.
        let child = command.stdin(Stdio::null()).spawn().expect("the bot starts");
        Self { child, started }
    }

    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// What it holds in memory now.
    pub fn memory_kilobytes(&self) -> u32 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    /// Processor time it has used.
    pub fn worked(&self) -> Duration {
        processor_time(&self.child.id().to_string())
    }

    /// Ends it in good order.
    pub async fn ends(mut self) {
        let _ = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status();
        while self.child.try_wait().is_ok_and(|status| status.is_none()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time that a process (or `self`) has used.
pub fn processor_time(process: &str) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name may hold blanks; it ends with the last bracket. Ticks are hundredths of a second on Linux.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis(10 * (ticks(11) + ticks(12)))
}
