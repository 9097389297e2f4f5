//! What [`crate::fuzzing`] opens of this layer.

use std::sync::Arc;

use super::file_list::FileList;
use super::files;
use super::files::Budget;
use super::manifest;
use super::signature::Signer;
use super::signing_block;
use super::signing_block::Found;
use crate::crypto::budget::Work;
use crate::encoding::json::Json;
use crate::fuzzing::before_directory;
use crate::zip::{Archive, Structure};

/// A signing block with its footer: the signer, and the signed list of files.
pub fn quick_app_block(data: &[u8]) {
    let package = before_directory(data);
    let Ok(structure) = Structure::read(&package, &crate::limits::Limits::default()) else {
        return;
    };
    let archive = Archive::new(&package, Arc::new(structure));
    let Ok(Found::Block(block)) = signing_block::find(&archive) else { return };
    assert!(block.offset <= data.len() as u64 && block.unknown_ids().count() <= data.len() / 12);
    let Ok(signer) = Signer::verify(&block, &Work::default()) else { return };
    assert!(signer.certificate.der().len() <= data.len());
    let Ok(list) = FileList::verify(&block, signer.certificate.public_key(), &Work::default())
    else {
        return;
    };
    let work = Work::default();
    let files =
        files::read(&archive, &[list.algorithm], &mut Budget::new(archive.inflated_limit(), &work))
            .unwrap_or_default();
    assert!(list.check(&files, None).is_err(), "a list over no files");
}

/// A manifest.
pub fn quick_app_manifest(data: &[u8]) {
    let Ok(json) = Json::parse(data) else { return };
    let _ = manifest::is_quick_app(&json);
    let identity = manifest::identity(&json);
    assert!(identity.app_names.is_empty() == identity.app_name.is_none());
}
