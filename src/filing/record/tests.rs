//! Records that are good, and what is said of those that are not.

use super::error::Mistake;
use super::text::{NoText, decoded};
use super::*;
use crate::say::Language;

#[test]
fn a_text_is_read_in_its_encoding_or_not_at_all() {
    for (bytes, want) in [
        (&b"a = \"b\""[..], Ok("a = \"b\"")),
        ("安卓".as_bytes(), Ok("安卓")),
        (b"\xef\xbb\xbfa", Ok("a")),
        (b"\xff\xfea\0\x89\x5b", Ok("a安")),
        (b"\xfe\xff\0a\x5b\x89", Ok("a安")),
        (b"", Ok("")),
        // GBK, as Windows writes it in China, and what only GB 18030 has.
        (b"a\n\xb0\xb2\xd7\xbf", Ok("a\n安卓")),
        (b"\x81\x30\x81\x30", Ok("\u{80}")),
        (b"a\n\xb0", Err(NoText::OtherEncoding(2))),
        (b"\xb0", Err(NoText::OtherEncoding(1))),
        (b"a\n\n\xff\xff", Err(NoText::OtherEncoding(3))),
        (b"\xff\xfea\0b", Err(NoText::DamagedUtf16)),
        (b"\xff\xfe\0\xd8", Err(NoText::DamagedUtf16)),
    ] {
        assert_eq!(decoded(bytes).as_deref(), want.as_ref().map(|it| *it), "{bytes:?}");
    }
}

#[test]
fn a_record_is_read_or_its_mistake_is_named() {
    use Mistake::{
        Blank, NoSets, NotText, Nothing, SetEmpty, SetWithoutFingerprint, SetWithoutKey,
    };
    let unknown = |line, key: &str, known: &[&str]| Mistake::UnknownKey {
        line,
        key: key.to_owned(),
        known: known.iter().map(|&name| name.to_owned()).collect(),
    };
    let not_text = |line, key: &str| NotText { line, key: key.to_owned() };
    let names = &["package_name", "platform", "features"][..];
    for (text, want) in [
        ("package_name = \"a.b\"", Ok((Some("a.b"), None, 0))),
        ("platform = \"安卓\"\nfeatures = []", Ok((None, Some("安卓"), 0))),
        ("[[features]]\npublic_key = \"1\"\nfingerprint = '2'", Ok((None, None, 1))),
        ("features = [{ public_key = \"1\", fingerprint = \"2\" }]", Ok((None, None, 1))),
        ("", Err(Nothing)),
        ("features = []", Err(Nothing)),
        ("package_name = \"a\"\npackage_nam = \"a\"", Err(unknown(2, "package_nam", names))),
        ("a\u{301} = 1\n", Err(unknown(1, "a", &[]))),
        ("[[features]]\nmd5 = \"0\"", Err(unknown(2, "md5", &["public_key", "fingerprint"]))),
        ("\n[[features]]\nfingerprint = 12", Err(not_text(3, "fingerprint"))),
        ("package_name = [\"a\"]", Err(not_text(1, "package_name"))),
        ("\nfeatures = \"1\"", Err(NoSets { line: 2 })),
        ("features = [1]", Err(NoSets { line: 1 })),
        ("[features]\npublic_key = \"1\"", Err(NoSets { line: 1 })),
        ("[[features]]", Err(SetEmpty(1))),
        ("[[features]]\npublic_key = \"\"\nfingerprint = \"0\"", Err(SetWithoutKey(1))),
        ("[[features]]\npublic_key = \"0\"\nfingerprint = \" \\u200b\"", {
            Err(SetWithoutFingerprint(1))
        }),
        ("package_name = \" \"", Err(Blank("package_name"))),
    ] {
        let read = text.parse::<Record>().map_err(|error| error.0);
        match (&read, &want) {
            (Ok(record), Ok(want)) => {
                let names = (record.package_name.as_deref(), record.platform.as_deref());
                assert_eq!((names.0, names.1, record.features.len()), *want, "{text}");
            }
            // What is no key in TOML.
            (Err(Mistake::Syntax { line: 1, .. }), _) if text.contains('\u{301}') => {}
            (Err(error), Err(want)) => assert_eq!(error, want, "{text}"),
            _ => panic!("{text}: {read:?}"),
        }
    }
    for text in ["package_name = \"a", "a = = 1", "[[features]", &"[".repeat(100_000)] {
        let error = text.parse::<Record>().unwrap_err();
        assert!(matches!(error.0, Mistake::Syntax { line: 1, .. }), "{error:?}");
        assert!(error.message(Language::Chinese).starts_with("第 1 行：不符合"), "{error:?}");
    }
    assert_eq!(" ".repeat(MAX_SIZE + 1).parse::<Record>(), Err(RecordError(Mistake::TooLarge)));
    assert_eq!(Record::from_bytes(&[b' '; MAX_SIZE + 1]), Err(RecordError(Mistake::TooLarge)));
}

#[test]
fn what_is_written_is_read_again() {
    let set = |key: &str| Features { public_key: key.to_owned(), fingerprint: "00".to_owned() };
    for (package_name, features) in [
        (Some("com.\u{1b}\"'\\\n示例"), vec![set("\n\"\"\"x"), set("'''")]),
        (None, vec![set("0")]),
        (Some("a"), vec![]),
    ] {
        let package_name = package_name.map(str::to_owned);
        let record = Record { package_name, platform: Some("安卓".to_owned()), features };
        for language in [Language::English, Language::Chinese] {
            let text = record.to_toml("a\n[x].apk", language);
            assert_eq!(text.parse().as_ref(), Ok(&record), "{text}");
            assert_eq!(record.sets().len(), record.features.len().max(1));
        }
    }
}
