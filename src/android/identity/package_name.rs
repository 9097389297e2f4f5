//! Names of Android packages, and of quick apps, which engines keep by the same rules: a name is a
//! folder's too.

use crate::report::{Finding, issue};
use crate::say::said;

said! {
    /// Why a text is no package name.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum BadName {
        Empty => { en: "it has no characters", zh: "名称为空" }
        TooLong => { en: "it is longer than 223 characters", zh: "超过 223 个字符" }
        Characters => {
            en: "only letters A to Z, digits, \"_\" and \".\" may stand in it",
            zh: "只能含有英文字母、数字、下划线和点"
        }
        Start => {
            en: "each of its parts must begin with a letter",
            zh: "每一段都必须以英文字母开头"
        }
        OnePart => {
            en: "it must have two parts or more, with \".\" between them",
            zh: "至少要有以点分隔的两段"
        }
    }
}

/// The longest name of a package, in characters
/// (`FrameworkParsingPackageUtils.MAX_FILE_NAME_SIZE`).
const MAX_LENGTH: usize = 223;

/// The finding about a name that no platform takes.
pub(crate) fn finding(name: &str) -> Option<Finding> {
    invalid(name).map(|why| {
        Finding::new(issue::Identity::PackageNameInvalid {
            name: name.to_string(),
            why: why.into(),
        })
    })
}

/// Why no platform takes that name for a package (`FrameworkParsingPackageUtils.validateName`);
/// `None` for a good one. Empty segments, which platforms let pass, no build tool writes and no
/// form takes.
fn invalid(name: &str) -> Option<BadName> {
    let begins_with_a_letter =
        |segment: &str| segment.starts_with(|c: char| c.is_ascii_alphabetic());
    if name.is_empty() {
        return Some(BadName::Empty);
    }
    if name.len() > MAX_LENGTH {
        return Some(BadName::TooLong);
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')) {
        return Some(BadName::Characters);
    }
    if !name.split('.').all(begins_with_a_letter) {
        return Some(BadName::Start);
    }
    // The framework itself, which is no app.
    (!name.contains('.') && name != "android").then_some(BadName::OnePart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_platforms_take() {
        let longest = format!("a.{}", "b".repeat(221));
        for (name, want) in [
            ("com.example.app", true),
            ("a.B_9", true),
            ("android", true),
            (&longest, true),
            ("", false),
            ("com", false),
            ("com.", false),
            (".com", false),
            ("com..app", false),
            ("com.1app", false),
            ("com._app", false),
            ("com.example-app", false),
            ("com.example app", false),
            ("com.example\0app", false),
            ("com.ex\u{430}mple", false),
            ("@2130771968", false),
            (&format!("{longest}b"), false),
        ] {
            assert_eq!(invalid(name).is_none(), want, "{name}");
        }
    }
}
