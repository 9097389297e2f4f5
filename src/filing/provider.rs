//! Which text of a key and which fingerprint each access provider's manual shows, as plain data.

use std::fmt;
use std::str::FromStr;

use crate::crypto::digest::DigestAlgorithm;
use crate::crypto::digest::DigestAlgorithm::{Md5, Sha1, Sha256};
use crate::pki::x509::KeyForm;
use crate::pki::x509::KeyForm::{
    ModulusDec, ModulusHex, RawBase64, RawHex, SpkiBase64, SpkiHex, SpkiPem,
};
use crate::report::{Language, Platform};

/// What one platform's part of the form takes. The first of each list is the one to file, the rest
/// stand beside it for providers or reviewers that ask for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformForms {
    /// Texts of an RSA public key.
    pub rsa_key: &'static [KeyForm],
    /// Texts of any other public key: it has no modulus.
    pub other_key: &'static [KeyForm],
    /// Digests of the certificate's DER.
    pub fingerprints: &'static [DigestAlgorithm],
}

/// How values are written for one provider, or a habit that several share.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provider {
    /// The name that selects it.
    pub name: &'static str,
    /// Other names that select it: those of the providers with the manuals that it follows.
    pub aliases: &'static [&'static str],
    /// 安卓
    pub android: PlatformForms,
    /// 鸿蒙
    pub harmony_os: PlatformForms,
    /// iOS
    pub ios: PlatformForms,
    /// The public pages that it rests on. Empty where it rests on practice alone.
    pub sources: &'static [&'static str],
}

/// Keys that have no modulus are filed as their raw bits; no provider says so, hence the
/// alternatives.
const OTHER_KEY: &[KeyForm] = &[RawHex, SpkiHex, SpkiBase64];

/// The viewer on Android is jadx-gui, which shows the modulus in decimal (「模数」).
const ANDROID: PlatformForms =
    PlatformForms { rsa_key: &[ModulusDec], other_key: OTHER_KEY, fingerprints: &[Md5] };

/// The viewer on HarmonyOS is the Windows certificate dialog: the raw key, and SHA-1 as its
/// fingerprint, while the form's label says MD5.
const HARMONY_OS: PlatformForms =
    PlatformForms { rsa_key: &[RawHex], other_key: &[RawHex], fingerprints: &[Md5, Sha1] };

/// The viewer on iOS is the macOS keychain: the modulus in hex, and SHA-1 under a label that says
/// MD5.
const IOS: PlatformForms =
    PlatformForms { rsa_key: &[ModulusHex], other_key: OTHER_KEY, fingerprints: &[Sha1] };

const fn spki(fingerprints: &'static [DigestAlgorithm]) -> PlatformForms {
    PlatformForms { rsa_key: &[SpkiBase64], other_key: &[SpkiBase64], fingerprints }
}

const fn every(
    fingerprints: &'static [DigestAlgorithm],
    rsa_key: &'static [KeyForm],
) -> PlatformForms {
    let other_key = &[RawHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64];
    PlatformForms { rsa_key, other_key, fingerprints }
}

/// Every profile. A provider without a public source gets none.
static PROVIDERS: [Provider; 5] = [
    Provider {
        name: "default",
        aliases: &["aliyun", "tencent", "ucloud", "hsy"],
        android: ANDROID,
        harmony_os: HARMONY_OS,
        ios: IOS,
        sources: &[
            "help.aliyun.com/zh/icp-filing/user-guide/fill-in-app-feature-information",
            "cloud.tencent.com/document/product/243/97789",
            "ucloud-global.com/en/docs/beian1/basics/knowledge4",
            "hsy.com/help/13-14-27",
        ],
    },
    Provider {
        name: "huawei",
        aliases: &[],
        android: ANDROID,
        harmony_os: HARMONY_OS,
        ios: IOS,
        sources: &[
            "support.huaweicloud.com/usermanual-icp/zh-cn_topic_0000002085120221.html",
            "developer.huawei.com faqs-appgallery-32",
        ],
    },
    Provider {
        name: "hex",
        aliases: &[],
        android: PlatformForms {
            rsa_key: &[ModulusHex],
            other_key: OTHER_KEY,
            fingerprints: &[Md5],
        },
        harmony_os: PlatformForms {
            rsa_key: &[RawHex],
            other_key: &[RawHex],
            fingerprints: &[Md5],
        },
        ios: IOS,
        sources: &[],
    },
    Provider {
        name: "spki",
        aliases: &[],
        android: spki(&[Md5]),
        harmony_os: spki(&[Md5]),
        ios: spki(&[Sha1]),
        sources: &[],
    },
    Provider {
        name: "all",
        aliases: &[],
        android: every(
            &[Md5, Sha1, Sha256],
            &[ModulusDec, ModulusHex, RawHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64],
        ),
        harmony_os: every(
            &[Md5, Sha1, Sha256],
            &[RawHex, ModulusDec, ModulusHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64],
        ),
        ios: every(
            &[Sha1, Md5, Sha256],
            &[ModulusHex, ModulusDec, RawHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64],
        ),
        sources: &[],
    },
];

/// What the manuals of most providers ask for: 「模数」 in decimal and MD5 on Android.
impl Default for &Provider {
    fn default() -> Self {
        let [default, ..] = &PROVIDERS;
        default
    }
}

impl Provider {
    /// Every profile, the default one first.
    #[must_use]
    pub fn all() -> &'static [Provider] {
        &PROVIDERS
    }

    /// The profile of that name or alias; case does not matter.
    ///
    /// # Errors
    /// [`UnknownProvider`], with a text that lists the names that exist.
    pub fn by_name(name: &str) -> Result<&'static Provider, UnknownProvider> {
        PROVIDERS
            .iter()
            .find(|profile| profile.names().any(|known| known.eq_ignore_ascii_case(name)))
            .ok_or_else(|| UnknownProvider { name: name.to_owned() })
    }

    /// Its name, then its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// What the form takes on that platform; `None` where it takes nothing: of quick apps it asks
    /// for no key.
    #[must_use]
    pub fn forms(&self, platform: Platform) -> Option<&PlatformForms> {
        match platform {
            Platform::Android => Some(&self.android),
            Platform::HarmonyOs => Some(&self.harmony_os),
            Platform::Ios => Some(&self.ios),
            Platform::QuickApp => None,
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

/// The profile of a name or alias, as [`Provider::by_name`] finds it.
impl FromStr for &'static Provider {
    type Err = UnknownProvider;

    fn from_str(name: &str) -> Result<Self, UnknownProvider> {
        Provider::by_name(name)
    }
}

/// A profile that does not exist was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Language::English))]
pub struct UnknownProvider {
    name: String,
}

impl UnknownProvider {
    /// The name that was asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One sentence that lists the names that exist.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let known: Vec<_> = PROVIDERS.iter().flat_map(Provider::names).collect();
        let name = &self.name;
        match language {
            Language::English => {
                format!("there is no profile \"{name}\"; the known ones are {}", known.join(", "))
            }
            Language::Chinese => format!("没有名为“{name}”的填报方案；现有：{}", known.join("、")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_select_profiles() {
        for (name, want) in [
            ("default", Some("default")),
            ("aliyun", Some("default")),
            ("Tencent", Some("default")),
            ("ucloud", Some("default")),
            ("hsy", Some("default")),
            ("huawei", Some("huawei")),
            ("hex", Some("hex")),
            ("spki", Some("spki")),
            ("all", Some("all")),
            ("volcengine", None),
            ("", None),
        ] {
            assert_eq!(Provider::by_name(name).ok().map(|profile| profile.name), want, "{name}");
        }
        assert_eq!(<&Provider>::default().name, "default");
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let error = Provider::by_name("baidu").unwrap_err();
        let known = [
            "baidu", "default", "aliyun", "tencent", "ucloud", "hsy", "huawei", "hex", "spki",
            "all",
        ];
        for name in known {
            assert!(error.message(Language::English).contains(name), "{name}");
            assert!(error.message(Language::Chinese).contains(name), "{name}");
        }
    }

    #[test]
    fn no_name_is_given_twice_and_every_list_has_a_first() {
        let names: Vec<_> = PROVIDERS.iter().flat_map(Provider::names).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for profile in Provider::all() {
            for platform in [Platform::Android, Platform::HarmonyOs, Platform::Ios] {
                let forms = profile.forms(platform).unwrap();
                assert!(
                    !forms.rsa_key.is_empty() && !forms.other_key.is_empty(),
                    "{}",
                    profile.name
                );
                assert!(!forms.fingerprints.is_empty(), "{}", profile.name);
            }
        }
    }
}
