//! The command line: what can be asked, and its help in both languages.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use beian::filing::{Case, Separator};
use beian::{Language, Platform};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::chinese;
use crate::generate;
use crate::language::Text;

/// The texts that China's app filing (APP备案) asks for, from a verified app package
#[derive(Debug, Parser)]
#[command(
    name = "beian",
    version,
    arg_required_else_help = true,
    args_override_self = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Verify a package and print the values to paste into the filing form
    Form {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        purpose: Purpose,
    },
    /// Print everything known of a package
    Inspect {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        purpose: Purpose,
        /// Read no content: identity and signers only, nothing is verified
        #[arg(long)]
        fast: bool,
    },
    /// Verify a package's signature and say why it is good or bad
    Verify {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        purpose: Purpose,
        /// The package's v4 signature file; "auto" takes FILE.idsig from beside each FILE
        #[arg(long, value_name = "F")]
        idsig: Option<PathBuf>,
    },
    /// Verify many packages, those in folders too, with a row each as it is ready
    #[command(after_help = crate::scan::help::ENGLISH)]
    #[command(mut_arg("files", |files| files.value_name("PATH").help("Packages, and folders to \
        walk")))]
    Scan(ScanArgs),
    /// Compare what was, or will be, filed with packages, and say what a wrong value is
    #[command(after_help = crate::check::help::ENGLISH)]
    Check(CheckArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The package name that was filed
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) package_name: Option<String>,
    /// The public key that was filed, in any form; "@F" reads it from the file F
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) public_key: Option<String>,
    /// The fingerprint that was filed (签名MD5值); "@F" reads it from the file F
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    pub(crate) fingerprint: Option<String>,
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
        conflicts_with_all = ["package_name", "public_key", "fingerprint", "filed_platform"]
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
            "fingerprint",
            "filed_platform",
            "record",
            "same",
        ]
    )]
    pub(crate) write_record: Option<PathBuf>,
}

impl CheckArgs {
    fn contradiction(&self) -> Option<Text> {
        let values =
            [&self.package_name, &self.public_key, &self.fingerprint, &self.filed_platform];
        let has_values = values.iter().any(|value| value.is_some()) || self.record.is_some();
        if self.write_record.is_some() {
            (self.input.files.len() > 1).then_some(Text::OneRecord)
        } else if self.same {
            (self.input.files.len() < 2).then_some(Text::SameNeedsTwo)
        } else {
            (!has_values).then_some(Text::NothingFiled)
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ScanArgs {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How rows are written: jsonl, csv [default: jsonl]
    #[arg(
        long,
        value_name = "F",
        default_value = "jsonl",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: RowFormat,
    /// Begin comma-separated rows with a byte order mark, which Excel needs to read them as UTF-8
    #[arg(long)]
    pub(crate) bom: bool,
    /// How many files are read at once [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Read no content: identity and signers only, nothing is verified
    #[arg(long)]
    pub(crate) fast: bool,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    Jsonl,
    Csv,
}

impl ScanArgs {
    fn contradiction(&self, json: bool) -> Option<Text> {
        match self.format {
            RowFormat::Csv => json.then_some(Text::CsvJson),
            RowFormat::Jsonl => self.bom.then_some(Text::BomWithoutCsv),
        }
    }

    pub(crate) fn jobs(&self) -> Option<NonZeroUsize> {
        self.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into()))
    }
}

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
    fn platform(&self) -> Option<Platform> {
        Some(match self.platform? {
            For::Android => Platform::Android,
            For::HarmonyOs => Platform::HarmonyOs,
            For::Ios => Platform::Ios,
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Print one JSON object a line, one line a FILE
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of texts [default: from the locale]
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
    /// Whose way of writing values: default (aliyun, tencent, ucloud, hsy), huawei, hex, spki, all
    #[arg(
        long,
        global = true,
        value_name = "P",
        default_value = "default",
        hide_default_value = true
    )]
    pub(crate) profile: String,
    /// Write hexadecimal values in lower case
    #[arg(long, global = true)]
    pub(crate) lower: bool,
    /// What stands between the bytes of hexadecimal values [default: none]
    #[arg(
        long,
        global = true,
        value_name = "S",
        default_value = "none",
        hide_default_value = true
    )]
    pub(crate) separator: Between,
    /// Print filing values although the signature was not verified or they must not be filed
    #[arg(long, global = true)]
    pub(crate) allow_unverified: bool,
}

/// The values of `--lang`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

/// The values of `--separator`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Between {
    None,
    Space,
    Colon,
}

impl Global {
    pub(crate) fn case(&self) -> Case {
        if self.lower { Case::Lower } else { Case::Upper }
    }

    pub(crate) fn separator(&self) -> Separator {
        match self.separator {
            Between::None => Separator::None,
            Between::Space => Separator::Space,
            Between::Colon => Separator::Colon,
        }
    }
}

impl Command {
    pub(crate) fn input(&self) -> &Input {
        match self {
            Self::Form { input, .. } | Self::Inspect { input, .. } | Self::Verify { input, .. } => {
                input
            }
            Self::Scan(args) => &args.input,
            Self::Check(args) => &args.input,
        }
    }

    /// Whether content is left unread.
    pub(crate) fn is_fast(&self) -> bool {
        matches!(self, Self::Inspect { fast: true, .. })
    }

    /// Whether a certificate counts under any name but a package's: it is asked for its values, and
    /// not for a verdict.
    pub(crate) fn takes_certificates(&self) -> bool {
        matches!(self, Self::Form { .. } | Self::Inspect { .. })
    }

    /// Whether the beginning of a key counts as the key.
    pub(crate) fn accepts_truncated(&self) -> bool {
        matches!(self, Self::Check(CheckArgs { accept_truncated: true, .. }))
    }

    /// What a certificate file or keystore is said to be for.
    pub(crate) fn platform(&self) -> Option<Platform> {
        match self {
            Self::Form { purpose, .. }
            | Self::Inspect { purpose, .. }
            | Self::Verify { purpose, .. } => purpose.platform(),
            Self::Scan(_) | Self::Check(_) => None,
        }
    }

    pub(crate) fn idsig(&self) -> Option<&Path> {
        match self {
            Self::Verify { idsig, .. } => idsig.as_deref(),
            Self::Form { .. } | Self::Inspect { .. } | Self::Scan(_) | Self::Check(_) => None,
        }
    }
}

/// The process's own arguments. Ends the process on a usage error (2), `--help` and `--version`
/// (0).
pub(crate) fn parse(language: Language) -> Cli {
    try_parse(std::env::args_os(), language).unwrap_or_else(|error| {
        let chinese =
            (language == Language::Chinese).then(|| chinese::usage_error(&error)).flatten();
        match chinese {
            Some(text) => fail(&text),
            None => error.exit(),
        }
    })
}

fn fail(text: &str) -> ! {
    crate::run::complain(text);
    std::process::exit(2)
}

/// The value of `--idsig` that stands for the file beside each package.
pub(crate) const BESIDE: &str = "auto";

fn try_parse(
    args: impl IntoIterator<Item = OsString>,
    language: Language,
) -> Result<Cli, clap::Error> {
    let mut command = command(language);
    let matches = command.try_get_matches_from_mut(args)?;
    if let Some(outcome) = generate::asked(&matches, &command, language) {
        finish(outcome);
    }
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Ends the process after what needs no package.
fn finish(outcome: io::Result<()>) -> ! {
    match outcome {
        Err(error) => fail(&error.to_string()),
        Ok(()) => std::process::exit(0),
    }
}

fn command(language: Language) -> clap::Command {
    let command = generate::with_commands(Cli::command());
    match language {
        Language::Chinese => chinese::command(command),
        _ => command,
    }
}

impl Cli {
    /// What is wrong with arguments that are good each by itself.
    pub(crate) fn contradiction(&self, language: Language) -> Option<&'static str> {
        let input = self.command.input();
        let text = if let (Some(min), Some(max)) = (input.min_sdk, input.max_sdk)
            && min > max
        {
            Text::SdkUpsideDown
        } else if self.command.idsig().is_some_and(|idsig| idsig.as_os_str() != BESIDE)
            && input.files.len() > 1
        {
            Text::OneIdsig
        } else if input.password_stdin && input.files.iter().any(|file| file.as_os_str() == "-") {
            Text::StdinTwice
        } else if let Command::Scan(scan) = &self.command
            && let Some(text) = scan.contradiction(self.global.json)
        {
            text
        } else if let Command::Check(check) = &self.command
            && let Some(text) = check.contradiction()
        {
            text
        } else {
            return None;
        };
        Some(text.text(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, language: Language) -> Result<Cli, clap::Error> {
        try_parse(line.split(' ').map(OsString::from), language)
    }

    #[test]
    fn the_command_line_is_consistent() {
        for language in [Language::English, Language::Chinese] {
            command(language).debug_assert();
        }
    }

    #[test]
    fn every_command_and_argument_has_chinese_help() {
        let command = command(Language::English);
        for sub in command.get_subcommands() {
            assert!(chinese::help(sub.get_name()).is_some(), "{}", sub.get_name());
        }
        for arg in command
            .get_subcommands()
            .flat_map(clap::Command::get_arguments)
            .chain(command.get_arguments())
        {
            assert!(chinese::help(arg.get_id().as_str()).is_some(), "{}", arg.get_id());
        }
    }

    #[test]
    fn arguments_are_accepted_or_refused() {
        for (line, accepted) in [
            ("beian form a.apk", true),
            ("beian form a.apk b.apk --json --lower --separator colon --profile huawei", true),
            ("beian --lang zh form - --allow-unverified --min-sdk 24", true),
            ("beian inspect --fast a.apk", true),
            ("beian --json inspect --json --lower a.apk --lower", true),
            ("beian verify --min-sdk 21 --max-sdk 34 --idsig a.idsig a.apk", true),
            ("beian verify --idsig auto a.apk b.apk", true),
            ("beian scan a b.apk --format csv --bom --jobs 4 --fast --min-sdk 24", true),
            ("beian scan", false),
            ("beian scan --format xml a", false),
            ("beian scan --jobs 0 a", false),
            ("beian scan --idsig auto a", false),
            (
                "beian check --fingerprint 00 --public-key @k.txt --package-name a.b --platform 安\
                    卓 a.apk",
                true,
            ),
            ("beian check --public-key -----BEGIN a.apk", true),
            ("beian check --public-key 00 --accept-truncated --certificate a.cer", true),
            ("beian scan --certificate a", true),
            ("beian verify --certificate a", true),
            ("beian verify --accept-truncated a", false),
            ("beian check --record beian.toml a.apk b.apk --json", true),
            ("beian check --write-record a.apk", true),
            ("beian check --write-record=beian.toml a.apk", true),
            ("beian check --same a.apk b.apk", true),
            ("beian check --record beian.toml --fingerprint 00 a.apk", false),
            ("beian check --write-record --same a.apk", false),
            ("beian check --fingerprint 00", false),
            ("beian form --alias key0 --password-stdin a.jks", true),
            ("beian form --platform 鸿蒙 a.cer", true),
            ("beian inspect --platform 安卓 --platform iOS a.cer", true),
            ("beian verify --platform harmonyos a.cer", true),
            ("beian verify --platform quickapp a.cer", false),
            ("beian form --password secret a.jks", false),
            ("beian verify --min-sdk -1 a.apk", false),
            ("beian form", false),
            ("beian form --fast a.apk", false),
            ("beian form --idsig a.idsig a.apk", false),
            ("beian form --lang fr a.apk", false),
            ("beian form --separator dash a.apk", false),
            ("beian sign a.apk", false),
        ] {
            for language in [Language::English, Language::Chinese] {
                let parsed = parse(line, language);
                assert_eq!(parsed.is_ok(), accepted, "{line}");
                if let Err(error) = parsed {
                    assert_eq!(error.exit_code(), 2, "{line}");
                    assert!(chinese::usage_error(&error).is_some(), "{line}");
                }
            }
        }
    }

    #[test]
    fn arguments_that_contradict_one_another_are_noticed() {
        for (line, contradicts) in [
            ("beian verify --min-sdk 24 --max-sdk 24 a.apk", false),
            ("beian verify --min-sdk 30 --max-sdk 29 a.apk", true),
            ("beian verify --idsig a.idsig a.apk", false),
            ("beian verify --idsig a.idsig a.apk b.apk", true),
            ("beian verify --idsig auto a.apk b.apk", false),
            ("beian scan --json a", false),
            ("beian scan --json --format csv a", true),
            ("beian scan --bom a", true),
            ("beian check a.apk", true),
            ("beian check --fingerprint 00 a.apk", false),
            ("beian check --record r.toml a.apk b.apk", false),
            ("beian check --same a.apk", true),
            ("beian check --same a.apk b.apk", false),
            ("beian check --write-record a.apk", false),
            ("beian check --write-record a.apk b.apk", true),
            ("beian scan --min-sdk 30 --max-sdk 29 a", true),
            ("beian form --password-stdin a.jks b.p12", false),
            ("beian form --password-stdin a.jks -", true),
            ("beian form -", false),
        ] {
            let cli = parse(line, Language::English).unwrap();
            assert_eq!(cli.contradiction(Language::Chinese).is_some(), contradicts, "{line}");
        }
    }
}
