//! Every shape in which people keep a certificate or key, one row a shape: as a file, as a root to
//! be trusted, and pasted. What a block is, its content decides and not its armour.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests on files of our own")]

use std::path::PathBuf;

use base64ct::{Base64, Encoding};
use beian::filing::paste::{self, KeyKind};
use beian::x509::{Certificate, KeyForm};
use beian::{Error, Limits, Package, Report, VerifyOptions, trust_roots};

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    std::fs::read(path).unwrap()
}

/// A block as OpenSSL writes it.
fn pem(label: &str, der: &[u8]) -> String {
    let base64 = lines(&Base64::encode_string(der));
    format!("-----BEGIN {label}-----\n{base64}-----END {label}-----\n")
}

fn lines(digits: &str) -> String {
    let lines = digits.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap());
    lines.map(|line| format!("{line}\n")).collect()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// The same certificate in each shape.
fn shapes(der: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let base64 = Base64::encode_string(der);
    let block = pem("CERTIFICATE", der);
    let escaped = block.replace('\n', r"\n");
    let trusted = [der, &[0x30, 2, 0x0c, 0]].concat();
    let hex = hex::encode(der);
    let colons: Vec<&str> =
        hex.as_bytes().chunks(2).map(|it| std::str::from_utf8(it).unwrap()).collect();
    let header = block.replacen("-----\n", "-----\nComment: a key\n of last year\n\n", 1);
    [
        ("PEM", block.clone()),
        ("lines as in Windows", block.replace('\n', "\r\n")),
        ("one line", block.replace('\n', "")),
        ("indented, as in YAML", format!("cert: |\n{}", indented(&block))),
        ("escaped, as in JSON", format!(r#"{{"cert": "{escaped}"}}"#)),
        ("escaped as in Windows", block.replace('\n', r"\r\n")),
        ("escaped twice", escaped.replace('\\', r"\\")),
        ("escaped by PHP and Gson", escaped.replace('/', r"\/").replace('=', r"\u003d")),
        ("escaped, alone", escaped),
        ("headers", header),
        ("text before it", format!("Bag Attributes\n    friendlyName: 签名\n{block}")),
        ("twice", format!("{block}{block}")),
        ("the older label", pem("X509 CERTIFICATE", der)),
        ("trusted", pem("TRUSTED CERTIFICATE", &trusted)),
        ("called PKCS #7", pem("PKCS7", der)),
        ("called a key", pem("PUBLIC KEY", der)),
        ("called a private key", pem("RSA PRIVATE KEY", der)),
        ("called what is unknown", pem("证书", der)),
        ("no padding", block.replace('=', "")),
        ("hex between armour", block.replace(&lines(&base64), &lines(&hex))),
        ("bare base64", base64.clone()),
        ("bare base64 in lines", lines(&base64)),
        ("bare base64, quoted", format!("\"{base64}\"\n")),
        ("bare base64, escaped", lines(&base64).replace('\n', r"\n")),
        ("hex", hex.to_uppercase()),
        ("hex with colons", colons.join(":")),
    ]
    .into_iter()
    .map(|(name, text)| (name, text.into_bytes()))
    .chain([
        ("DER", der.to_vec()),
        ("UTF-8 with a mark", ["\u{feff}", &block].concat().into_bytes()),
        ("UTF-16 LE with a mark", utf16(&format!("\u{feff}{block}"), u16::to_le_bytes)),
        ("UTF-16 BE with a mark", utf16(&format!("\u{feff}{block}"), u16::to_be_bytes)),
        ("UTF-16 LE", utf16(&block, u16::to_le_bytes)),
        ("UTF-16 BE", utf16(&block, u16::to_be_bytes)),
        ("UTF-16 LE behind Chinese", utf16(&format!("证书\n{block}"), u16::to_le_bytes)),
        ("UTF-16 of base64", utf16(&base64, u16::to_le_bytes)),
        ("a comment in GBK", [b"\xd6\xa4\xca\xe9\n", block.as_bytes()].concat()),
    ])
    .collect()
}

fn read(bytes: &[u8]) -> Result<Report, Error> {
    Package::from_reader(bytes)?.verify(&VerifyOptions::default())
}

/// Whose certificate a file gives: the subject's name, or the error's code.
fn outcome(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok(report) => report.signers[0].certificate.subject().to_string(),
        Err(error) => error.code().to_owned(),
    }
}

#[test]
fn a_certificate_is_read_in_every_shape() {
    for key in ["first", "p256", "h-developer"] {
        let der = fixture(&format!("keys/{key}.cert.der"));
        let certificate = Certificate::from_der(&der).unwrap();
        for (name, bytes) in shapes(&der) {
            let report = read(&bytes).unwrap_or_else(|error| panic!("{key}, {name}: {error}"));
            assert_eq!(report.signers[0].certificate, certificate.clone(), "{key}, {name}");
        }
    }
}

#[test]
fn a_root_is_read_in_every_shape() {
    let der = fixture("keys/h-root.cert.der");
    let root = Certificate::from_der(&der).unwrap();
    let limits = Limits::default();
    for (name, bytes) in shapes(&der) {
        let roots = trust_roots(&bytes, &limits).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!roots.is_empty() && roots.iter().all(|it| *it == root), "{name}: {roots:?}");
    }
    let chain = fixture("certificates/certificates.p7b");
    assert!(trust_roots(&chain, &limits).unwrap().len() > 1);
    for (name, want) in [
        ("certificates/profile.p7b", "certificate-unreadable"),
        ("certificates/private-key.pem", "private-key"),
        ("certificates/encrypted-key.pem", "private-key"),
        ("certificates/public-key.der", "public-key"),
        ("certificates/request.csr", "certificate-request"),
        ("certificates/many.cer", "too-many-certificates"),
        ("certificates/no-end.pem", "broken-pem"),
        ("certificates/chain-cut-off.der", "trailing-bytes"),
        ("certificates/one.jks", "certificate-unreadable"),
        ("harmony/store.hap", "certificate-unreadable"),
    ] {
        let error = trust_roots(&fixture(name), &limits).unwrap_err();
        assert_eq!(Error::from(error).code(), want, "{name}");
    }
    let error = trust_roots(&der, &limits.with_certificate_file_size(10)).unwrap_err();
    assert_eq!(Error::from(error).code(), "certificate-file-too-large");
}

#[test]
fn content_decides_what_a_block_is() {
    const DEVELOPER: &str = "h-developer";
    let file = |name: &str| fixture(&format!("certificates/{name}"));
    let subject = |name: &str| {
        let der = fixture(&format!("keys/{name}.cert.der"));
        Certificate::from_der(&der).unwrap().subject().to_string()
    };
    let first = pem("CERTIFICATE", &fixture("keys/first.cert.der"));
    let revoked = fixture("keys/h-ca.crl.der");
    for (name, text, want) in [
        ("PKCS #7", pem("CERTIFICATE", &file("certificates.p7b")), Ok(DEVELOPER)),
        ("a profile", pem("CERTIFICATE", &file("profile.p7b")), Ok(DEVELOPER)),
        ("a private key", pem("CERTIFICATE", &file("private-key.der")), Err("private-key")),
        ("a public key", pem("CERTIFICATE", &file("public-key.der")), Err("public-key")),
        ("a request", pem("CERTIFICATE", &file("request.der")), Err("certificate-request")),
        ("nothing known", pem("CERTIFICATE", &[4, 1, 0]), Err("certificate-unreadable")),
        ("revoked ones", pem("CERTIFICATE", &revoked), Err("certificate-unreadable")),
        ("revoked ones beside", pem("X509 CRL", &revoked) + &first, Ok("first")),
        (
            "a request and another label",
            pem("KEY", &file("request.der")),
            Err("certificate-request"),
        ),
        ("parameters beside", pem("EC PARAMETERS", &[6, 1, 42]) + &first, Ok("first")),
        ("a broken block beside", first.replace("MII", "!") + &first, Err("broken-pem")),
        (
            "an encrypted one",
            first.replacen("-----\n", "-----\nProc-Type: 4,ENCRYPTED\n\n", 1),
            Err("broken-pem"),
        ),
        ("a JKS", pem("CERTIFICATE", &file("one.jks")), Ok("first")),
        ("a JKS in base64", lines(&Base64::encode_string(&file("one.jks"))), Ok("first")),
    ] {
        let want = match want {
            Ok(key) => subject(key),
            Err(code) => code.to_owned(),
        };
        assert_eq!(outcome(text.as_bytes()), want, "{name}");
        let wide = utf16(&text, u16::to_le_bytes);
        assert_eq!(outcome(&wide), want, "{name}, UTF-16");
    }
    let keystore = pem("CERTIFICATE", &file("openssl-clear-no-mac.p12"));
    #[cfg(feature = "pkcs12")]
    assert_eq!(outcome(keystore.as_bytes()), subject("p256"));
    let beside = read((keystore + &first).as_bytes()).unwrap();
    let code = beian::Code::PrivateKeyBeside;
    assert!(beside.findings.iter().any(|finding| finding.code == code));
}

#[test]
fn a_pasted_block_is_what_its_content_is() {
    let der = fixture("keys/first.cert.der");
    let certificate = Certificate::from_der(&der).unwrap();
    let key = certificate.public_key();
    let spki = key.spki();
    let whole = || KeyKind::Certificate(Box::new(certificate.clone()));
    let text = key.form(KeyForm::SpkiPem).unwrap();
    for (name, text, want) in [
        ("PEM", text.clone(), KeyKind::Form(KeyForm::SpkiPem)),
        ("escaped", text.replace('\n', r"\n"), KeyKind::Form(KeyForm::SpkiPem)),
        ("escaped by PHP", text.replace('\n', r"\r\n").replace('/', r"\/"), {
            KeyKind::Form(KeyForm::SpkiPem)
        }),
        ("indented", indented(&text), KeyKind::Form(KeyForm::SpkiPem)),
        (
            "headers",
            text.replacen("-----\n", "-----\nComment: key\n\n", 1),
            KeyKind::Form(KeyForm::SpkiPem),
        ),
        ("a key called otherwise", pem("CERTIFICATE", spki), KeyKind::Form(KeyForm::SpkiPem)),
        ("PKCS #1", pem("RSA PUBLIC KEY", key.raw()), KeyKind::Form(KeyForm::RawBase64)),
        ("PKCS #1 called otherwise", pem("PUBLIC KEY", key.raw()), {
            KeyKind::Form(KeyForm::RawBase64)
        }),
        ("a certificate", pem("CERTIFICATE", &der), whole()),
        ("a certificate called a key", pem("PUBLIC KEY", &der), whole()),
        ("trusted", pem("TRUSTED CERTIFICATE", &[&der[..], &[0x30, 0]].concat()), whole()),
        (
            "a private key",
            pem("PUBLIC KEY", &fixture("certificates/private-key.der")),
            KeyKind::PrivateKey,
        ),
    ] {
        let read = paste::public_key(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read.kind, want, "{name}");
    }
}
