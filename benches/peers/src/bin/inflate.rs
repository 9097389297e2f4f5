//! One SHA-256 pass over the file, and every entry inflated once, with the crates that beian uses: what a v1 signature costs
//! at least beside v2, without the digests of the entries.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use flate2::read::DeflateDecoder;
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive};

fn main() -> io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    let path = std::env::args_os().nth(1).expect("a package");
    let mut file = File::open(&path)?;
    let mut hasher = Sha256::new();
    while let length @ 1.. = file.read(&mut buffer)? {
        hasher.update(&buffer[..length]);
    }
    println!("{:02x?}", hasher.finalize());
    let mut archive = ZipArchive::new(BufReader::new(File::open(&path)?)).map_err(io::Error::other)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(io::Error::other)?;
        let (method, size) = (entry.compression(), entry.compressed_size());
        let start = entry.data_start().expect("a local header");
        drop(entry);
        file.seek(SeekFrom::Start(start))?;
        let mut content = Read::take(&mut file, size);
        if method == CompressionMethod::Stored {
            continue;
        }
        let mut inflater = DeflateDecoder::new_with_buf(&mut content, vec![0; 256 << 10]);
        while let length @ 1.. = inflater.read(&mut buffer)? {
            total += length;
        }
    }
    println!("{total} bytes inflated");
    Ok(())
}
