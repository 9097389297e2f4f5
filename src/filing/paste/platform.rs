//! The name of a running platform, in the words that people use for it.

use super::{NotRead, clean};
use crate::report::Platform;

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlatformText {
    /// A running platform.
    Platform(Platform),
    /// Several of them. Each has an entry of its own in the form.
    Several,
    /// A store, or a maker of phones: that is no running platform.
    Store,
    /// None that the form knows.
    Unknown,
}

/// The names in lower case without blanks and brackets.
const PLATFORMS: [(Platform, &[&str]); 4] = [
    (Platform::Android, &["安卓", "android", "安卓android", "android安卓"]),
    (
        Platform::HarmonyOs,
        &[
            "鸿蒙",
            "harmonyos",
            "harmony",
            "hongmeng",
            "hos",
            "鸿蒙os",
            "鸿蒙next",
            "鸿蒙osnext",
            "纯血鸿蒙",
            "华为鸿蒙",
            "harmonynext",
            "harmonyosnext",
            "openharmony",
            "鸿蒙harmonyos",
            "harmonyos鸿蒙",
        ],
    ),
    (
        Platform::Ios,
        &[
            "ios",
            "苹果",
            "苹果ios",
            "ios苹果",
            "appleios",
            "apple",
            "iphone",
            "iphoneos",
            "ipad",
            "ipados",
        ],
    ),
    (Platform::QuickApp, &["快应用", "quickapp"]),
];

/// Parts of names of stores. Whatever has one in it is a store.
const STORES: &[&str] = &[
    "市场",
    "商店",
    "商城",
    "应用宝",
    "appgallery",
    "appstore",
    "googleplay",
    "playstore",
    "getapps",
    "galaxystore",
    "豌豆荚",
    "手机助手",
    "taptap",
    "酷安",
    "pp助手",
    "安智",
    "应用汇",
    "store",
    "market",
    "软件园",
];

/// Makers of phones, whose names stand for their stores.
const MAKERS: &[&str] = &[
    "华为",
    "huawei",
    "荣耀",
    "honor",
    "小米",
    "xiaomi",
    "红米",
    "redmi",
    "oppo",
    "vivo",
    "一加",
    "oneplus",
    "realme",
    "魅族",
    "meizu",
    "三星",
    "samsung",
    "联想",
    "lenovo",
    "中兴",
    "zte",
    "努比亚",
    "百度",
    "腾讯",
    "阿里",
    "360",
];

/// Reads the name of a platform: `安卓`, `Android`, `HarmonyOS NEXT`, `鸿蒙系统`, `苹果`, `iOS 17`.
///
/// # Errors
/// [`NotRead`]: the text is empty, or longer than any text that is read.
pub fn platform(text: &str) -> Result<PlatformText, NotRead> {
    labelled_platform(text).map(|(platform, _)| platform)
}

/// Whether a text is a platform's name and nothing else: no version, label or bracket, and nothing
/// that had to be made plain.
pub(in crate::filing) fn is_plain_platform(text: &str) -> bool {
    let bare: String =
        text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n' | ':')).collect();
    PLATFORMS.iter().any(|(_, names)| names.contains(&&*bare.to_ascii_lowercase()))
}

/// What a text names, and its labels.
pub(in crate::filing) fn labelled_platform(
    text: &str,
) -> Result<(PlatformText, Vec<String>), NotRead> {
    let cleaned = clean(text)?;
    Ok((named(&cleaned.text.to_lowercase()), cleaned.labels))
}

fn named(text: &str) -> PlatformText {
    let one = one(text);
    let parts: Vec<&str> = text
        .split([',', '/', ';', '+', '&', '|', '\n', '和', '与', '及'])
        .filter(|part| !part.trim().is_empty())
        .take(MAX_NAMED.saturating_add(1))
        .collect();
    let is_list = (2..=MAX_NAMED).contains(&parts.len())
        && parts.iter().all(|part| matches!(self::one(part), PlatformText::Platform(_)));
    match one {
        PlatformText::Unknown if is_list => PlatformText::Several,
        one => one,
    }
}

/// The most platforms that are taken for a list of them.
const MAX_NAMED: usize = 8;

fn one(text: &str) -> PlatformText {
    let name: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '-' | '_' | '.'))
        .collect();
    let platform =
        PLATFORMS.iter().find(|(_, names)| names.contains(&bare(&name)) || names.contains(&&*name));
    if let Some((platform, _)) = platform {
        return PlatformText::Platform(*platform);
    }
    let is_store = STORES.iter().any(|part| name.contains(part));
    let is_maker = || MAKERS.iter().any(|maker| *maker == name || *maker == bare(&name));
    if is_store || is_maker() { PlatformText::Store } else { PlatformText::Unknown }
}

/// A name without a version and without 系统 or the like behind it.
fn bare(name: &str) -> &str {
    let mut name = name.trim_end_matches(|c: char| c.is_ascii_digit());
    for ending in ["手机", "操作系统", "系统", "平台", "应用", "版本", "版", "端", "app"]
    {
        name = name.strip_suffix(ending).filter(|rest| !rest.is_empty()).unwrap_or(name);
    }
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}
