//! What Debian's `aapt` says of a package: it links `libandroidfw`, the reader that devices have.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// How long it may take for one package, in seconds.
const SECONDS: &str = "10";

/// What `aapt dump badging` prints, as far as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Badging {
    /// The package name; empty where the manifest has none.
    pub package: String,
    /// `versionCode`, a signed number; empty where there is none.
    pub version_code: String,
    /// `versionName`; empty where there is none.
    pub version_name: String,
    /// The name of the part.
    pub split: Option<String>,
    /// `minSdkVersion`: a number or a code name.
    pub min_sdk: Option<String>,
    /// `targetSdkVersion`: a number or a code name.
    pub target_sdk: Option<String>,
    /// The application's label in the default configuration.
    pub label: Option<String>,
    /// Its labels by locale; not the default one.
    pub labels: BTreeMap<String, String>,
    /// Whether it passes strings over whose count of characters is wrong, which devices do not
    /// count.
    pub miscounted: bool,
    /// Why it gave up behind the line of the package, where it did: lines are missing then.
    pub failure: Option<String>,
}

/// Asks `aapt` about a package, or `aapt2` about one whose files are Protocol Buffers.
///
/// # Errors
///
/// It cannot be started, takes too long, crashes, or does not even name a package.
pub fn badging(path: &Path) -> Result<Badging, String> {
    badging_by("aapt", path)
}

/// The same by that program.
///
/// # Errors
///
/// As [`badging`].
pub fn badging_by(program: &str, path: &Path) -> Result<Badging, String> {
    let mut command = Command::new("timeout");
    let output = command.args([SECONDS, program, "dump", "badging"]).arg(path).output();
    let output = output.map_err(|error| error.to_string())?;
    let (text, errors) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let failure = match output.status.code() {
        Some(0) => None,
        // An error that it tells, and not the time limit or a signal.
        Some(1) => Some(errors.lines().last().unwrap_or_default().to_owned()),
        code => return Err(format!("exit {code:?}")),
    };
    let badging = parse(&text).ok_or_else(|| failure.clone().unwrap_or_default())?;
    let miscounted = errors.contains("decoded length is not correct");
    Ok(Badging { failure, miscounted, ..badging })
}

fn parse(text: &str) -> Option<Badging> {
    let mut badging = package(text.lines().find_map(|line| line.strip_prefix("package: name='"))?)?;
    for (name, value) in text.lines().filter_map(|line| line.split_once(":'")) {
        let Some(value) = value.strip_suffix('\'') else { continue };
        let value = unescaped(value);
        match name {
            // Of several the highest, which is what a platform checks last or before that.
            "sdkVersion" => badging.min_sdk = Some(higher(badging.min_sdk.take(), value)),
            "targetSdkVersion" => badging.target_sdk = Some(value),
            "application-label" => badging.label = Some(value),
            _ => {
                let locale = name.strip_prefix("application-label-");
                badging.labels.extend(locale.map(|locale| (locale.to_owned(), value)));
            }
        }
    }
    Some(badging)
}

fn higher(known: Option<String>, value: String) -> String {
    let number = |text: &String| text.parse::<i64>().ok();
    match known {
        Some(known) if number(&known) > number(&value) => known,
        _ => value,
    }
}

/// The line of the package. Quotes in values are not escaped: each value ends where the next key
/// begins.
fn package(line: &str) -> Option<Badging> {
    let (name, rest) = line.split_once("' versionCode='")?;
    let (version_code, rest) = rest.split_once("' versionName='")?;
    let until = |rest: &str, keys: &[&str]| {
        let ends = keys.iter().filter_map(|key| rest.find(key));
        ends.min().or_else(|| rest.rfind('\'')).unwrap_or(rest.len())
    };
    const BEHIND: [&str; 4] = [
        "' platformBuildVersionName='",
        "' platformBuildVersionCode='",
        "' compileSdkVersion='",
        "' compileSdkVersionCodename='",
    ];
    const SPLIT: &str = "' split='";
    let end = until(rest, &[&BEHIND[..], &[SPLIT]].concat());
    let (version_name, rest) = rest.split_at(end);
    let split = rest.strip_prefix(SPLIT).map(|split| &split[..until(split, &BEHIND)]);
    Some(Badging {
        package: unescaped(name),
        version_code: unescaped(version_code),
        version_name: unescaped(version_name),
        split: split.map(unescaped),
        ..Badging::default()
    })
}

/// `ResTable::normalizeForOutput`, backwards.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => '\\',
            },
            (plain, _) => plain,
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let text = "package: name='a'b' versionCode='-1' versionName='1\\n\\\"2' split='c' \
            compileSdkVersion='33'\nsdkVersion:'21'\ntargetSdkVersion:'Baklava'\napplication-label:'it's'\napplication-label-zh-CN:'\u{4e00}'\napplication: \
            label='x' icon=''\n";
        let want = Badging {
            package: "a'b".to_owned(),
            version_code: "-1".to_owned(),
            version_name: "1\n\"2".to_owned(),
            split: Some("c".to_owned()),
            min_sdk: Some("21".to_owned()),
            target_sdk: Some("Baklava".to_owned()),
            label: Some("it's".to_owned()),
            labels: [("zh-CN".to_owned(), "\u{4e00}".to_owned())].into(),
            miscounted: false,
            failure: None,
        };
        assert_eq!(parse(text), Some(want));
        assert_eq!(parse("ERROR: nothing"), None);
        let bare = parse("package: name='' versionCode='' versionName=''\n").unwrap();
        assert_eq!(bare, Badging::default());
    }
}
