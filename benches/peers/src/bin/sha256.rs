//! One SHA-256 pass over each file, in a loop: what any verification of a whole file costs at
//! least.

use std::fs::File;
use std::io::{self, Read};

use sha2::{Digest, Sha256};

fn main() -> io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    for path in std::env::args_os().skip(1) {
        let mut file = File::open(&path)?;
        let mut hasher = Sha256::new();
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                length => hasher.update(&buffer[..length]),
            }
        }
        let digest: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        println!("{digest}");
    }
    Ok(())
}
