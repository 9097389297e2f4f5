//! The property block: code signatures, and the list of permissions.
//!
//! OpenHarmony `developtools_hapsigner`, `PermissionSignBlock`. The package's signature covers all
//! of it; the permissions are signed once more by themselves, so that a device can check them
//! without reading the package.

use crate::crypto::budget::Work;
use crate::crypto::digest::DigestAlgorithm;
use crate::encoding::bytes::Bytes;
use crate::pki::signature::SignatureAlgorithm;
use crate::pki::x509::{Certificate, KeyAlgorithm};
use crate::report::{Finding, issue};
use crate::say::said;

said! {
    /// Why permissions do not count.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum PropertyFault {
        Malformed => { en: "it is malformed", zh: "格式错误" }
        Signature => { en: "its signature does not verify", zh: "签名校验失败" }
        MadeForAnother { what: Made } => {
            en: "it was made for another of {what}",
            zh: "与{what}不符"
        }
    }
}

said! {
    /// What permissions are made for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Made {
        Profile => { en: "the profile", zh: "描述文件" }
        Module => { en: "module.json", zh: " module.json " }
        Code => { en: "the code signatures", zh: "代码签名" }
    }
}

pub(crate) const CODE_SIGNATURE: u32 = 0x3000_0001;
pub(crate) const PERMISSIONS: u32 = 0x3000_0002;
/// How many properties are read. Real blocks hold two.
const MAX_PROPERTIES: usize = 16;

/// One property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Property<'a> {
    pub(crate) kind: u32,
    pub(crate) value: &'a [u8],
}

/// The properties, one behind the other: type, length, an offset that nothing goes by, value.
pub(crate) fn read(block: &[u8]) -> Result<Vec<Property<'_>>, Finding> {
    let mut bytes = Bytes::new(block);
    let mut properties = Vec::new();
    while !bytes.is_empty() {
        let property = property(&mut bytes).filter(|_| properties.len() < MAX_PROPERTIES);
        properties.push(property.ok_or_else(|| Finding::new(issue::Harmony::PropertyMalformed))?);
    }
    Ok(properties)
}

fn property<'a>(bytes: &mut Bytes<'a>) -> Option<Property<'a>> {
    let (kind, length) = (bytes.u32()?, bytes.u32()?);
    bytes.skip(4)?;
    Some(Property { kind, value: bytes.take(usize::try_from(length).ok()?)? })
}

/// That a block of code signatures has the shape that it must have: a header that counts segments,
/// each inside the block. What the segments hold is for the device to verify when it runs the code.
pub(crate) fn check_code_signature(value: &[u8]) -> Result<(), Finding> {
    const MAGIC: u64 = 0xe046_c8c6_5389_fccd;
    const MAX_SEGMENTS: u32 = 16;
    let mut header = Bytes::new(value);
    let mut is_good = || {
        let is_known = header.u64()? == MAGIC && header.u32()? == 1;
        let size = usize::try_from(header.u32()?).ok()?;
        let count = header.u32().filter(|&count| count <= MAX_SEGMENTS)?;
        header.skip(12)?; // flags, and what is reserved
        for _ in 0..count {
            header.skip(4)?; // type
            let (offset, length) = (header.u32()?, header.u32()?);
            let end = usize::try_from(offset.checked_add(length)?).ok()?;
            if end > size {
                return None;
            }
        }
        (is_known && size <= value.len()).then_some(())
    };
    is_good().ok_or_else(|| Finding::new(issue::Harmony::PropertyMalformed))
}

/// What the list of permissions holds digests of.
pub(crate) struct Named<'a> {
    pub(crate) profile: Option<&'a [u8]>,
    pub(crate) module: Option<&'a [u8]>,
    pub(crate) code: Option<&'a [u8]>,
}

/// That the signer signed the list, and that what it names is what the package holds.
pub(crate) fn check_permissions(
    list: &[u8],
    signer: &Certificate,
    named: &Named<'_>,
    work: &Work,
) -> Result<(), Finding> {
    let malformed =
        || Finding::new(issue::Harmony::PermissionsBad { why: PropertyFault::Malformed.into() });
    let list = PermissionList::read(list).ok_or_else(malformed)?;
    let key = signer.public_key();
    let signed = match key.algorithm() {
        KeyAlgorithm::Ec => SignatureAlgorithm::Ecdsa(list.digest),
        _ if list.is_pss => SignatureAlgorithm::RsaPss(list.digest),
        _ => SignatureAlgorithm::RsaPkcs1(list.digest),
    };
    let outcome = signed.verify(key, list.signed, list.signature, work);
    outcome.map_err(|_| {
        Finding::new(issue::Harmony::PermissionsBad { why: PropertyFault::Signature.into() })
    })?;
    for (kind, digest) in list.digests {
        let (what, bytes) = match kind {
            1 => (Made::Profile, named.profile),
            2 => (Made::Module, named.module),
            3 => (Made::Code, named.code),
            // What else it names is not read here.
            _ => continue,
        };
        if bytes.is_none_or(|bytes| list.digest.digest(bytes) != digest) {
            return Err(Finding::new(issue::Harmony::PermissionsBad {
                why: PropertyFault::MadeForAnother { what }.into(),
            }));
        }
    }
    Ok(())
}

/// The list of permissions.
struct PermissionList<'a> {
    digest: DigestAlgorithm,
    is_pss: bool,
    /// Numbers of what is digested, and the digests.
    digests: Vec<(u32, &'a [u8])>,
    /// What the signature is over.
    signed: &'a [u8],
    signature: &'a [u8],
}

impl<'a> PermissionList<'a> {
    fn read(list: &'a [u8]) -> Option<Self> {
        const MAGIC: [u8; 8] = [0x7d, 0x6a, 0x03, 0x93, 0x0f, 0x45, 0xe2, 0x28];
        let mut bytes = Bytes::new(list);
        if bytes.array() != Some(MAGIC) {
            return None;
        }
        let algorithm = bytes.u32()?;
        let digest = super::package_signature::digest_algorithm(algorithm)?;
        bytes.skip(4)?; // the length of what follows up to the signature
        let mut digests = Vec::new();
        let size = digest.digest(&[]).len();
        for _ in 0..bytes.u16()? {
            digests.push((bytes.u32()?, bytes.take(size)?));
        }
        let signed = list.get(..list.len().checked_sub(bytes.len())?)?;
        let signature = bytes.prefixed()?.rest();
        Some(Self {
            digest,
            is_pss: (0x101..=0x103).contains(&algorithm),
            digests,
            signed,
            signature,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_segments_are_counted() {
        for (count, is_good) in [(MAX_PROPERTIES, true), (MAX_PROPERTIES + 1, false)] {
            assert_eq!(read(&vec![0; count * 12]).is_ok(), is_good, "{count} properties");
        }
        for (count, is_good) in [(16_u32, true), (17, false)] {
            let head =
                [0x5389_fccd, 0xe046_c8c6, 1, 400, count, 0, 0, 0].map(u32::to_le_bytes).concat();
            let block = [head, vec![0; 400]].concat();
            assert_eq!(check_code_signature(&block).is_ok(), is_good, "{count} segments");
        }
    }
}
