//! What a file's name says that the file is. Content tells what it is; a name tells what it is
//! taken for, and what it will be counted as.

use std::path::Path;

/// What a file's name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NamedAs {
    /// An app's package: `.apk`, `.hap` and so on, also behind what stores, chats and browsers put
    /// there (`.apk.1`).
    Package,
    /// A certificate file or keystore: `.cer`, `.pem`, `.p12`, `.jks` and so on.
    Certificate,
    /// Something else, or nothing.
    Other,
}

/// How packages end.
const PACKAGES: [&str; 13] = [
    "apk", "aab", "apks", "xapk", "apkm", "hap", "hsp", "hqf", "app", "rpk", "rpks", "ipa", "apex",
];

/// How files of certificates end, and keystores. `.rsa`, `.dsa` and `.ec` are signature blocks of a
/// JAR signature, taken out.
const CERTIFICATES: [&str; 26] = [
    "cer",
    "crt",
    "cert",
    "pem",
    "der",
    "p7b",
    "p7c",
    "p7m",
    "p7s",
    "spc",
    "rsa",
    "dsa",
    "ec",
    "jks",
    "jceks",
    "keystore",
    "ks",
    "bks",
    "bcfks",
    "uber",
    "p12",
    "pfx",
    "pkcs12",
    "csr",
    "mobileprovision",
    "provisionprofile",
];

/// What stands behind the ending of a file that was downloaded, sent, renamed or kept.
const BEHIND: [&str; 9] =
    ["zip", "bak", "old", "orig", "tmp", "part", "download", "crdownload", "rename"];

impl NamedAs {
    /// What the last part of a path promises, without regard to case.
    ///
    /// ```
    /// use beian::NamedAs;
    ///
    /// assert_eq!(NamedAs::of("dist/app-release.apk"), NamedAs::Package);
    /// assert_eq!(NamedAs::of("app.apk.1"), NamedAs::Package);
    /// assert_eq!(NamedAs::of("release.cer"), NamedAs::Certificate);
    /// assert_eq!(NamedAs::of("release"), NamedAs::Other);
    /// ```
    #[must_use]
    pub fn of(path: impl AsRef<Path>) -> Self {
        let name = path.as_ref().file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let mut name = name.as_str();
        loop {
            name =
                name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '_' | '~'));
            let Some((stem, ending)) = name.rsplit_once('.') else { return Self::Other };
            let ending = without_number(ending);
            if PACKAGES.contains(&ending) {
                return Self::Package;
            }
            if CERTIFICATES.contains(&ending) {
                return Self::Certificate;
            }
            if !ending.is_empty() && !BEHIND.contains(&ending) {
                return Self::Other;
            }
            name = stem;
        }
    }
}

/// An ending without the number of a copy: `apk(1)`, `apk (2)`, `apk-1`, `apk1`. Nothing is left of
/// a number alone.
fn without_number(ending: &str) -> &str {
    // The ones that are known end in digits themselves.
    if CERTIFICATES.contains(&ending) {
        return ending;
    }
    ending.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '(' | ')' | '（' | '）' | ' ' | '-' | '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_packages_or_certificates() {
        use NamedAs::{Certificate, Other, Package};
        for (name, want) in [
            ("a.apk", Package),
            ("dir.cer/a.APK", Package),
            ("a.aab", Package),
            ("a.hap", Package),
            ("a.hsp", Package),
            ("a.hqf", Package),
            ("a.app", Package),
            ("a.rpk", Package),
            ("a.rpks", Package),
            ("a.apks", Package),
            ("a.xapk", Package),
            ("a.apkm", Package),
            ("a.ipa", Package),
            ("a.apk.1", Package),
            ("a.apk.1.1", Package),
            ("a.apk.zip", Package),
            ("a.apk(1)", Package),
            ("a.apk (2)", Package),
            ("a.apk（1）", Package),
            ("a.apk.", Package),
            ("a.apk ", Package),
            ("a.apk1", Package),
            ("a.apk_", Package),
            ("a.apk~", Package),
            ("a.apk.crdownload", Package),
            ("a.apk.1.part", Package),
            ("a.cer.apk", Package),
            (".apk", Package),
            ("a.cer", Certificate),
            ("a.CRT", Certificate),
            ("a.pem", Certificate),
            ("a.der", Certificate),
            ("a.p7b", Certificate),
            ("a.p12", Certificate),
            ("a.pfx", Certificate),
            ("a.jks", Certificate),
            ("debug.keystore", Certificate),
            ("a.bks", Certificate),
            ("CERT.RSA", Certificate),
            ("a.mobileprovision", Certificate),
            ("a.provisionprofile", Certificate),
            ("a.apk.cer", Certificate),
            ("a (1).cer", Certificate),
            ("a.p12.bak", Certificate),
            ("a", Other),
            ("apk", Other),
            ("-", Other),
            ("a.txt", Other),
            ("a.apk.txt", Other),
            ("a.apk.idsig", Other),
            ("a.apk.sha256", Other),
            ("a.zip", Other),
            ("a.jar", Other),
            ("/dev/fd/63", Other),
            ("...", Other),
            ("", Other),
        ] {
            assert_eq!(NamedAs::of(name), want, "{name}");
        }
    }
}
