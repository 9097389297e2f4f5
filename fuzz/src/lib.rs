//! What the fuzz targets share: what must hold of any report, how much memory an input may take,
//! and packages put together and signed around bytes that a fuzzer chose.

pub mod assemble;
pub mod der;
pub mod idsig;
pub mod key;
pub mod memory;
pub mod report;
pub mod rotated;
pub mod unzip;

pub use memory::bounded;
