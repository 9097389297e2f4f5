//! Just enough of DER to write signed data.

/// An element.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        short @ 0..0x80 => out.push(short as u8),
        long => {
            out.push(0x84);
            out.extend((long as u32).to_be_bytes());
        }
    }
    out.extend(content);
    out
}

/// A sequence of elements.
pub fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    element(0x30, &elements.concat())
}

/// The content of the first element, and what stands behind that element.
pub fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (length, start) = match bytes[1] {
        short @ 0..0x80 => (usize::from(short), 2),
        long => {
            let count = usize::from(long & 0x7f);
            let digits = &bytes[2..2 + count];
            (digits.iter().fold(0, |length, &digit| length << 8 | usize::from(digit)), 2 + count)
        }
    };
    bytes[start..].split_at(length)
}

/// The first element whole, and what stands behind it.
pub fn first(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (_, rest) = split(bytes);
    bytes.split_at(bytes.len() - rest.len())
}
