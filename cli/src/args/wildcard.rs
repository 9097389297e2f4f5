//! `*.apk` where the shell hands it on as it is: that of Windows does.

use std::fs;
use std::path::{Path, PathBuf};

/// The paths, with those in place of a pattern that it fits, in order. A pattern that fits nothing
/// stays, so that it is complained about by name; so does what is a file itself. Folders hold no
/// patterns.
pub(super) fn expanded(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let each = |path: PathBuf| {
        let found = fitting(&path);
        if found.is_empty() { vec![path] } else { found }
    };
    paths.into_iter().flat_map(each).collect()
}

fn fitting(path: &Path) -> Vec<PathBuf> {
    let Some(pattern) = path.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    if !pattern.contains(['*', '?']) || path.exists() {
        return Vec::new();
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let entries = fs::read_dir(here).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| {
            let name: Vec<char> =
                entry.file_name().to_string_lossy().to_lowercase().chars().collect();
            fits(&pattern, &name) && entry.path().is_file()
        })
        .map(|entry| folder.join(entry.file_name()))
        .collect();
    found.sort();
    found
}

/// Whether a name fits a pattern, by one pass that goes back to the last `*` alone.
fn fits(pattern: &[char], name: &[char]) -> bool {
    let (mut at, mut of_name) = (0usize, 0usize);
    let mut star = None;
    while let Some(c) = name.get(of_name) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, of_name));
                at = at.saturating_add(1);
            }
            Some(p) if *p == '?' || p == c => {
                at = at.saturating_add(1);
                of_name = of_name.saturating_add(1);
            }
            _ => {
                let Some((place, from)) = star else { return false };
                star = Some((place, from.saturating_add(1)));
                at = place.saturating_add(1);
                of_name = from.saturating_add(1);
            }
        }
    }
    pattern.iter().skip(at).all(|p| *p == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, want) in [
            ("*.apk", "a.apk", true),
            ("*.apk", "a.apk.1", false),
            ("*", "", true),
            ("a?c*", "abcde", true),
            ("a?c", "ac", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false),
            ("示?.apk", "示例.apk", true),
            ("**********b", &"a".repeat(10_000), false),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(fits(&chars(pattern), &chars(name)), want, "{pattern} {name}");
        }
    }

    #[test]
    fn patterns_become_the_files_that_they_fit() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["b.apk", "A.APK", "c.hap"] {
            fs::write(at(name), "").unwrap();
        }
        fs::create_dir(at("d.apk")).unwrap();
        for (paths, want) in [
            (vec![at("*.apk")], vec![at("A.APK"), at("b.apk")]),
            (vec![at("c.hap"), at("?.hap")], vec![at("c.hap"), at("c.hap")]),
            (vec![at("*.ipa")], vec![at("*.ipa")]),
            (vec![at("missing")], vec![at("missing")]),
        ] {
            assert_eq!(expanded(paths), want);
        }
    }
}
