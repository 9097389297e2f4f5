//! Reads what is needed beyond a report to say which wrong value was filed.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::crypto::budget::Work;
use crate::filing::{Authority, Digests, Evidence};
use crate::pki::chain::{MAX_CERTIFICATES, is_issued_by, is_signed_by};
use crate::pki::cms::SignedData;
use crate::pki::is_authority;
use crate::pki::x509::Certificate;
use crate::source::read_at::ReadAt;
use crate::source::unread::{Part, ReadContext, Unread};
use crate::zip::Archive;
use crate::{android, apple, harmony};

/// How much is read at a time, in bytes.
const CHUNK: u64 = 256 << 10;

/// The evidence that a package holds.
pub(crate) fn of_package(
    source: &dyn ReadAt,
    archive: &Archive<'_>,
    work: &Work,
) -> Result<Evidence, Unread> {
    let blocks = android::evidence::signature_blocks(archive)?;
    let in_blocks = blocks.iter().flat_map(|(_, block)| SignedData::readable_certificates(block));
    let mut certificates: Vec<_> = in_blocks.collect();
    certificates.extend(android::evidence::signing_block(archive)?);
    certificates.extend(harmony::evidence::signing_block(archive)?);
    if apple::container::find(archive) != apple::container::Found::Nothing {
        certificates.extend_from_slice(apple::signing::roots::known());
    }
    let mut evidence = of_certificates(certificates, work);
    evidence.file = Some(digests(source)?);
    let of_v1 = blocks.iter().flat_map(|(_, block)| android::evidence::v1_signers(block, work));
    evidence.stale_v1 = of_v1.take(MAX_CERTIFICATES).collect();
    evidence.signature_blocks =
        blocks.into_iter().map(|(name, block)| (name, Digests::of(&block))).collect();
    Ok(evidence)
}

/// The authorities among certificates: those that say so, and those that issued another.
pub(crate) fn of_certificates(
    certificates: impl IntoIterator<Item = Certificate>,
    work: &Work,
) -> Evidence {
    let mut distinct: Vec<Certificate> = Vec::new();
    for certificate in certificates {
        if distinct.len() < MAX_CERTIFICATES && !distinct.contains(&certificate) {
            distinct.push(certificate);
        }
    }
    let is_issuer = |it: &&Certificate| {
        is_authority(it)
            || distinct.iter().any(|other| other != *it && is_issued_by(other, it, work))
    };
    let authorities = distinct.iter().filter(is_issuer);
    let authorities =
        authorities.map(|it| Authority::new(it.clone(), is_signed_by(it, it, work))).collect();
    Evidence { authorities, ..Evidence::default() }
}

/// The digests of a whole file, in memory that does not grow with it.
fn digests(source: &dyn ReadAt) -> Result<Digests, Unread> {
    let size = source.size().reading(Part::Size)?;
    let (mut md5, mut sha1, mut sha256) = (Md5::new(), Sha1::new(), Sha256::new());
    let mut buffer = vec![0; usize::try_from(CHUNK.min(size)).unwrap_or_default()];
    let mut offset = 0_u64;
    while offset < size {
        let length = usize::try_from(CHUNK.min(size.saturating_sub(offset))).unwrap_or_default();
        let Some(chunk) = buffer.get_mut(..length) else { break };
        source.read_at(offset, chunk).reading(Part::File)?;
        md5.update(&*chunk);
        sha1.update(&*chunk);
        sha256.update(&*chunk);
        offset = offset.saturating_add(CHUNK);
    }
    Ok(Digests::new(md5.finalize().into(), sha1.finalize().into(), sha256.finalize().into()))
}
