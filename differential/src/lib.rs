//! Mutants of signed Android packages, and what beian and a reference verifier say of each.
//!
//! The mutants know the structure that they change: [`mutate`] has the changes. [`judge`] asks
//! beian, [`mod@reference`] asks apksig, and [`compare`] puts what both say into classes.
//! Everything comes of a seed and is the same each time.

pub mod aapt;
pub mod compare;
pub mod hap_cms;
pub mod ios;
pub mod judge;
pub mod libandroidfw;
pub mod manifest;
pub mod mutate;
mod parts;
mod random;
pub mod reference;
pub mod resources;
pub mod seeds;
mod signers;
pub mod streams;

pub use mutate::{Anew, Mutant, anew_mutant, idsig_mutant, mutant};
pub use seeds::Seed;
