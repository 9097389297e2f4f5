//! Distinguished names.

use std::fmt;

use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, tag};

/// A distinguished name (RFC 5280, section 4.1.2.4). `Display` writes it as RFC 4514 says: the last
/// part first, joined by commas, `CN=Example,O=Example\, Inc.,C=CN`.
///
/// Beside the short names that RFC 4514 lists, `EMAILADDRESS`, `SERIALNUMBER`, `T`, `SURNAME`,
/// `GIVENNAME`, `INITIALS`, `GENERATION` and `DNQ` are used, as Java and OpenSSL use them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    der: Vec<u8>,
    /// The parts in stored order, each of one or more attributes.
    parts: Vec<Vec<Attribute>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Attribute {
    /// Dotted.
    oid: String,
    /// The text, when the value is a string.
    text: Option<String>,
    /// The whole encoded value.
    der: Vec<u8>,
}

const COMMON_NAME: &str = "2.5.4.3";
const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";

/// The names that are used for types (RFC 4514, section 3, and the JDK's `AVAKeyword`).
const KEYWORDS: &[(&str, &str)] = &[
    (COMMON_NAME, "CN"),
    ("2.5.4.4", "SURNAME"),
    ("2.5.4.5", "SERIALNUMBER"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "STREET"),
    ("2.5.4.10", "O"),
    (ORGANIZATIONAL_UNIT, "OU"),
    ("2.5.4.12", "T"),
    ("2.5.4.42", "GIVENNAME"),
    ("2.5.4.43", "INITIALS"),
    ("2.5.4.44", "GENERATION"),
    ("2.5.4.46", "DNQ"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "EMAILADDRESS"),
];

impl Name {
    /// Reads an encoded `Name`. Parts that are no strings, or empty, are kept as they are. What is
    /// not built of sets of pairs is no name, also in Java's `X500Name`.
    pub(crate) fn from_der(der: &[u8]) -> Option<Self> {
        let (name, _) = Element::first(der).filter(|(name, _)| name.tag == tag::SEQUENCE)?;
        let parts = name.children().all()?.into_iter().map(|part| {
            let attributes = (part.tag == tag::SET).then(|| part.children().all())??;
            attributes.into_iter().map(Attribute::read).collect()
        });
        Some(Self { der: name.raw.to_vec(), parts: parts.collect::<Option<_>>()? })
    }

    /// The name as stored: the DER of its `SEQUENCE`.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The common name (`CN`), the last where there are several.
    #[must_use]
    pub fn common_name(&self) -> Option<&str> {
        self.last(COMMON_NAME)
    }

    /// The organizational unit (`OU`), the last where there are several: of Apple's certificates the
    /// team.
    pub(crate) fn organizational_unit(&self) -> Option<&str> {
        self.last(ORGANIZATIONAL_UNIT)
    }

    /// The text of the last attribute of that type.
    fn last(&self, oid: &str) -> Option<&str> {
        let attributes = self.parts.iter().rev().flatten();
        attributes.filter(|attribute| attribute.oid == oid).find_map(|it| it.text.as_deref())
    }

    /// Whether the name is just these attributes, by keyword and text, in this order: nothing else,
    /// and nothing more than once in a part.
    pub(crate) fn is_just(&self, attributes: &[(&str, &str)]) -> bool {
        let is = |part: &[Attribute], (keyword, text): (&str, &str)| match part {
            [attribute] => {
                attribute.keyword() == Some(keyword) && attribute.text.as_deref() == Some(text)
            }
            _ => false,
        };
        self.parts.len() == attributes.len()
            && self.parts.iter().zip(attributes).all(|(part, wanted)| is(part, *wanted))
    }

    /// Whether two names are one by the rules of RFC 5280, section 7.1, as Java's `X500Principal`
    /// has them: case does not count, nor how many blanks stand together.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.der == other.der
            || (self.parts.len() == other.parts.len() && self.canonical() == other.canonical())
    }

    /// The same for names of one file, which compares them as often as it has certificates and
    /// signers.
    pub(crate) fn matches_within(&self, other: &Self, work: &Work) -> bool {
        self.der == other.der
            || (self.parts.len() == other.parts.len()
                && work.spend_reading(self.der.len().saturating_add(other.der.len())).is_ok()
                && self.canonical() == other.canonical())
    }

    /// Whether some reader may take two names for one. Readers fold cases, blanks and characters by
    /// the tables of different years: only names of other types, or of other ASCII letters and
    /// digits, are other names to all.
    pub(crate) fn may_match(&self, other: &Self, work: &Work) -> bool {
        fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
            let mut values: Vec<T> = values.collect();
            values.sort();
            values
        }
        let types = |name: &Self| sorted(name.parts.iter().flatten().map(|it| it.oid.clone()));
        let letters = |name: &Self| {
            let all: Option<Vec<_>> =
                name.parts.iter().flatten().map(Attribute::ascii_letters).collect();
            all.map(|all| sorted(all.into_iter()))
        };
        if self.der == other.der {
            return true;
        }
        if work.spend_reading(self.der.len().saturating_add(other.der.len())).is_err() {
            return true;
        }
        let differ = letters(self).zip(letters(other)).is_some_and(|(one, other)| one != other);
        types(self) == types(other) && !differ
    }

    fn canonical(&self) -> Vec<Vec<(&str, String)>> {
        let mut parts: Vec<Vec<_>> = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let attributes =
                part.iter().map(|attribute| (attribute.oid.as_str(), attribute.canonical()));
            let mut attributes: Vec<_> = attributes.collect();
            attributes.sort();
            parts.push(attributes);
        }
        parts
    }
}

impl Attribute {
    fn keyword(&self) -> Option<&'static str> {
        KEYWORDS.iter().find(|(oid, _)| *oid == self.oid).map(|&(_, keyword)| keyword)
    }

    fn read(element: Element<'_>) -> Option<Self> {
        if element.tag != tag::SEQUENCE {
            return None;
        }
        let mut fields = element.children();
        let oid = fields.read()?.oid()?;
        let value = fields.read()?;
        if !fields.is_empty() {
            return None;
        }
        Some(Self { oid: oid.to_string(), text: text(&value), der: value.raw.to_vec() })
    }

    /// The type, and the letters and digits of a text that is ASCII.
    fn ascii_letters(&self) -> Option<(String, String)> {
        let text = self.text.as_ref().filter(|text| text.is_ascii())?;
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        Some((self.oid.clone(), letters.map(|it| it.to_ascii_lowercase()).collect()))
    }

    /// As `AVA.toRFC2253CanonicalString` of the JDK: of strings only two types are compared as
    /// texts, and of types only those that have a name.
    fn canonical(&self) -> String {
        let is_text = matches!(self.der.first(), Some(&(UTF8 | PRINTABLE)));
        match self.text.as_ref().filter(|_| is_text && self.keyword().is_some()) {
            Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
            None => format!("#{}", hex::encode(&self.der)),
        }
    }
}

const UTF8: u8 = 0x0c;
const PRINTABLE: u8 = 0x13;

/// The text of a string of whatever type. `None` for other values.
fn text(value: &Element<'_>) -> Option<String> {
    const NUMERIC: u8 = 0x12;
    const TELETEX: u8 = 0x14;
    const IA5: u8 = 0x16;
    const VISIBLE: u8 = 0x1a;
    const UNIVERSAL: u8 = 0x1c;
    const BMP: u8 = 0x1e;
    let bytes = value.content;
    match value.tag {
        UTF8 => Some(String::from_utf8_lossy(bytes).into_owned()),
        // What is called ASCII often is UTF-8 in practice, and else Latin-1.
        NUMERIC | PRINTABLE | TELETEX | IA5 | VISIBLE => Some(match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
        }),
        BMP => {
            let units: Vec<u16> =
                bytes.as_chunks().0.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
            Some(String::from_utf16_lossy(&units))
        }
        UNIVERSAL => {
            let codes = bytes.as_chunks().0.iter().map(|code| u32::from_be_bytes(*code));
            Some(
                codes
                    .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
                    .collect(),
            )
        }
        _ => None,
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, part) in self.parts.iter().rev().enumerate() {
            if number > 0 {
                f.write_str(",")?;
            }
            for (number, attribute) in part.iter().enumerate() {
                if number > 0 {
                    f.write_str("+")?;
                }
                write!(f, "{attribute}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.keyword(), &self.text) {
            (Some(keyword), Some(text)) => {
                write!(f, "{keyword}=")?;
                write_escaped(f, text)
            }
            // A type without a name is written with the whole encoded value.
            (keyword, _) => {
                write!(f, "{}=#{}", keyword.unwrap_or(self.oid.as_str()), hex::encode(&self.der))
            }
        }
    }
}

/// RFC 4514, section 2.4.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    for (index, c) in text.chars().enumerate() {
        let escaped = match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => true,
            ' ' => index == 0 || index == last,
            '#' => index == 0,
            _ => false,
        };
        match c {
            '\0' => f.write_str("\\00")?,
            c if escaped => write!(f, "\\{c}")?,
            c => write!(f, "{c}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::{Oid, encode};
    use crate::pki::oid::identifiers;

    identifiers! {
        CN = "2.5.4.3";
        O = "2.5.4.10";
        UNKNOWN = "2.5.4.99";
    }

    fn name(attributes: &[(Oid<'_>, u8, &[u8])]) -> Name {
        let mut parts = Vec::new();
        for (oid, tag, value) in attributes {
            let attribute = [oid.encoded(), encode(*tag, value)].concat();
            parts.extend(encode(tag::SET, &encode(tag::SEQUENCE, &attribute)));
        }
        Name::from_der(&encode(tag::SEQUENCE, &parts)).unwrap()
    }

    #[test]
    fn names_are_written_as_rfc_4514_says() {
        for (attributes, want) in [
            (&[][..], ""),
            (&[(O, UTF8, &b"Foo, Bar"[..]), (CN, UTF8, "张三".as_bytes())], "CN=张三,O=Foo\\, Bar"),
            (&[(CN, UTF8, b" #a+b\"c\\ ")], "CN=\\ #a\\+b\\\"c\\\\\\ "),
            (&[(CN, UTF8, b"#a")], "CN=\\#a"),
            (&[(CN, UTF8, b"")], "CN="),
            (&[(CN, 0x1e, &[0x5f, 0x20, 0x4e, 0x09])], "CN=张三"),
            (&[(CN, tag::INTEGER, &[1])], "CN=#020101"),
            (&[(UNKNOWN, UTF8, b"a")], "2.5.4.99=#0c0161"),
        ] {
            assert_eq!(name(attributes).to_string(), want);
        }
    }

    #[test]
    fn a_name_is_just_what_stands_in_it() {
        let stored = name(&[(O, UTF8, b"x"), (CN, PRINTABLE, b"y")]);
        for (attributes, want) in [
            (&[("O", "x"), ("CN", "y")][..], true),
            (&[("CN", "y"), ("O", "x")], false),
            (&[("O", "x")], false),
            (&[("O", "x"), ("CN", "y"), ("OU", "z")], false),
            (&[("O", "X"), ("CN", "y")], false),
            (&[("O", "x "), ("CN", "y")], false),
            (&[], false),
        ] {
            assert_eq!(stored.is_just(attributes), want, "{attributes:?}");
        }
    }

    #[test]
    fn names_that_some_reader_takes_for_one_may_match() {
        identifiers! { EMAIL = "1.2.840.113549.1.9.1"; }
        let of = |oid, text: &[u8]| name(&[(oid, UTF8, text)]);
        for (one, other, want) in [
            (of(CN, b"Some body"), of(CN, b"SOME\tBODY\0"), true),
            (of(EMAIL, b"a@b"), of(EMAIL, b"A@B"), true),
            (of(CN, "stra\u{df}e".as_bytes()), of(CN, b"strasse"), true),
            (of(CN, "a\u{85}".as_bytes()), of(CN, b"a"), true),
            (of(CN, b"a"), of(CN, b"b"), false),
            (of(CN, b"a"), of(O, b"a"), false),
        ] {
            assert_eq!(one.may_match(&other, &Work::default()), want, "{one} {other}");
        }
    }

    #[test]
    fn long_names_are_compared_as_often_as_there_is_work_for() {
        let limits = crate::limits::Limits::default().with_signature_work(10);
        let long = |last| name(&[(CN, UTF8, &[b'a'; 4096][..]), (O, UTF8, last)]);
        let (first, second) = (long(b"x"), long(b"y"));
        for (times, is_done) in [(5, true), (6, false)] {
            let work = Work::new(&limits, 0);
            let compared = (0..times).any(|_| first.matches_within(&second, &work));
            let want = if is_done { Ok(false) } else { Err(limits.signature_work()) };
            assert_eq!(work.finish(compared), want);
        }
        // What needs no look inside takes none, nor do names as they are in use.
        let [short, other] = [b"x", b"y"].map(|text| name(&[(CN, UTF8, text)]));
        for (one, other, want) in
            [(&first, &first, true), (&first, &short, false), (&short, &other, false)]
        {
            let work = Work::new(&limits, 0);
            let compared = (0..100).filter(|_| one.matches_within(other, &work)).count();
            assert_eq!(work.finish(compared), Ok(if want { 100 } else { 0 }));
        }
    }

    #[test]
    fn only_sets_of_pairs_are_names() {
        const GENERALIZED_TIME: u8 = 0x18;
        let fields = [CN.encoded(), encode(UTF8, b"a")].concat();
        let more = [&fields[..], &encode(tag::INTEGER, &[1])].concat();
        let (pair, set) = (tag::SEQUENCE, tag::SET);
        for (outer, part, attribute, fields, want) in [
            (pair, set, pair, &fields, true),
            (set, set, pair, &fields, false),
            (pair, pair, pair, &fields, false),
            (pair, set, set, &fields, false),
            (pair, set, GENERALIZED_TIME | tag::CONSTRUCTED, &fields, false),
            (pair, set, pair, &more, false),
        ] {
            let name = encode(outer, &encode(part, &encode(attribute, fields)));
            assert_eq!(
                Name::from_der(&name).is_some(),
                want,
                "{outer:#x} {part:#x} {attribute:#x}"
            );
        }
    }

    #[test]
    fn case_blanks_and_string_types_do_not_count() {
        let stored = name(&[(CN, UTF8, b"Test  Key "), (O, UTF8, b"x")]);
        for (attributes, want) in [
            (&[(CN, 0x13, &b"test key"[..]), (O, 0x13, &b"X"[..])][..], true),
            (&[(O, UTF8, b"x"), (CN, UTF8, b"Test Key")], false),
            (&[(CN, UTF8, b"Test Key")], false),
            (&[(CN, 0x14, b"Test Key"), (O, UTF8, b"x")], false),
            (&[(CN, 0x12, b"Test Key"), (O, UTF8, b"x")], false),
            (&[(CN, UTF8, b"TestKey"), (O, UTF8, b"x")], false),
        ] {
            assert_eq!(stored.matches(&name(attributes)), want);
        }
    }
}
