//! The signers in a block of APK Signature Scheme v2, v3 or v3.1, as a tree that can be changed and
//! written again.

use crate::parts::read;

/// Ids and values.
pub(crate) type Numbered = Vec<(u32, Vec<u8>)>;

/// A signer.
#[derive(Debug, Clone)]
pub(crate) struct Signer {
    pub(crate) digests: Numbered,
    pub(crate) certificates: Vec<Vec<u8>>,
    /// The first and last platform inside and outside what is signed (v3).
    pub(crate) signed_sdk: Option<(u32, u32)>,
    pub(crate) sdk: Option<(u32, u32)>,
    pub(crate) attributes: Numbered,
    pub(crate) behind_signed_data: Vec<u8>,
    pub(crate) signatures: Numbered,
    pub(crate) public_key: Vec<u8>,
    pub(crate) behind: Vec<u8>,
}

/// What is left to read.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn u32(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_at_checked(4)?;
        self.0 = rest;
        Some(read(number, 0, 4) as u32)
    }

    pub(crate) fn prefixed(&mut self) -> Option<Reader<'a>> {
        let size = self.u32()? as usize;
        let (run, rest) = self.0.split_at_checked(size)?;
        self.0 = rest;
        Some(Reader(run))
    }

    fn all(mut self) -> Option<Vec<Reader<'a>>> {
        let mut runs = Vec::new();
        while !self.0.is_empty() {
            runs.push(self.prefixed()?);
        }
        Some(runs)
    }

    fn sdk(&mut self, is_v3: bool) -> Option<Option<(u32, u32)>> {
        if is_v3 { Some(Some((self.u32()?, self.u32()?))) } else { Some(None) }
    }
}

/// The signers of a block. `None` where it is not written as signers write it.
pub(crate) fn parse(block: &[u8], is_v3: bool) -> Option<Vec<Signer>> {
    let signers = Reader(block).prefixed()?.all()?;
    signers.into_iter().map(|signer| parse_signer(signer, is_v3)).collect()
}

fn parse_signer(mut signer: Reader<'_>, is_v3: bool) -> Option<Signer> {
    let mut signed = signer.prefixed()?;
    let numbered = |runs: Vec<Reader<'_>>| -> Option<Numbered> {
        runs.into_iter().map(|mut run| Some((run.u32()?, run.prefixed()?.0.to_vec()))).collect()
    };
    let digests = numbered(signed.prefixed()?.all()?)?;
    let certificates = signed.prefixed()?.all()?.iter().map(|run| run.0.to_vec()).collect();
    let signed_sdk = signed.sdk(is_v3)?;
    let attributes = signed.prefixed()?.all()?;
    let attributes = attributes
        .into_iter()
        .map(|mut run| Some((run.u32()?, run.0.to_vec())))
        .collect::<Option<_>>()?;
    Some(Signer {
        digests,
        certificates,
        signed_sdk,
        attributes,
        behind_signed_data: signed.0.to_vec(),
        sdk: signer.sdk(is_v3)?,
        signatures: numbered(signer.prefixed()?.all()?)?,
        public_key: signer.prefixed()?.0.to_vec(),
        behind: signer.0.to_vec(),
    })
}

/// A run behind its length.
pub(crate) fn prefixed(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_le_bytes()[..], bytes].concat()
}

fn numbered(list: &Numbered) -> Vec<u8> {
    let one = |(id, value): &(u32, Vec<u8>)| {
        prefixed(&[&id.to_le_bytes()[..], &prefixed(value)].concat())
    };
    prefixed(&list.iter().flat_map(one).collect::<Vec<_>>())
}

/// The block of those signers.
pub(crate) fn encode(signers: &[Signer]) -> Vec<u8> {
    prefixed(
        &signers.iter().flat_map(|signer| prefixed(&encode_signer(signer))).collect::<Vec<_>>(),
    )
}

fn encode_signer(signer: &Signer) -> Vec<u8> {
    let sdk = |sdk: Option<(u32, u32)>| {
        sdk.map(|(min, max)| [min.to_le_bytes(), max.to_le_bytes()].concat()).unwrap_or_default()
    };
    let certificates = signer.certificates.iter().flat_map(|der| prefixed(der)).collect::<Vec<_>>();
    let attributes = signer.attributes.iter();
    let attributes =
        attributes.flat_map(|(id, value)| prefixed(&[&id.to_le_bytes()[..], value].concat()));
    let signed_data = [
        numbered(&signer.digests),
        prefixed(&certificates),
        sdk(signer.signed_sdk),
        prefixed(&attributes.collect::<Vec<_>>()),
        signer.behind_signed_data.clone(),
    ];
    [
        prefixed(&signed_data.concat()),
        sdk(signer.sdk),
        numbered(&signer.signatures),
        prefixed(&signer.public_key),
        signer.behind.clone(),
    ]
    .concat()
}
