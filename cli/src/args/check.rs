//! The arguments of `beian check`.

use std::path::PathBuf;

use clap::Args;

use super::{Input, Output};
use crate::language::Text;

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) output: Output,
    /// The package name that was filed
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) package_name: Option<String>,
    /// The public key that was filed, in any form; "@F" reads it from the file F, and so does
    /// --public-key-file
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) public_key: Option<String>,
    /// The fingerprint that was filed (签名MD5值); "@F" reads it from the file F
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) fingerprint: Option<String>,
    /// A file that holds the public key: what "@F" means, for shells that know "@" otherwise
    #[arg(long, value_name = "F", conflicts_with = "public_key")]
    pub(crate) public_key_file: Option<PathBuf>,
    /// A file that holds the fingerprint
    #[arg(long, value_name = "F", conflicts_with = "fingerprint")]
    pub(crate) fingerprint_file: Option<PathBuf>,
    /// The running platform that was filed. A certificate file or keystore is taken to be for it
    #[arg(long = "platform", value_name = "S", allow_hyphen_values = true)]
    pub(crate) filed_platform: Option<String>,
    /// Take the beginning of the right key for the key, although keys that begin alike are made in
    /// seconds
    #[arg(long)]
    pub(crate) accept_truncated: bool,
    /// A file that holds all of these, as --write-record makes it
    #[arg(
        long,
        value_name = "F",
        conflicts_with_all = [
            "package_name",
            "public_key",
            "public_key_file",
            "fingerprint",
            "fingerprint_file",
            "filed_platform",
        ]
    )]
    pub(crate) record: Option<PathBuf>,
    /// Whether the packages carry the same signer as the first one
    #[arg(long)]
    pub(crate) same: bool,
    /// Make such a file from a verified package: on standard output, or at F
    #[arg(
        long,
        value_name = "F",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-",
        conflicts_with_all = [
            "package_name",
            "public_key",
            "public_key_file",
            "fingerprint",
            "fingerprint_file",
            "filed_platform",
            "record",
            "same",
            "output",
        ]
    )]
    pub(crate) write_record: Option<PathBuf>,
}

impl CheckArgs {
    pub(super) fn contradiction(&self) -> Option<Text> {
        if self.write_record.is_some() {
            (self.input.files.len() > 1).then_some(Text::OneRecord)
        } else if self.same {
            (self.input.files.len() < 2).then_some(Text::SameNeedsTwo)
        } else {
            None
        }
    }
}
