//! What stands beside the signers in an APK's or JAR's signatures.

use super::signing::block;
use super::signing::block::Found;
use super::signing::scheme::BLOCK_SCHEMES;
use super::signing::signer_record::{SignerRecord, records};
use super::signing::v1;
use crate::crypto::budget::Work;
use crate::pki::x509::Certificate;
use crate::source::unread::{Part, Unread};
use crate::zip::{Archive, EntryError};

/// How many signature blocks and signer records are looked at. Real packages have one or two.
const MAX_BLOCKS: usize = 16;

/// The JAR signature's blocks (`META-INF/*.RSA`) by their names. One that cannot be read is left
/// out.
pub(crate) fn signature_blocks(archive: &Archive<'_>) -> Result<Vec<(String, Vec<u8>)>, Unread> {
    let mut blocks = Vec::new();
    for entry in v1::signature_blocks(archive).take(MAX_BLOCKS) {
        match archive.content(entry, archive.limits().signature_block_size()) {
            Ok(block) => {
                blocks.push((String::from_utf8_lossy(archive.name(entry)).into_owned(), block))
            }
            Err(EntryError::Read(source)) => return Err(Part::Entry.unread(source)),
            Err(_) => {}
        }
    }
    Ok(blocks)
}

/// The certificates that the signers in a signature block name. Nothing proves them.
pub(crate) fn v1_signers(block: &[u8], work: &Work) -> Vec<Certificate> {
    v1::claimed_certificates(block, work)
}

/// The certificates in the signing block, nothing of which is verified here.
pub(crate) fn signing_block(archive: &Archive<'_>) -> Result<Vec<Certificate>, Unread> {
    let Found::Block(block) = block::find(archive)? else { return Ok(Vec::new()) };
    let schemes = BLOCK_SCHEMES.iter().rev();
    let blocks = schemes.filter_map(|it| Some((block.value(it.pair)?, it.layout)));
    let certificates = blocks.flat_map(|(value, layout)| {
        let records = records(value).unwrap_or_default().into_iter().take(MAX_BLOCKS);
        records.flat_map(move |record| {
            let data = SignerRecord::read(record, layout).and_then(|record| record.signed_data());
            data.and_then(|data| data.parse_certificates()).unwrap_or_default()
        })
    });
    Ok(certificates.collect())
}
