use super::*;
use crate::certificate::keystore::Keystore;
use crate::encoding::asn1::encode;
use crate::limits::Limits;
use crate::options::InspectOptions;

const FIRST: &[u8] = include_bytes!("../../../../fixtures/keys/first.cert.der");
const FIRST_KEY: &[u8] = include_bytes!("../../../../fixtures/keys/first.key.der");
const DEBUG: &[u8] = include_bytes!("../../../../fixtures/keys/debug.cert.der");
const DEBUG_KEY: &[u8] = include_bytes!("../../../../fixtures/keys/debug.key.der");

const PKCS12: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 10, 1];
const PKCS9: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9];

fn oid(base: &[u8], rest: &[u8]) -> Vec<u8> {
    encode(tag::OBJECT_IDENTIFIER, &[base, rest].concat())
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    encode(tag::SEQUENCE, &parts.concat())
}

fn explicit(content: &[u8]) -> Vec<u8> {
    encode(tag::context_constructed(0), content)
}

fn octets(content: &[u8]) -> Vec<u8> {
    encode(tag::OCTET_STRING, content)
}

/// What stands in a bag beside its value: a name and an id, where it has any.
fn attributes((name, id): (&str, &[u8])) -> Vec<u8> {
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let attribute =
        |kind: u8, value: Vec<u8>| sequence(&[oid(PKCS9, &[kind]), encode(tag::SET, &value)]);
    let name = (!name.is_empty()).then(|| attribute(20, encode(0x1e, &units)));
    let id = (!id.is_empty()).then(|| attribute(21, octets(id)));
    encode(tag::SET, &[name, id].into_iter().flatten().collect::<Vec<_>>().concat())
}

fn key(der: &[u8], named: (&str, &[u8])) -> Vec<u8> {
    sequence(&[oid(PKCS12, &[1]), explicit(der), attributes(named)])
}

fn certificate(der: &[u8], named: (&str, &[u8])) -> Vec<u8> {
    let value = sequence(&[oid(PKCS9, &[22, 1]), explicit(&octets(der))]);
    sequence(&[oid(PKCS12, &[3]), explicit(&value), attributes(named)])
}

fn pfx(bags: &[Vec<u8>]) -> Vec<u8> {
    const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    let data = |content: &[u8]| sequence(&[oid(DATA, &[]), explicit(&octets(content))]);
    sequence(&[vec![2, 1, 3], data(&sequence(&[data(&sequence(bags))]))])
}

/// The fingerprint that is given for that alias, or the code of the error.
fn given(bags: &[Vec<u8>], alias: Option<&str>) -> Result<Vec<u8>, (&'static str, String)> {
    let keystore = Keystore::recognise(&pfx(bags), &Limits::default()).unwrap();
    let mut options = InspectOptions::default();
    if let Some(alias) = alias {
        options = options.with_alias(alias);
    }
    let report = keystore.report(&options, &Work::default());
    report
        .map(|report| report.signers[0].certificate.der().to_vec())
        .map_err(|error| (error.code(), error.to_string()))
}

/// `hapsigner` in C++ and other writers leave names and no `localKeyId`.
#[test]
fn a_key_and_a_certificate_of_one_name_belong_together() {
    let none: &[u8] = &[];
    let (a, b) = (("a", none), ("b", none));
    let two = [key(FIRST_KEY, a), key(DEBUG_KEY, b), certificate(DEBUG, b), certificate(FIRST, a)];
    assert_eq!(given(&two, Some("a")).as_deref(), Ok(FIRST));
    assert_eq!(given(&two, Some("b")).as_deref(), Ok(DEBUG));
    let (code, message) = given(&two, None).unwrap_err();
    let md5 = |der: &[u8]| hex::encode_upper(&Certificate::from_der(der).unwrap().md5()[..4]);
    assert_eq!(code, "alias-needed");
    assert!(message.contains(&md5(FIRST)) && message.contains(&md5(DEBUG)), "{message}");
    for (bags, alias, want) in [
        // The certificate of that name is another key's.
        (
            [key(FIRST_KEY, a), key(DEBUG_KEY, b), certificate(DEBUG, a), certificate(FIRST, b)],
            "a",
            "key-of-another-certificate",
        ),
        // Two of the name.
        (
            [key(FIRST_KEY, a), key(DEBUG_KEY, b), certificate(DEBUG, a), certificate(FIRST, a)],
            "a",
            "key-without-certificate",
        ),
        (
            [key(FIRST_KEY, a), key(DEBUG_KEY, a), certificate(DEBUG, b), certificate(FIRST, a)],
            "a",
            "alias-not-unique",
        ),
        // An id speaks, and says another thing.
        (
            [
                key(FIRST_KEY, ("a", &[1])),
                key(DEBUG_KEY, b),
                certificate(FIRST, ("a", &[2])),
                certificate(DEBUG, b),
            ],
            "a",
            "key-without-certificate",
        ),
    ] {
        assert_eq!(given(&bags, Some(alias)).unwrap_err().0, want, "{alias}");
    }
}

#[test]
fn several_certificates_of_one_key_are_told_apart() {
    let id: (&str, &[u8]) = ("a", &[1]);
    // With another signature, as a renewed one has: it signed itself.
    let mut renewed = FIRST.to_vec();
    *renewed.last_mut().unwrap() ^= 1;
    let bags = [key(FIRST_KEY, id), certificate(FIRST, id), certificate(&renewed, id)];
    let (code, message) = given(&bags, None).unwrap_err();
    assert_eq!(code, "key-with-several-certificates", "{message}");
    for der in [FIRST, &renewed] {
        let md5 = hex::encode_upper(&Certificate::from_der(der).unwrap().md5()[..4]);
        assert!(message.contains(&md5), "{message} has no {md5}");
    }
}
