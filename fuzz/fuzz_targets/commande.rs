#![no_main]

#[path = "../cibles.rs"]
mod cibles;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cibles::commander(bytes));
