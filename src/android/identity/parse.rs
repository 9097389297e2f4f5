//! A manifest out of its bytes, in both formats: with what other tools would read in it.

use super::ambiguity;
use super::axml::{self, Document, Oddities, XmlError};
use super::manifest::{Manifest, MinSdkError};
use super::manifest_reader::Reader;
use super::proto_xml::{self, ProtoXmlError};
use super::reading::Reading;

impl Manifest {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, XmlError> {
        let (reader, document) = read(bytes, Reading::DEVICE)?;
        let mut manifest = reader.finish(Reading::DEVICE);
        if document.breaks_off() {
            manifest.min_sdk = Err(MinSdkError::BrokenOff);
        }
        let others = ambiguity::of_document(document.oddities(), |reading| {
            read(bytes, reading).ok().map(|(reader, _)| reader)
        });
        manifest.ambiguities = ambiguity::find(&manifest, &reader, &others, document.oddities());
        Ok(manifest)
    }

    /// Reads the manifest of an app bundle's module.
    pub(crate) fn parse_proto(bytes: &[u8]) -> Result<Self, ProtoXmlError> {
        let mut reader = Reader::default();
        proto_xml::walk(bytes, &mut |event| reader.take(event))?;
        let mut manifest = reader.finish(Reading::DEVICE);
        manifest.ambiguities = ambiguity::find(&manifest, &reader, &[], Oddities::default());
        Ok(manifest)
    }
}

/// Reads a document to the end of its root, which it must have.
fn read(
    bytes: &[u8],
    reading: Reading,
) -> Result<(Reader<axml::Attributes<'_>>, Document<'_>), XmlError> {
    let mut reader = Reader::default();
    let mut document = Document::parse(bytes, reading)?;
    document.by_ref().for_each(|event| reader.take(event));
    if reader.root_name.is_none() { Err(XmlError::NoRoot) } else { Ok((reader, document)) }
}
