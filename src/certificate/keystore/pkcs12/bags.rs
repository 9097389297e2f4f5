//! `SafeContents`: keys, which are not decrypted here, and certificates (RFC 7292, section 4.2).

use crate::certificate::keystore::KeystorePart;
use zeroize::Zeroizing;

use super::parts::damaged;
use crate::certificate::keystore::KeystoreError;
use crate::certificate::keystore::stored_key::StoredKey;
use crate::encoding::asn1::{Element, Elements, Oid, tag};
use crate::pki::oid::identifiers;

identifiers! {
    KEY = "1.2.840.113549.1.12.10.1.1";
    SHROUDED_KEY = "1.2.840.113549.1.12.10.1.2";
    CERTIFICATE = "1.2.840.113549.1.12.10.1.3";
    SAFE_CONTENTS = "1.2.840.113549.1.12.10.1.6";
    /// An X.509 certificate.
    X509 = "1.2.840.113549.1.9.22.1";
    FRIENDLY_NAME = "1.2.840.113549.1.9.20";
    LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
}

/// How deep safe contents may stand in safe contents.
const MAX_DEPTH: u8 = 4;
/// The most keys, and the most certificates, of one file.
const MAX_BAGS: usize = 1000;

fn too_deep() -> KeystoreError {
    damaged(KeystorePart::Nested)
}

fn twice() -> KeystoreError {
    damaged(KeystorePart::AttributeTwice)
}

fn too_many() -> KeystoreError {
    damaged(KeystorePart::TooMany)
}

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Bags {
    pub(crate) keys: Vec<KeyBag>,
    pub(crate) certificates: Vec<CertificateBag>,
}

/// What stands beside a private key.
#[derive(Debug)]
pub(crate) struct KeyBag {
    pub(crate) name: Option<String>,
    pub(crate) key: Option<StoredKey>,
    local_key_id: Option<Vec<u8>>,
}

#[derive(Debug)]
pub(crate) struct CertificateBag {
    pub(crate) name: Option<String>,
    pub(crate) local_key_id: Option<Vec<u8>>,
    pub(crate) der: Vec<u8>,
}

impl KeyBag {
    /// Whether nothing but its name tells which certificate is its own.
    pub(crate) fn has_no_id(&self) -> bool {
        self.local_key_id.is_none()
    }
}

impl CertificateBag {
    /// Whether the two have the same `localKeyId`.
    pub(crate) fn belongs_to(&self, key: &KeyBag) -> bool {
        self.local_key_id.is_some() && self.local_key_id == key.local_key_id
    }
}

impl Bags {
    /// Reads the DER of a `SafeContents`.
    pub(crate) fn read(&mut self, contents: &[u8]) -> Result<(), KeystoreError> {
        let contents = Element::first(contents)
            .filter(|(it, rest)| it.tag == tag::SEQUENCE && rest.is_empty());
        let (contents, _) = contents.ok_or_else(|| damaged(KeystorePart::SafeContents))?;
        self.safe_contents(contents.children(), MAX_DEPTH)
    }

    /// Whether nothing that is missing could be a key's own certificate.
    pub(crate) fn has_certificate_of_every_key(&self) -> bool {
        let has = |key| self.certificates.iter().any(|it| it.belongs_to(key));
        !self.keys.is_empty() && self.keys.iter().all(has)
    }

    fn safe_contents(&mut self, bags: Elements<'_>, depth: u8) -> Result<(), KeystoreError> {
        let bags = bags.all().ok_or_else(|| damaged(KeystorePart::SafeContents))?;
        bags.iter().try_for_each(|bag| self.bag(bag, depth))
    }

    fn bag(&mut self, bag: &Element<'_>, depth: u8) -> Result<(), KeystoreError> {
        let damaged = || damaged(KeystorePart::SafeBag);
        let mut fields = bag.children();
        let kind = fields.read().and_then(|it| it.oid()).ok_or_else(damaged)?;
        let value = fields.optional(tag::context_constructed(0)).ok_or_else(damaged)?;
        let attributes = fields.optional(tag::SET);
        match kind {
            KEY | SHROUDED_KEY => {
                let Attributes { name, local_key_id } =
                    Attributes::read(attributes).ok_or_else(twice)?;
                let info = value.children().read().filter(|info| info.tag == tag::SEQUENCE);
                let key = info.map(|info| match kind {
                    KEY => StoredKey::Clear(Zeroizing::new(info.raw.to_vec())),
                    _ => StoredKey::Pkcs12(info.raw.to_vec()),
                });
                self.keys.push(KeyBag { name, key, local_key_id });
            }
            CERTIFICATE => {
                let der = certificate(&value).ok_or_else(damaged)?;
                let Attributes { name, local_key_id } =
                    Attributes::read(attributes).ok_or_else(twice)?;
                self.certificates.extend(der.map(|der| CertificateBag { name, local_key_id, der }));
            }
            SAFE_CONTENTS => {
                let depth = depth.checked_sub(1).ok_or_else(too_deep)?;
                let contents = value.children().optional(tag::SEQUENCE).ok_or_else(damaged)?;
                self.safe_contents(contents.children(), depth)?;
            }
            _ => {}
        }
        if self.keys.len().max(self.certificates.len()) > MAX_BAGS {
            return Err(too_many());
        }
        Ok(())
    }
}

/// The X.509 certificate of a `CertBag`; an inner `None` for one of another kind.
fn certificate(value: &Element<'_>) -> Option<Option<Vec<u8>>> {
    let mut fields = value.children().optional(tag::SEQUENCE)?.children();
    if fields.read()?.oid()? != X509 {
        return Some(None);
    }
    let wrapper = fields.optional(tag::context_constructed(0))?;
    Some(Some(wrapper.children().read()?.string()?.into_owned()))
}

#[derive(Default)]
struct Attributes {
    name: Option<String>,
    local_key_id: Option<Vec<u8>>,
}

impl Attributes {
    /// What is known of a bag; what is not understood is passed. `None` where one stands twice:
    /// readers differ on which counts.
    fn read(set: Option<Element<'_>>) -> Option<Self> {
        let mut attributes = Self::default();
        let all = set.and_then(|set| set.children().all()).unwrap_or_default();
        for attribute in all {
            let mut fields = attribute.children();
            let oid = fields.read().and_then(|it| it.oid());
            let value = fields.optional(tag::SET).and_then(|values| values.children().read());
            let was_there = match (oid, value) {
                (Some(FRIENDLY_NAME), Some(value)) => {
                    attributes.name.replace(bmp_string(value.content)).is_some()
                }
                (Some(LOCAL_KEY_ID), Some(value)) => {
                    attributes.local_key_id.replace(value.content.to_vec()).is_some()
                }
                _ => false,
            };
            if was_there {
                return None;
            }
        }
        Some(attributes)
    }
}

fn bmp_string(content: &[u8]) -> String {
    let units = content.as_chunks::<2>().0.iter().map(|&pair| u16::from_be_bytes(pair));
    char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::asn1::encode;

    fn bag(kind: Oid<'_>, value: &[u8]) -> Vec<u8> {
        encode(tag::SEQUENCE, &[kind.encoded(), encode(0xa0, value)].concat())
    }

    #[test]
    fn an_attribute_stands_once() {
        let attribute = |oid: Oid<'_>, value: &[u8]| {
            let value = encode(tag::SET, &encode(tag::OCTET_STRING, value));
            encode(tag::SEQUENCE, &[oid.encoded(), value].concat())
        };
        let (id, name) = (attribute(LOCAL_KEY_ID, &[1]), attribute(FRIENDLY_NAME, &[0, b'a']));
        for (attributes, refused) in [
            (vec![&id[..], &name], false),
            (vec![&id, &id], true),
            (vec![&id, &name, &attribute(LOCAL_KEY_ID, &[2])], true),
            (vec![&name, &name], true),
            (vec![], false),
        ] {
            let set = encode(tag::SET, &attributes.concat());
            let bag = encode(tag::SEQUENCE, &[KEY.encoded(), encode(0xa0, &[]), set].concat());
            let read = Bags::default().read(&encode(tag::SEQUENCE, &bag));
            assert_eq!(read.is_err(), refused, "{attributes:?}");
        }
    }

    #[test]
    fn bags_are_counted() {
        let deep = |depth| {
            (0..depth)
                .fold(Vec::new(), |inner, _| bag(SAFE_CONTENTS, &encode(tag::SEQUENCE, &inner)))
        };
        let keys = |count| bag(KEY, &[]).repeat(count);
        for (bags, refused) in [
            (deep(usize::from(MAX_DEPTH)), None),
            (deep(usize::from(MAX_DEPTH) + 1), Some(KeystorePart::Nested)),
            (keys(MAX_BAGS), None),
            (keys(MAX_BAGS + 1), Some(KeystorePart::TooMany)),
        ] {
            let read = Bags::default().read(&encode(tag::SEQUENCE, &bags));
            assert_eq!(read, refused.map_or(Ok(()), |part| Err(damaged(part))));
        }
    }
}
