//! Property lists, binary and XML: `Info.plist`, `CodeResources`, provisioning profiles.
//!
//! Apple's CF-1153 `CFBinaryPList.c` and `CFPropertyList.c`. What a hostile file could make large is
//! bounded: how deep values stand in one another, how many there are when what is shared is written
//! out, and how long their texts are together. Where readers would differ, the file is refused: a key
//! that stands twice, an entity, an encoding that is not Unicode.

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
        let text = "<dict><key>a&amp;b</key><array><string>x<![CDATA[<y>]]>&#x4e2d;</string><integer>-5</integer>\
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
        assert_eq!(Value::parse(&utf16([0xfe, 0xff], u16::to_be_bytes)), Ok(want));
        let binary = hex::decode(concat!(
            "62706c6973743030d1010253612662a9030405060708090a0b63003c0079003e4e2d13fffffffffffffffb10102",
            "33ff8000000000000090842010233403",
        ));
        assert!(
            binary.is_err() || Value::parse(&binary.unwrap_or_default()).is_err(),
            "it is cut off"
        );
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
        ] {
            assert_eq!(Value::parse(xml(body).as_bytes()), Err(want), "{name}");
        }
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
