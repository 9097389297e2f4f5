#![allow(clippy::string_slice, reason = "the texts are ASCII")]

use super::*;
use crate::pki::x509::{Certificate, KeyForm};

const RSA: &[u8] = include_bytes!("../../../tests/data/rsa2048.der");
const EC: &[u8] = include_bytes!("../../../tests/data/p256.der");

fn key(text: &str) -> Result<KeyKind, NotRead> {
    public_key(text).map(|text| text.kind)
}

#[test]
fn fingerprints_are_read_however_they_were_copied() {
    use DigestAlgorithm::{Md5, Sha1, Sha256};
    const HEX: &str = "4975DC5606FEE92FADDBEFDAC0A978CE";
    for text in [
        HEX,
        "4975dc5606fee92faddbefdac0a978ce",
        "49:75:DC:56:06:FE:E9:2F:AD:DB:EF:DA:C0:A9:78:CE",
        "49 75 DC 56 06 FE E9 2F AD DB EF DA C0 A9 78 CE",
        "49-75-dc-56-06-fe-e9-2f-ad-db-ef-da-c0-a9-78-ce",
        "49：75：DC：56：06：FE：E9：2F：AD：DB：EF：DA：C0：A9：78：CE",
        "４９７５ＤＣ５６０６ＦＥＥ９２ＦＡＤＤＢＥＦＤＡＣ０Ａ９７８ＣＥ",
        "MD5: 4975DC5606FEE92FADDBEFDAC0A978CE",
        "MD5 4975DC5606FEE92FADDBEFDAC0A978CE",
        "md5 Fingerprint=49:75:DC:56:06:FE:E9:2F:AD:DB:EF:DA:C0:A9:78:CE\n",
        "签名MD5值(SHA-1)：4975DC5606FEE92FADDBEFDAC0A978CE",
        "证书指纹:\n\t MD5:  49:75:DC:56:06:FE:E9:2F:AD:DB:EF:DA:C0:A9:78:CE",
        "“4975DC5606FEE92FADDBEFDAC0A978CE”",
        "0x4975DC5606FEE92FADDBEFDAC0A978CE",
        "\u{feff}4975DC56\u{200b}06FEE92FADDBEFDAC0A978CE\u{a0}",
    ] {
        let read = fingerprint(text).unwrap();
        assert_eq!((hex::encode_upper(&read.bytes).as_str(), read.algorithm), (HEX, Md5), "{text}");
    }
    for (text, want) in [
        ("a9993e364706816aba3e25717850c26c9cd0d89d", Ok((Sha1, false))),
        (
            "SHA256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            Ok((Sha256, false)),
        ),
        ("qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", Ok((Sha1, true))),
        ("", Err(NotRead::Empty)),
        (" \u{200b}\n", Err(NotRead::Empty)),
        ("MD5:", Err(NotRead::Empty)),
        ("MD5: 4975DC5606FEE92FADDBEFDAC0A978C", Err(NotRead::Unreadable)),
        ("4975DC5606FEE92FADDBEFDAC0A978CG", Err(NotRead::Unreadable)),
        ("not known", Err(NotRead::Unreadable)),
        (
            "MD5: 4975DC5606FEE92FADDBEFDAC0A978CE\nSHA1: a9993e364706816aba3e25717850c26c9cd0d89d",
            Err(NotRead::MoreThanTheValue),
        ),
    ] {
        assert_eq!(fingerprint(text).map(|it| (it.algorithm, it.is_base64)), want, "{text}");
    }
}

#[test]
fn each_form_of_a_key_is_told_by_its_shape() {
    use KeyForm::{ModulusDec, ModulusHex, RawBase64, RawHex, SpkiBase64, SpkiHex, SpkiPem};
    for (der, forms) in [
        (RSA, &[ModulusDec, ModulusHex, RawHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64][..]),
        (EC, &[RawHex, SpkiHex, SpkiBase64, SpkiPem, RawBase64]),
    ] {
        let certificate = Certificate::from_der(der).unwrap();
        for &form in forms {
            let text = certificate.public_key().form(form).unwrap();
            assert_eq!(key(&text), Ok(KeyKind::Form(form)), "{text}");
            let labelled = format!("「公钥：{text}」");
            assert_eq!(key(&labelled), Ok(KeyKind::Form(form)), "{labelled}");
        }
        let whole = KeyKind::Certificate(Box::new(certificate.clone()));
        let base64 = base64ct::Base64::encode_string(der);
        for text in
            [hex::encode(der), base64.clone(), format!("-----BEGIN CERTIFICATE-----\n{base64}")]
        {
            assert_eq!(key(&text), Ok(whole.clone()));
        }
    }
}

#[test]
fn what_is_no_key_is_told_as_well() {
    let modulus = Certificate::from_der(RSA).unwrap().public_key().modulus_hex().unwrap();
    let point = "BNKIW0mXb1rv".repeat(8);
    for (text, want) in [
        (format!("00{modulus}"), Ok(KeyKind::Form(KeyForm::ModulusHex))),
        (format!("Modulus={}", modulus.to_uppercase()), Ok(KeyKind::Form(KeyForm::ModulusHex))),
        (format!("0x{modulus}"), Ok(KeyKind::Form(KeyForm::ModulusHex))),
        (
            format!("256 字节 : {}…", &modulus[..64]),
            Ok(KeyKind::Fingerprint(DigestAlgorithm::Sha256)),
        ),
        (format!("{}...", &modulus[..70]), Ok(KeyKind::Fragment)),
        (format!("{}…{}", &modulus[..70], &modulus[400..]), Err(NotRead::Unreadable)),
        (format!("com.example.app_{point}"), Ok(KeyKind::AppId)),
        (format!("03{}", &modulus[..64]), Ok(KeyKind::CompressedPoint)),
        ("12345".to_owned(), Ok(KeyKind::Fragment)),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE".to_owned(), Ok(KeyKind::PrivateKey)),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----".to_owned(), Ok(KeyKind::PrivateKey)),
        (
            format!("类型: RSA\n指数: 65537\n模数: {modulus}\n大小: 2048"),
            Err(NotRead::MoreThanTheValue),
        ),
        (format!("指数: 65537\n模数: {modulus}"), Err(NotRead::MoreThanTheValue)),
        ("见附件".to_owned(), Err(NotRead::Unreadable)),
        (
            format!("{modulus}{}", " ".repeat(MAX_TEXT - modulus.len())),
            Ok(KeyKind::Form(KeyForm::ModulusHex)),
        ),
        (format!("{modulus}{}", " ".repeat(MAX_TEXT + 1 - modulus.len())), Err(NotRead::TooLong)),
        ("9".repeat(MAX_TEXT + 1), Err(NotRead::TooLong)),
    ] {
        assert_eq!(key(&text), want, "{text:.99}");
    }
    assert!(public_key("ABCDEF…").unwrap().is_cut && public_key("ABCDEF...").unwrap().is_cut);
    assert!(!public_key("ABCDEF").unwrap().is_cut);
}

#[test]
fn platforms_are_read_in_the_words_of_people() {
    use Platform::{Android, HarmonyOs, Ios, QuickApp};
    use PlatformText::{Several, Store, Unknown};
    let is = PlatformText::Platform;
    for (text, want) in [
        ("安卓", is(Android)),
        ("ＡＮＤＲＯＩＤ", is(Android)),
        ("Android 14", is(Android)),
        ("安卓（Android）", is(Android)),
        ("平台：安卓系统", is(Android)),
        ("鸿蒙", is(HarmonyOs)),
        ("HarmonyOS NEXT", is(HarmonyOs)),
        ("harmony os 5.0", is(HarmonyOs)),
        ("鸿蒙版", is(HarmonyOs)),
        ("iOS", is(Ios)),
        ("苹果", is(Ios)),
        ("苹果手机", is(Ios)),
        ("iOS 17.1", is(Ios)),
        ("快应用", is(QuickApp)),
        ("安卓、iOS", Several),
        ("Android/HarmonyOS", Several),
        ("华为应用市场", Store),
        ("AppGallery", Store),
        ("App Store", Store),
        ("苹果应用商店", Store),
        ("应用宝", Store),
        ("华为", Store),
        ("OPPO", Store),
        ("Google Play", Store),
        ("Windows", Unknown),
        ("微信小程序", Unknown),
    ] {
        assert_eq!(platform(text), Ok(want), "{text}");
    }
    assert_eq!(platform(" "), Err(NotRead::Empty));
}

#[test]
fn names_have_the_shape_of_their_platform() {
    use Platform::{Android, HarmonyOs, Ios};
    for (name, android, harmony, ios) in [
        ("com.example.app", true, true, true),
        ("com.example", true, false, true),
        ("com.example.App_1", true, true, false),
        ("com.example.1app", false, true, true),
        ("com.example.app_", true, false, false),
        ("com.example.my-app", false, false, true),
        ("com.atomicservice.5765880207854632823", false, true, true),
        ("example", false, false, false),
        ("com..app", false, false, false),
        ("com.example.app ", false, false, false),
        ("com.示例.app", false, false, false),
        ("a.b.c", true, false, true),
        ("", false, false, false),
    ] {
        let is = |platform| is_package_name(name, platform);
        assert_eq!((is(Android), is(HarmonyOs), is(Ios)), (android, harmony, ios), "{name}");
    }
    for (text, want) in [
        ("com.example.app", Ok("com.example.app")),
        (" com.example.app\n", Ok("com.example.app")),
        ("APP包名：com.example.app", Ok("com.example.app")),
        ("「com.example.app」", Ok("com.example.app")),
        ("com.example. app", Ok("com.example. app")),
        ("", Err(NotRead::Empty)),
    ] {
        assert_eq!(package_name(text).as_deref().map_err(|why| *why), want, "{text}");
    }
}
