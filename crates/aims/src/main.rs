//! The program `aims`: reads the command line, runs one command, and ends with the exit code that it documents.

use std::process::ExitCode;

/// Steadier latency under many small allocations than the allocator of the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    aims::main(std::env::args_os())
}
