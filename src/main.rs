//! The program. What it does lies in the library; this is its command line.

mod command_line;

use std::process::ExitCode;

fn main() -> ExitCode {
    command_line::obey()
}
