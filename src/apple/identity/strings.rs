//! Files of strings: a property list, or the older text `"key" = "value";` (Apple, "Resource
//! Programming Guide: String Resources"; `CFOldStylePList.c` of CF-1153), in UTF-8 or UTF-16.

use std::borrow::Cow;

use crate::encoding::plist::Value;
use crate::encoding::text;

/// How many entries are read.
const MAX_ENTRIES: usize = 4096;

/// What `look` finds in a file of strings. `None` also where it is none.
pub(super) fn read<T>(bytes: &[u8], look: impl Fn(&Value<'_>) -> Option<T>) -> Option<T> {
    if let Ok(list) = Value::parse(bytes) {
        return look(&list);
    }
    let text = decode(bytes)?;
    look(&Value::Dictionary(parse(&text)?))
}

/// The text: UTF-8 or UTF-16 with or without a byte order mark. The file begins with ASCII, so that
/// every second byte of UTF-16 is zero there.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0, first, ..] if *first != 0 => u16::from_be_bytes,
        [first, 0, ..] if *first != 0 => u16::from_le_bytes,
        _ => return text::decode(bytes).ok(),
    };
    let (units, rest) = bytes.as_chunks();
    let decoded = char::decode_utf16(units.iter().copied().map(unit)).collect::<Result<_, _>>();
    decoded.ok().filter(|_| rest.is_empty()).map(Cow::Owned)
}

/// The entries of the older text. Of a key that stands twice readers differ: nothing is taken.
fn parse(text: &str) -> Option<Vec<(Cow<'_, str>, Value<'_>)>> {
    let mut rest = Text(text);
    let mut entries: Vec<(Cow<'_, str>, Value<'_>)> = Vec::new();
    // Some files have the braces of a dictionary around them.
    rest.skip()?;
    let is_braced = rest.take('{');
    loop {
        rest.skip()?;
        if rest.0.is_empty() || (is_braced && rest.take('}')) {
            break;
        }
        let key = rest.string()?;
        rest.skip()?;
        let value = if rest.take('=') {
            rest.skip()?;
            rest.string()?
        } else {
            key.clone()
        };
        rest.skip()?;
        if !rest.take(';') || entries.len() >= MAX_ENTRIES {
            return None;
        }
        if entries.iter().any(|(it, _)| *it == key) {
            return None;
        }
        entries.push((Cow::Owned(key), Value::Text(Cow::Owned(value))));
    }
    rest.skip()?;
    rest.0.is_empty().then_some(entries)
}

/// What is left of a text.
struct Text<'t>(&'t str);

impl Text<'_> {
    /// Passes white space and comments.
    fn skip(&mut self) -> Option<()> {
        loop {
            self.0 = self.0.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            if let Some(comment) = self.0.strip_prefix("/*") {
                self.0 = comment.split_once("*/")?.1;
            } else if let Some(comment) = self.0.strip_prefix("//") {
                let end = comment.find(['\n', '\r', '\u{2028}', '\u{2029}']);
                self.0 = end.and_then(|end| comment.get(end..)).unwrap_or_default();
            } else {
                return Some(());
            }
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        let rest = self.0.strip_prefix(wanted);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// A string in quotes, or a word without.
    fn string(&mut self) -> Option<String> {
        if self.take('"') {
            return self.quoted('"');
        }
        if self.take('\'') {
            return self.quoted('\'');
        }
        let is_of_word = |c: char| c.is_ascii_alphanumeric() || "_$/:.-".contains(c);
        let end = self.0.find(|c| !is_of_word(c)).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at_checked(end).filter(|(word, _)| !word.is_empty())?;
        self.0 = rest;
        Some(word.to_owned())
    }

    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        let mut buffer = [0; 2];
        loop {
            let c = self.next()?;
            if c == quote {
                return String::from_utf16(&units).ok();
            }
            if c != '\\' {
                units.extend_from_slice(c.encode_utf16(&mut buffer));
                continue;
            }
            match self.next()? {
                // Two halves of a pair may stand one behind the other.
                'U' | 'u' => units.push(self.number(16, 4)?),
                digit @ '0'..='7' => units.push(self.octal(digit)?),
                c => {
                    let c = match c {
                        'a' => '\u{7}',
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'v' => '\u{b}',
                        c => c,
                    };
                    units.extend_from_slice(c.encode_utf16(&mut buffer));
                }
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let mut rest = self.0.chars();
        let next = rest.next()?;
        self.0 = rest.as_str();
        Some(next)
    }

    /// At most `digits` digits, and at least one.
    fn number(&mut self, radix: u32, digits: usize) -> Option<u16> {
        let all = self.0.chars().take(digits).take_while(|c| c.is_digit(radix)).count();
        // Digits are ASCII.
        let (number, rest) = self.0.split_at_checked(all)?;
        self.0 = rest;
        u16::from_str_radix(number, radix).ok()
    }

    /// An octal number stands for a byte of NextStep's encoding, which is ASCII below 128; the rest
    /// is not read.
    fn octal(&mut self, first: char) -> Option<u16> {
        let mut number = u16::try_from(first.to_digit(8)?).ok()?;
        for _ in 0..2 {
            let Some(digit) = self.0.chars().next().and_then(|c| c.to_digit(8)) else { break };
            self.next()?;
            number = number.checked_mul(8)?.checked_add(u16::try_from(digit).ok()?)?;
        }
        (number < 128).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> Option<String> {
        read(bytes, |list| list.get("N").and_then(Value::text).map(str::to_owned))
    }

    #[test]
    fn older_texts_are_read_in_every_encoding() {
        for (text, want) in [
            ("\"N\" = \"示例\";", Some("示例")),
            ("N = word;", Some("word")),
            ("/* a */ \"A\" = \"b\"; // c\n\"N\"=\"d\";", Some("d")),
            ("{ N = \"a\"; }", Some("a")),
            ("\"N\" = \"a\\n\\\"b\\\"\\U4e00\\101\";", Some("a\n\"b\"一A")),
            ("\"N\" = \"\\Ud83d\\Ude00\";", Some("😀")),
            ("N;", Some("N")),
            ("N = 'it';", Some("it")),
            ("\"N\" = \"a\"", None),
            ("\"N\" = \"a", None),
            ("\"N\" = \"a\"; \"N\" = \"b\";", None),
            ("\"N\" = \"\\Ud83d\";", None),
            ("\"N\" = \"\\U\";", None),
            ("/* N = a;", None),
            ("\"N\" = \"\\777\";", None),
            ("", None),
        ] {
            let units = || text.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            for (encoding, bytes) in [
                ("UTF-8", text.as_bytes().to_vec()),
                ("UTF-8 with a mark", ["\u{feff}".as_bytes(), text.as_bytes()].concat()),
                ("UTF-16 LE", little.clone()),
                ("UTF-16 BE", big.clone()),
                ("UTF-16 LE with a mark", [&[0xff, 0xfe], &little[..]].concat()),
                ("UTF-16 BE with a mark", [&[0xfe, 0xff], &big[..]].concat()),
            ] {
                assert_eq!(name(&bytes).as_deref(), want, "{text} in {encoding}");
            }
        }
    }

    #[test]
    fn property_lists_are_read_too() {
        let list = b"<plist><dict><key>N</key><string>a</string></dict></plist>";
        assert_eq!(name(list).as_deref(), Some("a"));
    }

    #[test]
    fn no_beginning_of_a_text_makes_it_fail() {
        let text = "/* a */ \"A\" = \"\\U4e00\\1\"; N = { //\n";
        for end in 0..text.len() {
            let _ = name(&text.as_bytes()[..end]);
        }
    }
}
