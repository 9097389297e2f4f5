//! The arguments of every command that reads files.

use std::path::PathBuf;

use beian::Platform;
use clap::{Args, ValueEnum};

use crate::language::Text;

#[derive(Debug, Args)]
pub(crate) struct Input {
    /// App packages, certificate files or keystores; "-" is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The lowest platform version (API level) to verify for [default: the package's own minimum]
    #[arg(long, value_name = "N")]
    pub(crate) min_sdk: Option<u32>,
    /// The highest platform version (API level) to verify for [default: no limit]
    #[arg(long, value_name = "N")]
    pub(crate) max_sdk: Option<u32>,
    /// A certificate file (PEM or DER) whose root is to be trusted besides those that are built in
    /// (HarmonyOS)
    #[arg(long, value_name = "F")]
    pub(crate) trust_root: Vec<PathBuf>,
    /// The entry of a keystore to take, where it holds several keys
    #[arg(long, value_name = "A")]
    pub(crate) alias: Option<String>,
    /// Take a keystore's password from the first line of standard input; without this it is taken
    /// from the environment variable BEIAN_PASSWORD, or asked for on a terminal
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// A certificate file or keystore is meant, whatever the file's name: it counts although it
    /// proves nothing about a package. Without this it counts only where the name says what it is
    /// (.cer, .pem, .p12, .jks and the like)
    #[arg(long)]
    pub(crate) certificate: bool,
}

impl Input {
    /// What is wrong with arguments that are good each by itself.
    pub(super) fn contradiction(&self) -> Option<Text> {
        let is_stdin = |file: &PathBuf| file.as_os_str() == "-";
        if matches!((self.min_sdk, self.max_sdk), (Some(min), Some(max)) if min > max) {
            Some(Text::SdkUpsideDown)
        } else if self.password_stdin && self.files.iter().any(is_stdin) {
            Some(Text::StdinTwice)
        } else {
            None
        }
    }
}

/// Where results go.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Write there in place of standard output; the name tells how: .html (a page to hand over),
    /// .txt, .json, .csv or .md
    #[arg(short, long, value_name = "F")]
    pub(crate) output: Option<PathBuf>,
}

/// What a file is for that does not say it itself.
#[derive(Debug, Args)]
pub(crate) struct Purpose {
    /// What a certificate file or keystore is for: android, harmonyos, ios [default: what its
    /// issuer tells, else android]
    #[arg(long, value_name = "P", ignore_case = true, hide_possible_values = true)]
    platform: Option<For>,
}

/// The values of `--platform`, and the filing form's own words for them.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum For {
    #[value(alias = "安卓")]
    Android,
    #[value(name = "harmonyos", alias = "鸿蒙")]
    HarmonyOs,
    Ios,
}

impl Purpose {
    pub(crate) fn platform(&self) -> Option<Platform> {
        Some(match self.platform? {
            For::Android => Platform::Android,
            For::HarmonyOs => Platform::HarmonyOs,
            For::Ios => Platform::Ios,
        })
    }
}
