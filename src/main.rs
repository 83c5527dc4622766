//! The command-line entry.

use std::process::ExitCode;

fn main() -> ExitCode {
    cmq::cli::run(std::env::args_os())
}
