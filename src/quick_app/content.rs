//! What every quick app's content must be, and that of a package inside one.

use super::cert;
use super::file_list::FileList;
use super::files::{self, Budget};
use super::signature::Signer as Signature;
use super::signing_block::SigningBlock;
use crate::report::Failure;
use crate::zip::Archive;

/// Verifies that the content is what the signer signed: the whole of it, each file, and the digests
/// in `META-INF/CERT`.
pub(crate) fn check(
    archive: &Archive<'_>,
    block: &SigningBlock,
    signature: &Signature,
    budget: &mut Budget<'_>,
) -> Result<(), Failure> {
    signature.check_content(archive, block)?;
    let list = FileList::verify(block, signature.certificate.public_key(), budget.work)?;
    let mut algorithms = vec![cert::DIGEST, list.algorithm];
    algorithms.dedup();
    let files = files::read(archive, &algorithms, budget)?;
    let alternative = cert::check(archive, &signature.certificate, &files, budget)?;
    Ok(list.check(&files, alternative)?)
}
