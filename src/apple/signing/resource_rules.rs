//! The rules of `CodeResources`: which files of a bundle must be listed (Security's
//! `resources.cpp`, `ResourceBuilder`).
//!
//! Their patterns are POSIX extended regular expressions, and come from the package: they are
//! matched in time that grows with the path alone, and what another engine would take for
//! something else than `regcomp` does is refused.

use regex::bytes::{RegexSet, RegexSetBuilder};

use super::reason::NoCodeResources;
use crate::encoding::plist::Value;

/// How many rules there may be, and how long one. Apple's tools write 13.
const MAX_RULES: usize = 128;
const MAX_PATTERN: usize = 1024;
/// How much memory the patterns may take, compiled, in bytes: Apple's take some 6,000. What takes
/// more takes time too, up to minutes for each megabyte of paths.
const MAX_COMPILED: usize = 24 << 10;

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// It may be there, and may be anything.
    Free,
    Listed,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Rule {
    weight: f64,
    omits: bool,
}

/// The rules of a list.
#[derive(Debug)]
pub(super) struct Rules {
    patterns: RegexSet,
    rules: Vec<Rule>,
    /// Whether more is left out than Apple's tools leave out.
    pub(super) are_weak: bool,
}

impl Rules {
    pub(super) fn read(value: &Value<'_>) -> Result<Self, NoCodeResources> {
        let entries = value.dictionary().ok_or(NoCodeResources::Rules)?;
        if entries.len() > MAX_RULES {
            return Err(NoCodeResources::Rules);
        }
        let rule = |(_, value): &(_, Value<'_>)| Rule::read(value);
        let rules: Option<Vec<Rule>> = entries.iter().map(rule).collect();
        let rules = rules.ok_or(NoCodeResources::Rules)?;
        let patterns: Option<Vec<String>> =
            entries.iter().map(|(key, _)| translated(key)).collect();
        let patterns = RegexSetBuilder::new(patterns.ok_or(NoCodeResources::Pattern)?)
            .unicode(false)
            .dot_matches_new_line(true)
            .size_limit(MAX_COMPILED)
            .dfa_size_limit(1 << 20)
            .build()
            .map_err(|_| NoCodeResources::Pattern)?;
        let keys = || entries.iter().map(|(key, _)| &**key).zip(&rules);
        let covers_all = keys().any(|(key, rule)| EVERYTHING.contains(&key) && !rule.omits);
        let omits_more = keys().any(|(key, rule)| rule.omits && !OMITTED.contains(&key));
        Ok(Self { patterns, rules, are_weak: omits_more || !covers_all })
    }

    /// The heaviest rule counts, and of equals one that leaves the file out: so iOS has it,
    /// whatever macOS does.
    pub(super) fn wanted(&self, path: &[u8]) -> Wanted {
        let matches = self.patterns.matches(path);
        let rules = matches.iter().filter_map(|at| self.rules.get(at));
        let best = rules.max_by(|a, b| a.weight.total_cmp(&b.weight).then(a.omits.cmp(&b.omits)));
        match best {
            Some(rule) if !rule.omits => Wanted::Listed,
            _ => Wanted::Free,
        }
    }
}

/// The patterns by which Apple's tools cover everything, and those by which they leave files out.
const EVERYTHING: [&str; 4] = ["^.*", "^", ".*", ""];
const OMITTED: [&str; 6] = [
    r"^(.*/)?\.DS_Store$",
    r"^Info\.plist$",
    r"^PkgInfo$",
    r"^.*\.lproj/locversion.plist$",
    r"^.*\.lproj/locversion\.plist$",
    r"^(.*/)?\.DS_Store",
];

impl Rule {
    fn read(value: &Value<'_>) -> Option<Self> {
        if let Some(included) = value.boolean() {
            return Some(Self { weight: 1.0, omits: !included });
        }
        value.dictionary()?;
        let flag = |key| match value.get(key) {
            None => Some(false),
            Some(flag) => flag.boolean(),
        };
        let weight = match value.get("weight") {
            None => 1.0,
            Some(weight) => weight.number().filter(|weight| weight.is_finite())?,
        };
        flag("optional")?;
        flag("nested")?;
        Some(Self { weight, omits: flag("omit")? })
    }
}

/// A pattern in the syntax of the crate. `None` where `regcomp` takes it for something else, or for
/// nothing that is defined.
fn translated(pattern: &str) -> Option<String> {
    let mut rest = pattern.chars();
    let mut out = String::new();
    let mut is_repeated = true;
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    while let Some(next) = rest.next() {
        let repeats = matches!(next, '*' | '+' | '?' | '{');
        if repeats && is_repeated {
            return None;
        }
        // What stands before a repetition must be something to repeat.
        is_repeated = repeats || matches!(next, '(' | '|' | '^');
        match next {
            '\\' => {
                // Of a letter or digit it is undefined.
                let escaped = rest.next().filter(|it| !it.is_alphanumeric())?;
                out.push_str(&regex::escape(escaped.encode_utf8(&mut [0; 4])));
            }
            '[' => bracket(&mut rest, &mut out)?,
            '{' => bounds(&mut rest, &mut out)?,
            '*' | '+' | '?' | '(' | ')' | '|' | '.' | '^' | '$' => out.push(next),
            other => out.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    Some(out)
}

/// `n`, `n,` or `n,m`, behind the opening brace.
fn bounds(rest: &mut std::str::Chars<'_>, out: &mut String) -> Option<()> {
    let (bounds, _) = rest.as_str().split_once('}')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let is_good = match bounds.split_once(',') {
        None => is_number(bounds),
        Some((least, most)) => is_number(least) && (most.is_empty() || is_number(most)),
    };
    is_good.then(|| {
        out.extend(["{", bounds, "}"]);
        // The bounds are ASCII: as many characters as bytes, and the brace.
        rest.nth(bounds.len())
    })??;
    Some(())
}

/// A bracket expression, behind its opening bracket: only `]`, `-`, `^` and classes are special.
fn bracket(rest: &mut std::str::Chars<'_>, out: &mut String) -> Option<()> {
    out.push('[');
    if rest.as_str().starts_with('^') {
        out.push(rest.next()?);
    }
    let mut is_first = true;
    loop {
        match rest.next()? {
            ']' if !is_first => {
                out.push(']');
                return Some(());
            }
            '[' if rest.as_str().starts_with(':') => {
                let (class, _) = rest.as_str().split_once(":]")?;
                let name = class.get(1..)?;
                name.bytes().all(|it| it.is_ascii_lowercase()).then_some(())?;
                out.extend(["[:", name, ":]"]);
                rest.nth(class.len().checked_add(1)?)?;
            }
            '[' if rest.as_str().starts_with(['.', '=']) => return None,
            '-' => {
                // A range, or itself at either end.
                let is_end = is_first || rest.as_str().starts_with(']');
                out.push_str(if is_end { r"\-" } else { "-" });
            }
            other if other.is_ascii_alphanumeric() => out.push(other),
            other if other.is_ascii() => out.extend(['\\', other]),
            _ => return None,
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::plist::Value;

    fn rules(body: &str) -> Result<Rules, NoCodeResources> {
        let list = format!("<plist><dict>{body}</dict></plist>");
        Rules::read(&Value::parse(list.as_bytes()).unwrap())
    }

    /// Those of today, of which each has a weight but the first.
    fn today() -> String {
        const RULES: [(&str, &str, &str); 9] = [
            (r".*\.dSYM($|/)", "11", ""),
            (r"^(.*/)?\.DS_Store$", "2000", "omit"),
            (r"^.*\.lproj/", "1000", "optional"),
            (r"^.*\.lproj/locversion.plist$", "1100", "omit"),
            (r"^Base\.lproj/", "1010", ""),
            (r"^Info\.plist$", "20", "omit"),
            (r"^PkgInfo$", "20", "omit"),
            (r"^embedded\.provisionprofile$", "20", ""),
            (r"^version\.plist$", "20", ""),
        ];
        let rule = |(pattern, weight, flag): &(&str, &str, &str)| {
            let flag = match *flag {
                "" => String::new(),
                flag => format!("<key>{flag}</key><true/>"),
            };
            format!("<key>{pattern}</key><dict><key>weight</key><real>{weight}</real>{flag}</dict>")
        };
        RULES.iter().map(rule).fold("<key>^.*</key><true/>".to_owned(), |all, it| all + &it)
    }

    /// What was written until 2019.
    const OLD: &str = "<key>^</key><dict><key>weight</key><integer>20</integer></dict>";

    #[test]
    fn the_heaviest_rule_counts_and_the_omission_of_equals() {
        for (rules, is_weak) in
            [(rules(&today()).unwrap(), false), (rules(&[OLD, &today()].concat()).unwrap(), false)]
        {
            assert_eq!(rules.are_weak, is_weak);
            for (path, want) in [
                ("Info.plist", Wanted::Free),
                ("PkgInfo", Wanted::Free),
                ("a/Info.plist", Wanted::Listed),
                ("InfoXplist", Wanted::Listed),
                (".DS_Store", Wanted::Free),
                ("a/.DS_Store", Wanted::Free),
                ("a/x.DS_Store", Wanted::Listed),
                ("en.lproj/locversion.plist", Wanted::Free),
                ("en.lproj/InfoPlist.strings", Wanted::Listed),
                ("图标.png", Wanted::Listed),
                ("a\nb", Wanted::Listed),
            ] {
                assert_eq!(rules.wanted(path.as_bytes()), want, "{path}");
            }
        }
        let none = rules("").unwrap();
        assert_eq!((none.wanted(b"a"), none.are_weak), (Wanted::Free, true));
        let evil = rules(&[&today(), "<key>^evil/</key><false/>"].concat()).unwrap();
        assert_eq!((evil.wanted(b"evil/a"), evil.are_weak), (Wanted::Free, true));
    }

    #[test]
    fn rules_have_their_types() {
        for value in [
            "<string>true</string>",
            "<integer>1</integer>",
            "<dict><key>weight</key><string>1</string></dict>",
            "<dict><key>omit</key><integer>1</integer></dict>",
            "<dict><key>weight</key><real>nan</real></dict>",
        ] {
            let got = rules(&["<key>^a</key>", value].concat()).map(drop);
            assert_eq!(got, Err(NoCodeResources::Rules), "{value}");
        }
    }

    #[test]
    fn patterns_mean_what_regcomp_takes_them_for() {
        for (pattern, path, want) in [
            ("^a.c$", "abc", Some(true)),
            (r"^a\.c$", "abc", Some(false)),
            (r"^[.]c$", ".c", Some(true)),
            (r"^[\.]c$", r"\c", Some(true)),
            (r"^[]a]$", "]", Some(true)),
            (r"^[^]a]$", "]", Some(false)),
            (r"^[a-c-]$", "-", Some(true)),
            (r"^[[:digit:]]+$", "12", Some(true)),
            (r"^[a&&b]$", "&", Some(true)),
            (r"^[[]$", "[", Some(true)),
            ("^a{2}$", "aa", Some(true)),
            ("^a{2,}(b|c)?$", "aaac", Some(true)),
            ("^~ #$", "~ #", Some(true)),
            ("^é$", "é", Some(true)),
            (r"\d", "1", None),
            (r"(a)\1", "aa", None),
            ("(?i)a", "A", None),
            ("a**", "a", None),
            ("a+?", "a", None),
            ("*a", "*a", None),
            ("a{x}", "a{x}", None),
            ("a{,2}", "a", None),
            ("(", "(", None),
            ("[a", "a", None),
            ("[[.a.]]", "a", None),
            ("a\\", "a", None),
            ("(a{1000}){1000}", "a", None),
            ("(a|b|ab){80}", "a", Some(false)),
            ("(a|b|ab){300}", "a", None),
        ] {
            let escaped = pattern.replace('&', "&amp;");
            let read = rules(&format!("<key>{escaped}</key><true/>"));
            let got = read.map(|it| it.wanted(path.as_bytes()) == Wanted::Listed).ok();
            assert_eq!(got, want, "{pattern}");
        }
    }
}
