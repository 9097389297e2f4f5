//! Property lists, binary and XML: `Info.plist`, `CodeResources`, provisioning profiles.
//!
//! Apple's CF-1153 `CFBinaryPList.c` and `CFPropertyList.c`. What a hostile file could make large
//! is bounded: how deep values stand in one another, how many there are when what is shared is
//! written out, and how long their texts are together. Where readers would differ, the file is
//! refused: a key that stands twice, an entity, an encoding that is not Unicode.

mod binary;
mod value;
mod xml;

pub(crate) use self::value::{PlistError, Value};

impl<'a> Value<'a> {
    /// Reads a list of either form.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, PlistError> {
        if bytes.starts_with(b"bplist") { binary::parse(bytes) } else { xml::parse(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::value::MAX_DEPTH;
    use super::*;

    fn xml(body: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">{body}</plist>\n"
        )
    }

    /// Each value as Python's `plistlib` writes it, in both forms.
    #[test]
    fn values_are_read_in_both_forms() {
        let text = "<dict><key>a&amp;b</key><array><string>x<![CDATA[<y>]]>&#x4e2d;</string>\
            <integer>-5</integer>\
            <integer>0x10</integer><real>1.5</real><true/><false></false><data>\n AQI=\n</data>\
            <date>2001-01-02T00:00:00Z</date><dict/><string/></array></dict>";
        let text = xml(text);
        let want = Value::Dictionary(vec![(
            "a&b".into(),
            Value::Array(vec![
                Value::Text("x<y>中".into()),
                Value::Integer(-5),
                Value::Integer(16),
                Value::Real(1.5),
                Value::Boolean(true),
                Value::Boolean(false),
                Value::Data(Cow::Borrowed(&[1, 2])),
                Value::Date(86_400.0),
                Value::Dictionary(Vec::new()),
                Value::Text("".into()),
            ]),
        )]);
        assert_eq!(Value::parse(text.as_bytes()), Ok(want.clone()));
        let utf16 = |head: [u8; 2], unit: fn(u16) -> [u8; 2]| {
            [&head[..], &text.encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat()
        };
        assert_eq!(Value::parse(&utf16([0xff, 0xfe], u16::to_le_bytes)), Ok(want.clone()));
        assert_eq!(Value::parse(&utf16([0xfe, 0xff], u16::to_be_bytes)), Ok(want.clone()));
        let binary = hex::decode(concat!(
            "62706c6973743030d1010253612662aa030405060708090a0b0c650078003c0079003e4e2d13ffff",
            "fffffffffffb1010233ff800000000000009084201023340f5180000000000d050080b0f1a252e30",
            "393a3b3e47480000000000000101000000000000000d00000000000000000000000000000049",
        ))
        .unwrap();
        assert_eq!(Value::parse(&binary), Ok(want));
        for length in 0..binary.len() {
            assert!(Value::parse(&binary[..length]).is_err(), "{length}");
        }
    }

    /// A binary list of those objects, the first of which is the top.
    fn binary(objects: &[&[u8]]) -> Vec<u8> {
        let mut bytes = b"bplist00".to_vec();
        let mut table = Vec::new();
        for object in objects {
            table.push(bytes.len() as u8);
            bytes.extend_from_slice(object);
        }
        let start = bytes.len() as u8;
        bytes.extend(&table);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        let numbers = [objects.len() as u64, 0, start.into()];
        bytes.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        bytes
    }

    #[test]
    fn binary_lists_are_bounded() {
        let array = |to: u8| [0xa1, to];
        let deep = |depth: u8| {
            let mut objects: Vec<[u8; 2]> = (1..=depth).map(array).collect();
            objects.push([0x10, 7]);
            let objects: Vec<&[u8]> = objects.iter().map(|it| &it[..]).collect();
            Value::parse(&binary(&objects)).map(drop)
        };
        assert_eq!((deep(63), deep(64), deep(65)), (Ok(()), Ok(()), Err(PlistError::TooDeep)));
        let parse = |objects: &[&[u8]]| Value::parse(&binary(objects)).map(drop);
        assert_eq!(parse(&[&[0xa1, 0]]), Err(PlistError::Cycle));
        assert_eq!(parse(&[&[0xa1, 1], &[0xa1, 0]]), Err(PlistError::Cycle));
        // Each holds the next one eight times.
        let laughs: Vec<Vec<u8>> = (1..=8).map(|to| [vec![0xa8], vec![to; 8]].concat()).collect();
        let mut laughs: Vec<&[u8]> = laughs.iter().map(|it| &it[..]).collect();
        laughs.push(&[9]);
        assert_eq!(parse(&laughs), Err(PlistError::TooMany));
        for (name, objects, want) in [
            ("a key twice", &[&[0xd2, 1, 1, 2, 2][..], &[0x51, b'a'], &[9]][..], PlistError::Twice),
            ("a key that is no text", &[&[0xd1, 1, 1], &[9]], PlistError::Malformed { at: 8 }),
            ("no object", &[&[0xa1, 5]], PlistError::NotAPlist),
            ("cut off", &[&[0x5f, 0x11, 0xff, 0xff]], PlistError::Malformed { at: 8 }),
            ("an unknown kind", &[&[0xf0]], PlistError::Malformed { at: 8 }),
        ] {
            assert_eq!(parse(objects), Err(want), "{name}");
        }
    }

    #[test]
    fn what_readers_take_differently_is_refused() {
        for (name, body, want) in [
            (
                "a key twice",
                "<dict><key>a</key><true/><key>a</key><false/></dict>",
                PlistError::Twice,
            ),
            ("an entity", "<string>&x;</string>", PlistError::Entity),
            ("nothing", "", PlistError::Malformed { at: 68 }),
            ("a NUL", "<string>a\0</string>", PlistError::Malformed { at: 69 }),
            ("a control", "<string>\u{1b}</string>", PlistError::Malformed { at: 68 }),
        ] {
            assert_eq!(Value::parse(xml(body).as_bytes()), Err(want), "{name}");
        }
        for (tag, is_read) in [
            ("plist version=\"1.0\"", true),
            ("plist version = '1.0' a=\"b\"", true),
            ("plist ", true),
            ("plist version", false),
            ("plist versioplist version=\"1.0\"", false),
            ("plist a=\"1\"b=\"2\"", false),
            ("plist a=1", false),
        ] {
            let list = format!("<{tag}><true/></plist>");
            assert_eq!(Value::parse(list.as_bytes()).is_ok(), is_read, "{tag}");
        }
        assert!(Value::parse(b"<plist><true/></plist a=\"b\">").is_err());
        let doctype = "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><string>&a;</string></plist>";
        assert_eq!(Value::parse(doctype.as_bytes()), Err(PlistError::Entity));
        assert_eq!(Value::parse(b"<plist><true/></plist>x").map_err(|_| ()), Err(()));
        let encoding = "<?xml version=\"1.0\" encoding=\"GBK\"?><plist><true/></plist>";
        assert_eq!(Value::parse(encoding.as_bytes()), Err(PlistError::Encoding));
        for depth in [63, 64, 65] {
            let text = xml(&["<array>".repeat(depth), "</array>".repeat(depth)].concat());
            assert_eq!(Value::parse(text.as_bytes()).is_ok(), depth <= MAX_DEPTH, "{depth}");
        }
    }
}
