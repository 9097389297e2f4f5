//! Values in a page of more text: what a viewer or tool printed, copied as a whole.
//!
//! ```text
//! Modulus (2048 bit):                      what ends in a colon is the label of the next line
//!     00:b9:0e:…:                          bytes, over as many lines as hold nothing else
//! MD5 Fingerprint: 49 75 DC 56 …           label and value in one line
//! Sun RSA public key, … modulus: 2072…     a number
//! ```
//!
//! A run of digits is never cut: another key is made to hold any digits. Only a fingerprint may be
//! one line of several, which nothing else can be made to equal.

use super::armour::label_and_end;
use super::plain;
use crate::encoding::pem;

/// The least digits of a value.
const MIN_DIGITS: usize = 30;
/// Fewer characters of base64 are taken for words.
const MIN_BASE64: usize = 24;
/// The digits of a modulus of 512 bits, in hex.
const MIN_MODULUS: usize = 128;
/// How many values of a page are looked at.
const MAX_FOUND: usize = 32;
/// How many marks before a value in its word are tried.
const MAX_MARKS: usize = 4;
/// How much of a label is kept, in characters.
const MAX_LABEL: usize = 32;
/// The longest groups into which digits are parted by blanks.
const MAX_GROUP: usize = 8;

/// A run of digits, or armour, in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::filing) struct Found {
    /// In which line it begins, from 1.
    pub(in crate::filing) line: usize,
    /// What stands before it and says what it is.
    pub(in crate::filing) label: String,
    /// The digits.
    pub(in crate::filing) text: String,
    /// Whether it is one line of a longer run.
    pub(in crate::filing) is_part: bool,
}

/// Every value in a page, in order. None where armour in it is broken.
pub(in crate::filing) fn values(text: &str) -> Vec<Found> {
    let text: String = text.chars().filter_map(plain).collect();
    let text = if text.contains("-----BEGIN ") { pem::plain(&text) } else { text.as_str().into() };
    let Some((text, mut found)) = without_armour(&text) else { return Vec::new() };
    let mut page = Page::default();
    for (number, line) in (1..).zip(text.lines()) {
        page.read(number, line);
    }
    page.close();
    found.extend(page.found);
    found.sort_by_key(|it| it.line);
    found.truncate(MAX_FOUND);
    found
}

/// The text with blanks for what stands in armour, and each armour as a value.
fn without_armour(text: &str) -> Option<(String, Vec<Found>)> {
    let (mut rest, mut kept, mut found) = (text, String::new(), Vec::new());
    while let Some(armour) = pem::Armour::first(rest) {
        let (label, behind) = label_and_end(&armour)?;
        kept.push_str(armour.before);
        let line = kept.matches('\n').count().saturating_add(1);
        let length = rest.len().saturating_sub(behind.len());
        let block = rest.split_at_checked(length).map(|(block, _)| block)?;
        let block = block.split_at_checked(armour.before.len()).map(|(_, block)| block)?;
        kept.extend(block.chars().map(|c| if c == '\n' { c } else { ' ' }));
        found.push(Found { line, label, text: block.to_owned(), is_part: false });
        rest = behind;
    }
    kept.push_str(rest);
    (!kept.contains("-----")).then_some((kept, found))
}

/// What digits are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alphabet {
    Decimal,
    Hex,
    Base64,
}

/// A run of digits that may go on.
#[derive(Debug)]
struct Run {
    line: usize,
    label: String,
    alphabet: Alphabet,
    /// How long the groups are into which blanks part the digits.
    group: usize,
    /// What each line of it holds.
    lines: Vec<(usize, String)>,
    /// Whether a shorter group ended it.
    is_ended: bool,
}

#[derive(Debug, Default)]
struct Page {
    found: Vec<Found>,
    run: Option<Run>,
    /// What was read of a label since the last value.
    label: String,
    /// The label that ends the line before.
    above: String,
}

impl Page {
    fn read(&mut self, number: usize, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let words = words(line);
        // A line goes on with a run where it holds nothing else.
        let goes_on = self.run.as_ref().is_some_and(|run| {
            let fits = |word: &Word| {
                let alphabet = word.digits.as_ref().map(|(alphabet, _)| *alphabet);
                word.text.is_empty() && alphabet.is_some_and(|it| it <= run.alphabet)
            };
            words.iter().all(fits)
        });
        if goes_on {
            let joined: String = words.iter().filter_map(|word| word.digits()).collect();
            match &mut self.run {
                Some(run) if run.is_before_exponent(&joined) => self.close(),
                Some(run) => run.lines.push((number, joined)),
                None => {}
            }
            return;
        }
        self.close();
        self.above = std::mem::take(&mut self.label);
        if !self.above.trim_end().ends_with(':') {
            self.above.clear();
        }
        for word in words {
            self.add(number, word);
        }
    }

    fn add(&mut self, number: usize, word: Word) {
        let Some((alphabet, digits)) = word.digits else {
            self.close();
            self.label.push_str(&word.text);
            self.label.push(' ');
            return;
        };
        if let Some(run) = self.run.as_mut().filter(|_| word.text.is_empty()) {
            if run.is_before_exponent(&digits) {
                return self.close();
            }
            // Without a word between them they are one value: all of it, or none.
            run.alphabet = run.alphabet.max(alphabet);
            let takes = run.takes(&digits);
            run.is_ended |= digits.len() < run.group;
            match run.lines.last_mut().filter(|_| takes) {
                Some((_, last)) => last.push_str(&digits),
                None => run.lines.push((number, digits)),
            }
            return;
        }
        self.close();
        // What stood before it in the same word.
        self.label.push_str(&word.text);
        let label = std::mem::take(&mut self.label);
        self.run = Some(Run {
            line: number,
            label: if label.trim().is_empty() { std::mem::take(&mut self.above) } else { label },
            alphabet,
            group: digits.len(),
            lines: vec![(number, digits)],
            is_ended: false,
        });
    }

    fn close(&mut self) {
        let Some(run) = self.run.take() else { return };
        let whole: String = run.lines.iter().map(|(_, digits)| digits.as_str()).collect();
        let least = if run.alphabet == Alphabet::Base64 { MIN_BASE64 } else { MIN_DIGITS };
        if whole.len() < least {
            // A year or a size is a part of the label.
            self.label = format!("{}{whole} ", run.label);
            return;
        }
        if self.found.len() >= MAX_FOUND {
            return;
        }
        let label = short(&run.label);
        let value = |line, text, is_part| Found { line, label: label.clone(), text, is_part };
        if run.lines.len() > 1 {
            let parts = run.lines.iter().take(MAX_FOUND);
            let parts = parts.map(|(line, text)| value(*line, text.clone(), true));
            self.found.extend(parts);
        }
        self.found.push(value(run.line, whole, false));
    }
}

impl Run {
    /// Whether these digits are the exponent of the modulus before them.
    fn is_before_exponent(&self, digits: &str) -> bool {
        /// The exponents that tools choose, in decimal and hex.
        const EXPONENTS: [&str; 5] = ["65537", "10001", "010001", "3", "17"];
        let length = || self.lines.iter().map(|(_, digits)| digits.len()).sum::<usize>();
        EXPONENTS.contains(&digits) && self.group > MAX_GROUP && length() >= MIN_MODULUS
    }

    /// Whether digits behind a blank in the same line go on with it.
    fn takes(&self, digits: &str) -> bool {
        !self.is_ended && self.group <= MAX_GROUP && self.group > 1 && digits.len() <= self.group
    }
}

/// The end of a label, without what parts it from its value.
fn short(label: &str) -> String {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ':' | '=' | ',' | ';' | '-' | '|');
    let label = label.trim_matches(is_mark);
    let count = label.chars().count();
    let label: String = label.chars().skip(count.saturating_sub(MAX_LABEL)).collect();
    label.trim_matches(is_mark).to_owned()
}

/// A word, with the digits at its end where it has any.
#[derive(Debug)]
struct Word {
    /// What is no digits of a value.
    text: String,
    digits: Option<(Alphabet, String)>,
}

impl Word {
    fn digits(&self) -> Option<&str> {
        self.digits.as_ref().map(|(_, digits)| digits.as_str())
    }
}

fn words(line: &str) -> Vec<Word> {
    let is_between = |c: char| c.is_whitespace() || "()[]{}<>|;*".contains(c);
    let mut words = Vec::new();
    for text in line.split(is_between).filter(|text| !text.is_empty()) {
        match grouped_by_thousands(text) {
            Some(digits) => {
                words.push(Word { text: String::new(), digits: Some((Alphabet::Decimal, digits)) });
            }
            None => words.extend(text.split(',').filter(|it| !it.is_empty()).map(word)),
        }
    }
    words
}

/// `20,723,312` without its commas.
fn grouped_by_thousands(text: &str) -> Option<String> {
    const LEAST: usize = 5;
    let mut groups = text.trim_end_matches([',', '.']).split(',');
    let first = groups.next()?;
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|c| c.is_ascii_digit());
    let is_first = (1..=3).contains(&first.len()) && first.bytes().all(|c| c.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let is_number = is_first && rest.len() >= LEAST && rest.iter().all(|group| is_group(group));
    is_number.then(|| format!("{first}{}", rest.concat()))
}

fn word(text: &str) -> Word {
    let bare = text.trim_end_matches(['.', ':', '!', '?', '…']);
    // `e: 10001` has a label, `0a:1b:` at the end of a line has none.
    let is_label = text.ends_with(':') && !bare.contains(':') && bare.len() <= MAX_GROUP;
    if let Some(digits) = digits(bare).filter(|_| !is_label) {
        return Word { text: String::new(), digits: Some(digits) };
    }
    // `SHA1:AB:CD`, `modulus=…`, `模数:2072…`: the longest end that is digits.
    for (place, mark) in bare.match_indices([':', '=', '/']).take(MAX_MARKS) {
        let (label, value) = bare.split_at_checked(place).unwrap_or_default();
        let value = value.strip_prefix(mark).unwrap_or_default();
        if let Some(digits) = digits(value).filter(|(_, it)| it.len() > 1 && mark != "/") {
            return Word { text: format!("{label}: "), digits: Some(digits) };
        }
    }
    // 「模数2072…」: no letter of an alphabet that digits are written in.
    let last = bare.char_indices().rfind(|(_, c)| !c.is_ascii()).map(|(at, c)| (at, c.len_utf8()));
    if let Some((at, length)) = last
        && let Some((label, value)) = bare.split_at_checked(at.saturating_add(length))
        && let Some(digits) = digits(value).filter(|(_, it)| it.len() > 1)
    {
        return Word { text: label.to_owned(), digits: Some(digits) };
    }
    // 「2072…（模数）」 is parted already; 「2072…是模数」 is not.
    let first = bare.find(|c: char| !c.is_ascii()).unwrap_or_default();
    match bare.split_at_checked(first).and_then(|(value, rest)| Some((digits(value)?, rest))) {
        Some((digits, _)) if digits.1.len() >= MIN_DIGITS => {
            Word { text: String::new(), digits: Some(digits) }
        }
        _ => Word { text: text.to_owned(), digits: None },
    }
}

/// The digits of a word that is nothing else.
fn digits(text: &str) -> Option<(Alphabet, String)> {
    let text = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    let is_byte = |it: &str| it.len() == 2 && it.bytes().all(|c| c.is_ascii_hexdigit());
    for mark in [':', '-'] {
        if text.contains(mark) && text.split(mark).all(is_byte) {
            return Some((Alphabet::Hex, text.replace(mark, "")));
        }
    }
    let all = |is: fn(&u8) -> bool| text.bytes().all(|c| is(&c));
    if all(u8::is_ascii_digit) {
        return Some((Alphabet::Decimal, text.to_owned()));
    }
    if all(u8::is_ascii_hexdigit) {
        return Some((Alphabet::Hex, text.to_owned()));
    }
    let letters = text.trim_end_matches('=');
    let is_base64 = letters.len() >= MIN_BASE64
        && letters.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'+' || c == b'/');
    is_base64.then(|| (Alphabet::Base64, text.to_owned()))
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "the texts are ASCII")]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, String, String)> {
        let wholes = values(text).into_iter().filter(|it| !it.is_part);
        wholes.map(|it| (it.line, it.label, it.text)).collect()
    }

    #[test]
    fn each_run_of_digits_has_its_line_and_label() {
        let number = "7".repeat(154);
        let hex = "4975dc5606fee92faddbefdac0a978ce";
        let bytes = "49:75:dc:56:06:fe:e9:2f:ad:db:ef:da:c0:a9:78:ce";
        let spaced = bytes.replace(':', " ");
        for (text, want) in [
            (format!("MD5 Fingerprint: {spaced}"), (1, "MD5 Fingerprint", hex)),
            (format!("SHA1: none\n\t MD5:  {bytes}\nend"), (2, "MD5", hex)),
            (format!("x\nMD5:{bytes}"), (2, "MD5", hex)),
            (format!("指数: 65537\n模数: {number}\n大小: 2048"), (2, "模数", &number)),
            (format!("模数{number}（公钥）"), (1, "模数", &number)),
            (format!("{number},65537"), (1, "", &number)),
            (format!("{number}。"), (1, "", &number)),
            (
                format!(
                    "Modulus (2048 bit):\n  {}:\n  {}\nExponent: 65537",
                    &bytes[..23],
                    &bytes[24..]
                ),
                (2, "Modulus 2048 bit", hex),
            ),
            (
                format!("OpenSSLRSAPublicKey{{modulus={hex},publicExponent=10001}}"),
                (1, "OpenSSLRSAPublicKey modulus", hex),
            ),
            (format!("{}\n{}\nx", &number[..35], &number[35..]), (1, "", &number)),
            ("4975DC56 06FEE92F ADDBEFDA C0A978CE (MD5)".to_owned(), (1, "", &hex.to_uppercase())),
        ] {
            let (line, label, value) = want;
            assert_eq!(found(&text), [(line, label.to_owned(), value.to_owned())], "{text}");
        }
        for text in ["", "有效期：2024年01月01日", "RSA 2048, 65537", "-----BEGIN A-----\nAQ=="]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn armour_is_a_value_of_its_own() {
        let text = "a\n-----BEGIN A-----\nAQ==\n-----END A-----\nb\n";
        let want = "-----BEGIN A-----\nAQ==\n-----END A-----";
        assert_eq!(found(text), [(2, "A".to_owned(), want.to_owned())]);
    }

    #[test]
    fn pages_of_any_shape_cost_little() {
        let start = std::time::Instant::now();
        for text in ["-----BEGIN A-----", "a:", "12,345,", "f\n", "12 ", "MD5:\n", "=", "\u{ff1a}"]
        {
            assert!(values(&text.repeat(super::super::MAX_TEXT / text.len())).len() <= MAX_FOUND);
        }
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
