//! APK Signature Scheme v4: the `.idsig` file beside a package.
//!
//! source.android.com, "APK Signature Scheme v4"; apksig's `V4Signature` and `V4SchemeVerifier`.
//! The file holds the root of an fs-verity tree over the package, signatures of it by the package's
//! v2 or v3 signer, and (mostly) the tree.

use super::algorithm::Algorithm;
use super::content::ContentDigests;
use super::scheme::SchemeSigners;
use crate::crypto::budget::Work;
use crate::crypto::fs_verity::is_tree_of;
use crate::encoding::bytes::Bytes;
use crate::pki::signature::SignatureError;
use crate::pki::x509::{Certificate, PublicKey};
use crate::report::{Failure, Finding, issue};
use crate::say::{Because, Id32, said};
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext};

const VERSION: u32 = 2;
const SHA256: u32 = 1;
/// The logarithm of [`BLOCK_SIZE`](crate::crypto::fs_verity::BLOCK_SIZE).
const LOG2_BLOCK_SIZE: u8 = 12;
/// The most of an `.idsig` file that is read, in bytes: the tree over a package of 4 GiB has 34 MB.
const MAX_SIZE: u64 = 64 << 20;
const MAX_SIGNERS: usize = 2;
/// What findings call it.
pub(crate) const SUBJECT: &str = "v4";

said! {
    /// What of the file is not the package's.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum IdsigPart {
        RootHash => { en: "root hash", zh: "根哈希" }
        HashTree => { en: "hash tree", zh: "哈希树" }
        Certificate => { en: "certificate", zh: "证书" }
        ContentDigest => { en: "content digest", zh: "内容摘要" }
        Count => { en: "number of signers", zh: "签名者数量" }
    }
}

said! {
    /// Why the file is no good by itself.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum IdsigFault {
        Malformed => { en: "it is malformed", zh: "格式错误" }
        Signature => { en: "its signature does not verify", zh: "签名校验失败" }
        Certificate => { en: "its certificate cannot be read", zh: "证书无法解析" }
        TooLarge { size: u64 } => {
            en: "it has {size} bytes, more than {MAX_SIZE}",
            zh: "长 {size} 字节，超过上限 {MAX_SIZE}"
        }
        Hashing => {
            en: "only SHA-256 over blocks of 4096 bytes without salt is known",
            zh: "仅支持以 4096 字节为块、不加盐的 SHA-256"
        }
        Algorithm { id: Id32 } => { en: "unknown algorithm {id}", zh: "未知算法 {id}" }
    }
}

/// An `.idsig` file with signatures that verified. Whether it is this package's is another
/// question.
#[derive(Debug)]
pub(crate) struct Idsig {
    root: Vec<u8>,
    tree: Option<Vec<u8>>,
    package_size: u64,
    /// The first is that of v2 or v3, a second that of v3.1.
    signers: Vec<IdsigSigner>,
}

#[derive(Debug)]
struct IdsigSigner {
    certificate: Certificate,
    /// The strongest content digest of its v2 or v3 signature.
    content_digest: Vec<u8>,
}

/// The fields of `HashingInfo`.
struct HashingInfo<'a> {
    algorithm: u32,
    log2_block_size: u8,
    salt: &'a [u8],
    root: &'a [u8],
}

impl<'a> HashingInfo<'a> {
    fn read(mut bytes: Bytes<'a>) -> Option<Self> {
        Some(Self {
            algorithm: bytes.u32()?,
            log2_block_size: bytes.u8()?,
            salt: bytes.prefixed()?.rest(),
            root: bytes.prefixed()?.rest(),
        })
    }

    fn is_supported(&self) -> bool {
        self.algorithm == SHA256 && self.log2_block_size == LOG2_BLOCK_SIZE && self.salt.is_empty()
    }
}

/// The fields of `SigningInfo`.
struct SigningInfo<'a> {
    content_digest: &'a [u8],
    certificate: &'a [u8],
    additional_data: &'a [u8],
    public_key: &'a [u8],
    algorithm: u32,
    signature: &'a [u8],
}

impl<'a> SigningInfo<'a> {
    fn read(bytes: &mut Bytes<'a>) -> Option<Self> {
        Some(Self {
            content_digest: bytes.prefixed()?.rest(),
            certificate: bytes.prefixed()?.rest(),
            additional_data: bytes.prefixed()?.rest(),
            public_key: bytes.prefixed()?.rest(),
            algorithm: bytes.u32()?,
            signature: bytes.prefixed()?.rest(),
        })
    }

    /// What the signature is over.
    fn signed_data(&self, package_size: u64, hashing: &HashingInfo<'_>) -> Vec<u8> {
        let mut data = package_size.to_le_bytes().to_vec();
        data.extend(hashing.algorithm.to_le_bytes());
        data.push(hashing.log2_block_size);
        for run in [
            hashing.salt,
            hashing.root,
            self.content_digest,
            self.certificate,
            self.additional_data,
        ] {
            data.extend(u32::try_from(run.len()).unwrap_or(u32::MAX).to_le_bytes());
            data.extend(run);
        }
        let size = u32::try_from(data.len().saturating_add(4)).unwrap_or(u32::MAX);
        [&size.to_le_bytes()[..], &data].concat()
    }

    fn verify(
        &self,
        package_size: u64,
        hashing: &HashingInfo<'_>,
        work: &Work,
    ) -> Result<IdsigSigner, Finding> {
        let unknown = IdsigFault::Algorithm { id: Id32(self.algorithm) };
        let algorithm = Algorithm::by_id(self.algorithm).ok_or_else(|| invalid(unknown))?;
        let key = PublicKey::from_spki(self.public_key).map_err(invalid)?;
        let signed_data = self.signed_data(package_size, hashing);
        let outcome = algorithm.signature.verify(&key, &signed_data, self.signature, work);
        outcome.map_err(|error| match error {
            SignatureError::Mismatch => invalid(IdsigFault::Signature),
            error => invalid(error),
        })?;
        let certificate = Certificate::from_der(self.certificate);
        let certificate = certificate.map_err(|_| invalid(IdsigFault::Certificate))?;
        if !certificate.public_key().same_key(self.public_key) {
            return Err(invalid(IdsigPart::Certificate));
        }
        Ok(IdsigSigner { certificate, content_digest: self.content_digest.to_vec() })
    }
}

/// What is said of a file that is no good: nothing of the package.
fn invalid(why: impl Into<Because>) -> Finding {
    Finding::new(issue::Idsig::V4Invalid { why: why.into() })
}

impl Idsig {
    /// Reads the file and verifies its signatures.
    pub(crate) fn open(
        source: &dyn ReadAt,
        package_size: u64,
        work: &Work,
    ) -> Result<Self, Failure> {
        let size = source.size().reading(Part::Idsig)?;
        if size > MAX_SIZE {
            return Err(invalid(IdsigFault::TooLarge { size }).into());
        }
        let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
        source.read_at(0, &mut bytes).reading(Part::Idsig)?;
        Ok(Self::parse(&bytes, package_size, work)?)
    }

    fn parse(bytes: &[u8], package_size: u64, work: &Work) -> Result<Self, Finding> {
        let malformed = || invalid(IdsigFault::Malformed);
        let mut bytes = Bytes::new(bytes);
        let version = bytes.u32().ok_or_else(malformed)?;
        if version != VERSION {
            return Err(Finding::new(issue::Idsig::V4Version { version }));
        }
        let hashing = bytes.prefixed().and_then(HashingInfo::read).ok_or_else(malformed)?;
        if !hashing.is_supported() {
            return Err(invalid(IdsigFault::Hashing));
        }
        let mut infos = bytes.prefixed().ok_or_else(malformed)?;
        let primary = SigningInfo::read(&mut infos).ok_or_else(malformed)?;
        let mut signers = vec![primary.verify(package_size, &hashing, work)?];
        // A file for v3.1 has a second signature, and none has more.
        while !infos.is_empty() && signers.len() <= MAX_SIGNERS {
            infos.u32().ok_or_else(malformed)?; // the id of the scheme's block
            let info = infos.prefixed().and_then(|mut info| SigningInfo::read(&mut info));
            signers.push(info.ok_or_else(malformed)?.verify(package_size, &hashing, work)?);
        }
        let tree = bytes.prefixed().map(|tree| tree.rest().to_vec());
        Ok(Self { root: hashing.root.to_vec(), tree, package_size, signers })
    }

    /// That the root, and the tree where there is one, are the package's.
    pub(crate) fn check_content(&self, digests: &ContentDigests) -> Result<(), Finding> {
        let foreign =
            |what: IdsigPart| Finding::new(issue::Idsig::V4RootMismatch { what: what.into() });
        if digests.file_root.is_none_or(|root| root[..] != self.root) {
            return Err(foreign(IdsigPart::RootHash));
        }
        // A file without a tree ends before its length: an empty one is no tree of any package.
        if let Some(tree) = self.tree.as_deref()
            && !is_tree_of(tree, &self.root, self.package_size)
        {
            return Err(foreign(IdsigPart::HashTree));
        }
        Ok(())
    }

    /// That the package's own signers made it.
    pub(crate) fn check_signers(
        &self,
        v31: Option<&SchemeSigners>,
        v3_or_v2: Option<&SchemeSigners>,
    ) -> Result<(), Finding> {
        let base = v3_or_v2.ok_or_else(|| Finding::new(issue::Idsig::V4WithoutV2))?;
        // apksig's `checkV4Signer` has no place for signers of several platforms either.
        let several = base.signers.len() > 1 || v31.is_some_and(|v31| v31.signers.len() > 1);
        match (self.signers.as_slice(), v31) {
            _ if several => {
                Err(Finding::new(issue::Idsig::V4SignerMismatch { what: IdsigPart::Count.into() }))
            }
            ([first], None) => first.check(base),
            ([first, second], Some(v31)) => first.check(base).and_then(|()| second.check(v31)),
            (_, Some(_)) => Err(Finding::new(issue::Idsig::V41NeedsTwoSigners)),
            (_, None) => {
                Err(Finding::new(issue::Idsig::V4SignerMismatch { what: IdsigPart::Count.into() }))
            }
        }
    }
}

impl IdsigSigner {
    fn check(&self, scheme: &SchemeSigners) -> Result<(), Finding> {
        let foreign =
            |what: IdsigPart| Finding::new(issue::Idsig::V4SignerMismatch { what: what.into() });
        let signer = scheme.signers.last().ok_or_else(|| foreign(IdsigPart::Certificate))?;
        if signer.certificate != self.certificate {
            return Err(foreign(IdsigPart::Certificate));
        }
        if signer.best_digest() != Some(&self.content_digest) {
            return Err(foreign(IdsigPart::ContentDigest));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::android::signing::algorithm::ContentDigest;
    use crate::android::signing::signer_record::VerifiedSigner;
    use crate::report::Code;
    use crate::report::Language;
    use crate::report::Scheme;

    const CERTIFICATE: &[u8] = include_bytes!("../../../fixtures/keys/first.cert.der");

    #[test]
    fn schemes_with_signers_of_several_platforms_have_no_idsig() {
        let certificate = Certificate::from_der(CERTIFICATE).unwrap();
        let signers_of = |scheme, count| {
            let signer = VerifiedSigner {
                subject: "signer".to_owned(),
                certificate: certificate.clone(),
                sdk: None,
                digests: vec![(ContentDigest::ChunkedSha256, vec![1; 32])],
                verified_digests: BTreeSet::new(),
                lineage: None,
                targets_dev_release: false,
            };
            SchemeSigners { signers: vec![signer; count], ..SchemeSigners::new(scheme) }
        };
        for (scheme, count, v31_count, good) in [
            (Scheme::V2, 1, 0, true),
            (Scheme::V2, 2, 0, false),
            (Scheme::V3, 1, 0, true),
            (Scheme::V3, 2, 0, false),
            (Scheme::V3, 1, 1, true),
            (Scheme::V3, 2, 1, false),
            (Scheme::V3, 1, 2, false),
        ] {
            let idsig_signer =
                || IdsigSigner { certificate: certificate.clone(), content_digest: vec![1; 32] };
            let count_of_idsig = if v31_count > 0 { 2 } else { 1 };
            let idsig = Idsig {
                root: Vec::new(),
                tree: None,
                package_size: 0,
                signers: (0..count_of_idsig).map(|_| idsig_signer()).collect(),
            };
            let v31 = (v31_count > 0).then(|| signers_of(Scheme::V31, v31_count));
            let outcome = idsig.check_signers(v31.as_ref(), Some(&signers_of(scheme, count)));
            assert_eq!(outcome.is_ok(), good, "{scheme:?} {count} {v31_count}");
        }
    }

    /// Zeros, as many as are asked for.
    struct Zeros(u64);

    impl ReadAt for Zeros {
        fn size(&self) -> std::io::Result<u64> {
            Ok(self.0)
        }

        fn read_at(&self, _: u64, buffer: &mut [u8]) -> std::io::Result<()> {
            buffer.fill(0);
            Ok(())
        }
    }

    #[test]
    fn the_size_of_the_file_is_bounded() {
        let open =
            |size| Idsig::open(&Zeros(size), 0, &Work::default()).unwrap_err().finding().unwrap();
        assert_eq!(open(MAX_SIZE).code, Code::V4Version);
        let refused = open(MAX_SIZE + 1).message(Language::English);
        assert!(refused.contains("it has 67108865 bytes, more than 67108864"), "{refused}");
    }
}
