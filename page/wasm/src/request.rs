//! What may be asked.

use beian::filing::{Case, Filed, FormOptions, Provider, Separator};
use beian::{InspectOptions, Language, NamedAs, Platform};
use serde::Deserialize;

/// One question about one file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Request {
    pub(crate) command: Command,
    /// The file's name, as the answer is to have it.
    pub(crate) file: String,
    /// In bytes.
    pub(crate) size: u64,
    #[serde(default)]
    language: Tongue,
    #[serde(default)]
    profile: Option<String>,
    #[serde(default)]
    lower: bool,
    #[serde(default)]
    separator: Between,
    #[serde(default)]
    platform: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    alias: Option<String>,
    #[serde(default)]
    pub(crate) min_sdk: Option<u32>,
    #[serde(default)]
    pub(crate) max_sdk: Option<u32>,
    #[serde(default)]
    allow_unverified: bool,
    #[serde(default)]
    accept_truncated: bool,
    /// Whether a certificate file or keystore counts under any name but a package's.
    #[serde(default)]
    certificate: bool,
    /// What was filed, of `check`: the sets of a record, or one.
    #[serde(default)]
    pub(crate) filed: Vec<FiledText>,
    /// Whether all is wanted that a page shows: three lines.
    #[serde(default)]
    pub(crate) more: bool,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Command {
    Form,
    Inspect,
    /// `inspect --fast`: reads no content.
    Fast,
    Verify,
    Check,
    /// The digests of the file itself.
    Digests,
}

#[derive(Deserialize, Default, Clone, Copy)]
enum Tongue {
    #[default]
    #[serde(rename = "zh")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Between {
    #[default]
    None,
    Space,
    Colon,
}

/// What was filed in each field.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct FiledText {
    package_name: Option<String>,
    public_key: Option<String>,
    fingerprint: Option<String>,
    platform: Option<String>,
}

impl From<&FiledText> for Filed {
    fn from(text: &FiledText) -> Self {
        let mut filed = Self::default();
        filed.package_name.clone_from(&text.package_name);
        filed.public_key.clone_from(&text.public_key);
        filed.fingerprint.clone_from(&text.fingerprint);
        filed.platform.clone_from(&text.platform);
        filed
    }
}

impl Request {
    /// The language asked for, and the other one.
    pub(crate) fn languages(&self) -> (Language, Language) {
        match self.language {
            Tongue::Chinese => (Language::Chinese, Language::English),
            Tongue::English => (Language::English, Language::Chinese),
        }
    }

    /// How values are to be written, or what is wrong with what was asked.
    pub(crate) fn form_options(&self) -> Result<FormOptions, String> {
        let mut options = FormOptions::default()
            .with_case(if self.lower { Case::Lower } else { Case::Upper })
            .with_separator(match self.separator {
                Between::None => Separator::None,
                Between::Space => Separator::Space,
                Between::Colon => Separator::Colon,
            })
            .with_allow_unverified(self.allow_unverified)
            .with_accept_truncated(self.accept_truncated)
            // A file that is not to count has a finding that says so.
            .with_accept_certificate(true);
        if let Some(name) = &self.profile {
            let provider = Provider::by_name(name);
            options = options.with_provider(provider.map_err(|it| it.message(self.languages().0))?);
        }
        Ok(options)
    }

    pub(crate) fn inspect_options(&self) -> InspectOptions<'_> {
        let platform = match self.platform.as_deref() {
            Some("android") => Some(Platform::Android),
            Some("harmonyos") => Some(Platform::HarmonyOs),
            Some("ios") => Some(Platform::Ios),
            _ => None,
        };
        InspectOptions::default()
            .with_platform(platform)
            .with_password(self.password.as_deref())
            .with_alias(self.alias.as_deref())
    }

    /// Whether a certificate file or keystore of that name stands for itself, as the command has
    /// it.
    pub(crate) fn takes_certificates(&self) -> bool {
        let is_about_any = matches!(self.command, Command::Form | Command::Inspect | Command::Fast);
        self.certificate
            || match NamedAs::of(&self.file) {
                NamedAs::Certificate => true,
                NamedAs::Package => false,
                _ => is_about_any,
            }
    }
}
