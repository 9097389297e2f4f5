//! Tag, length and value of ASN.1, as borrowed bytes (X.690).
//!
//! BER is read as well as DER, with indefinite lengths and strings in pieces: signature blocks of
//! old signing tools use them, and platforms take them. Nothing is decoded that is not asked for,
//! and nothing panics.

use std::borrow::Cow;
use std::fmt;

/// How deep elements may be nested.
const MAX_DEPTH: u8 = 32;

pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    const CONTEXT: u8 = 0x80;
    pub(crate) const CONSTRUCTED: u8 = 0x20;
    /// Those bits of a tag that are its number.
    pub(crate) const NUMBER: u8 = 0x1f;

    /// `[number]`, primitive.
    pub(crate) const fn context(number: u8) -> u8 {
        CONTEXT | number
    }

    /// `[number]`, constructed.
    pub(crate) const fn context_constructed(number: u8) -> u8 {
        CONTEXT | CONSTRUCTED | number
    }
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    /// Everything: tag, length, content, and the end of contents where the length is indefinite.
    pub(crate) raw: &'a [u8],
    pub(crate) content: &'a [u8],
}

impl<'a> Element<'a> {
    /// The first element of `bytes`, and what stands behind it.
    pub(crate) fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        element(bytes, MAX_DEPTH)
    }

    /// The elements inside.
    pub(crate) fn children(&self) -> Elements<'a> {
        Elements(self.content)
    }

    /// The content of a string, which BER lets stand in pieces.
    pub(crate) fn string(&self) -> Option<Cow<'a, [u8]>> {
        if self.tag & tag::CONSTRUCTED == 0 {
            return Some(Cow::Borrowed(self.content));
        }
        let mut whole = Vec::new();
        join(self.content, MAX_DEPTH, &mut whole)?;
        Some(Cow::Owned(whole))
    }

    /// The object identifier that this element is. Its last number must end, and none begins with a
    /// zero that says nothing (X.690, section 8.19).
    pub(crate) fn oid(&self) -> Option<Oid<'a>> {
        let ends = self.content.last().is_some_and(|last| last & 0x80 == 0);
        let after_end = [0].iter().chain(self.content);
        let is_minimal =
            after_end.zip(self.content).all(|(last, &first)| last & 0x80 != 0 || first != 0x80);
        (self.tag == tag::OBJECT_IDENTIFIER && ends && is_minimal).then_some(Oid(self.content))
    }

    /// The content of an integer, two's complement, big-endian.
    pub(crate) fn integer(&self) -> Option<&'a [u8]> {
        (self.tag == tag::INTEGER && !self.content.is_empty()).then_some(self.content)
    }

    /// The content of an integer without leading zeros, taken as unsigned: some old tools wrote
    /// moduli without the zero that keeps them from being negative.
    pub(crate) fn unsigned(&self) -> Option<&'a [u8]> {
        let integer = self.integer()?;
        let zeros = integer.iter().take_while(|&&byte| byte == 0).count();
        integer.get(zeros..)
    }

    /// The bytes of a bit string that has no unused bits.
    pub(crate) fn bits(&self) -> Option<&'a [u8]> {
        match self.content {
            [0, bits @ ..] if self.tag == tag::BIT_STRING => Some(bits),
            _ => None,
        }
    }
}

/// Elements one behind the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next element.
    pub(crate) fn read(&mut self) -> Option<Element<'a>> {
        let (element, rest) = Element::first(self.0)?;
        self.0 = rest;
        Some(element)
    }

    /// The next element if it has that tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = *self;
        let element = ahead.read().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element)
    }

    /// All elements up to the end, which must be whole.
    pub(crate) fn all(mut self) -> Option<Vec<Element<'a>>> {
        let mut elements = Vec::new();
        while !self.is_empty() {
            elements.push(self.read()?);
        }
        Some(elements)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn element(bytes: &[u8], depth: u8) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    // Tags of more than one byte occur in nothing that is read here.
    if tag & tag::NUMBER == tag::NUMBER {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    if first == 0x80 {
        return indefinite(bytes, tag, rest, depth);
    }
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        // apksig's `BerDataValueReader` and the JDK's `DerValue` take no more digits than four.
        let digits = usize::from(first & 0x7f);
        let (digits, rest) =
            rest.split_at_checked(digits).filter(|_| digits <= size_of::<u32>())?;
        let length = digits.iter().try_fold(0_usize, |length, &digit| {
            length.checked_mul(256)?.checked_add(usize::from(digit))
        });
        (length?, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    let raw = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
    Some((Element { tag, raw, content }, rest))
}

/// An element with content that ends with two zeros.
fn indefinite<'a>(
    bytes: &'a [u8],
    tag: u8,
    content: &'a [u8],
    depth: u8,
) -> Option<(Element<'a>, &'a [u8])> {
    const END_OF_CONTENTS: &[u8] = &[0, 0];
    if tag & tag::CONSTRUCTED == 0 {
        return None;
    }
    let depth = depth.checked_sub(1)?;
    let mut rest = content;
    while !rest.starts_with(END_OF_CONTENTS) {
        rest = element(rest, depth)?.1;
    }
    let content = content.get(..content.len().checked_sub(rest.len())?)?;
    let rest = rest.get(END_OF_CONTENTS.len()..)?;
    let raw = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
    Some((Element { tag, raw, content }, rest))
}

/// The identifier of an algorithm, and its parameters where there are some. `NULL` holds nothing,
/// and nothing stands behind the parameters (the JDK's `AlgorithmId.parse`).
pub(crate) fn algorithm_identifier<'a>(
    element: &Element<'a>,
) -> Option<(Oid<'a>, Option<Element<'a>>)> {
    let mut fields = (element.tag == tag::SEQUENCE).then(|| element.children())?;
    let oid = fields.read()?.oid()?;
    let parameters = if fields.is_empty() { None } else { Some(fields.read()?) };
    let is_null = |it: Element<'_>| it.tag == tag::NULL && !it.content.is_empty();
    (fields.is_empty() && !parameters.is_some_and(is_null)).then_some((oid, parameters))
}

/// The element with all lengths as DER has them: definite, and as short as can be. `None` where it
/// is nested too deep, or cannot be read to its end.
pub(crate) fn encoded_anew(element: &Element<'_>) -> Option<Vec<u8>> {
    definite(element, MAX_DEPTH)
}

/// Whether the element, or one inside of it, has no definite length. `None` where it is nested too
/// deep, or cannot be read to its end.
pub(crate) fn is_indefinite(element: &Element<'_>) -> Option<bool> {
    has_indefinite(element, MAX_DEPTH)
}

fn has_indefinite(element: &Element<'_>, depth: u8) -> Option<bool> {
    if element.tag & tag::CONSTRUCTED == 0 {
        return Some(false);
    }
    let depth = depth.checked_sub(1)?;
    let mut found = element.raw.get(1) == Some(&0x80);
    for child in element.children().all()? {
        found |= has_indefinite(&child, depth)?;
    }
    Some(found)
}

fn definite(element: &Element<'_>, depth: u8) -> Option<Vec<u8>> {
    if element.tag & tag::CONSTRUCTED == 0 {
        return Some(encode(element.tag, element.content));
    }
    let depth = depth.checked_sub(1)?;
    let mut content = Vec::with_capacity(element.content.len());
    for child in element.children().all()? {
        content.extend(definite(&child, depth)?);
    }
    Some(encode(element.tag, &content))
}

/// An integer's content without the sign bytes that it does not need.
pub(crate) fn minimal(mut integer: &[u8]) -> &[u8] {
    while let [0, next, ..] | [0xff, next, ..] = integer
        && let [sign, rest @ ..] = integer
        && (*next >= 0x80) == (*sign == 0xff)
    {
        integer = rest;
    }
    integer
}

fn join(pieces: &[u8], depth: u8, whole: &mut Vec<u8>) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    for piece in Elements::new(pieces).all()? {
        if piece.tag & tag::CONSTRUCTED == 0 {
            whole.extend_from_slice(piece.content);
        } else {
            join(piece.content, depth, whole)?;
        }
    }
    Some(())
}

/// An object identifier, as encoded. `Display` writes it with dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Oid<'a>(pub(crate) &'a [u8]);

impl<'a> Oid<'a> {
    /// What stands behind the numbers of `arc`, encoded. `None` where it is not of that arc.
    pub(crate) fn below(self, arc: Oid<'_>) -> Option<&'a [u8]> {
        self.0.strip_prefix(arc.0)
    }

    /// The whole element.
    pub(crate) fn encoded(self) -> Vec<u8> {
        encode(tag::OBJECT_IDENTIFIER, self.0)
    }
}

impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut value: u128 = 0;
        let mut is_first = true;
        for &byte in self.0 {
            // No registered number comes near the limit; one that does is not told from the
            // largest.
            value = value.saturating_mul(128).saturating_add((byte & 0x7f).into());
            if byte & 0x80 != 0 {
                continue;
            }
            if std::mem::take(&mut is_first) {
                let root = (value / 40).min(2);
                write!(f, "{root}.{}", value.saturating_sub(root.saturating_mul(40)))?;
            } else {
                write!(f, ".{value}")?;
            }
            value = 0;
        }
        Ok(())
    }
}

/// Encodes an element of definite length, as short as can be.
///
/// The crate `der` does not serve for this, and tests only compare with it: its `Tag` has no
/// strings in pieces and no `NULL` under other tags, which are encoded here as they were read, and
/// its `Length` can fail where this cannot.
pub(crate) fn encode(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut encoded = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short) if short < 0x80 => encoded.push(short),
        _ => {
            let length = content.len().to_be_bytes();
            let digits = length.iter().skip_while(|&&digit| digit == 0);
            encoded.push(0x80 | u8::try_from(digits.clone().count()).unwrap_or(u8::MAX));
            encoded.extend(digits);
        }
    }
    encoded.extend_from_slice(content);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_definite_or_not() {
        for (name, bytes, want) in [
            ("short", &[0x04, 2, 7, 8, 9][..], Some((&[7, 8][..], &[9][..]))),
            ("long", &[0x04, 0x82, 0, 2, 7, 8], Some((&[7, 8], &[]))),
            ("indefinite", &[0x30, 0x80, 0x04, 1, 7, 0, 0, 9], Some((&[0x04, 1, 7], &[9]))),
            (
                "indefinite in indefinite",
                &[0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0],
                Some((&[0x30, 0x80, 0, 0], &[])),
            ),
            ("indefinite without end", &[0x30, 0x80, 0x04, 1, 7], None),
            ("indefinite primitive", &[0x04, 0x80, 0, 0], None),
            ("longer than what is there", &[0x04, 3, 7, 8], None),
            ("four digits of length", &[0x04, 0x84, 0, 0, 0, 1, 7], Some((&[7], &[]))),
            ("five digits of length", &[0x04, 0x85, 0, 0, 0, 0, 1, 7], None),
            ("tag of two bytes", &[0x1f, 0x81, 0x01, 0], None),
            ("nothing", &[], None),
        ] {
            let got = Element::first(bytes).map(|(element, rest)| (element.content, rest));
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn nesting_ends_somewhere() {
        assert_eq!(Element::first(&[0x30, 0x80].repeat(100_000)), None);
        let indefinite = |depth| [[0x30, 0x80].repeat(depth), [0, 0].repeat(depth)].concat();
        let pieces = |depth| (0..depth).fold(vec![0x04, 1, 7], |inner, _| encode(0x24, &inner));
        for (depth, is_read) in
            [(usize::from(MAX_DEPTH), true), (usize::from(MAX_DEPTH) + 1, false)]
        {
            assert_eq!(Element::first(&indefinite(depth)).is_some(), is_read, "{depth}");
            let pieces = pieces(depth);
            assert_eq!(
                Element::first(&pieces).unwrap().0.string().is_some(),
                is_read,
                "pieces, {depth}"
            );
        }
    }

    #[test]
    fn a_string_in_pieces_is_joined() {
        let pieces = [0x24, 0x80, 0x04, 1, 7, 0x24, 3, 0x04, 1, 8, 0, 0];
        let (element, _) = Element::first(&pieces).unwrap();
        assert_eq!(element.string().unwrap(), [7, 8].as_slice());
    }

    #[test]
    fn the_last_number_of_an_identifier_ends() {
        for (bytes, want) in [
            (&[0x06, 2, 0x2a, 0x03][..], Some(Oid(&[0x2a, 0x03]))),
            (&[0x06, 2, 0x2a, 0x83], None),
            (&[0x06, 3, 0x2a, 0x80, 0x03], None),
            (&[0x06, 3, 0x2a, 0x83, 0x00], Some(Oid(&[0x2a, 0x83, 0x00]))),
            (&[0x06, 0], None),
            (&[0x04, 1, 0x2a], None),
        ] {
            assert_eq!(Element::first(bytes).unwrap().0.oid(), want, "{bytes:x?}");
        }
    }

    #[test]
    fn identifiers_are_written_with_dots() {
        for (bytes, want) in [
            (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01][..], "1.2.840.113549.1.1.1"),
            (&[0x55, 0x04, 0x03], "2.5.4.3"),
            (&[0x88, 0x37, 0x03], "2.999.3"),
        ] {
            assert_eq!(Oid(bytes).to_string(), want);
        }
    }

    #[test]
    fn what_is_encoded_is_read() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let encoded = encode(tag::OCTET_STRING, &content);
            let (element, rest) = Element::first(&encoded).unwrap();
            assert_eq!((element.content, rest), (&content[..], &[][..]));
            let string = der::asn1::OctetString::new(content).unwrap();
            assert_eq!(der::Encode::to_der(&string).unwrap(), encoded, "as `der` has it");
        }
    }

    #[test]
    fn sign_bytes_that_an_integer_does_not_need_do_not_count() {
        for (integer, want) in [
            (&[0, 0, 1][..], &[1][..]),
            (&[0, 0x80], &[0, 0x80]),
            (&[0xff, 0x80], &[0x80]),
            (&[0xff, 0x7f], &[0xff, 0x7f]),
            (&[0], &[0]),
        ] {
            assert_eq!(minimal(integer), want);
        }
    }
}
