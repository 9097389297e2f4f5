//! PKCS #12 (RFC 7292): the certificates of an `authSafe`, and which of them belongs to which key.
//!
//! The MAC proves the password and the file; it is checked whenever a password is given.
//! Certificates that stand in clear are read without one.

mod bags;
pub(crate) mod encryption;
mod integrity;
mod parts;
#[cfg(test)]
mod tests;

use self::bags::Bags;
use crate::certificate::keystore::KeystorePart;

use self::parts::{FORMAT, damaged};
use super::entries::{Entries, Entry, Integrity};
use super::error::KeystoreError;
use super::iterations::Budget;
use super::stored_key::Opener;
use crate::crypto::budget::Work;
use crate::encoding::asn1::{Element, Oid, tag};
use crate::pki::chain as linkage;
use crate::pki::oid::{DATA, SIGNED_DATA, identifiers};
use crate::pki::x509::Certificate;

identifiers! {
    ENVELOPED_DATA = "1.2.840.113549.1.7.3";
    ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
}

/// Reads every certificate, and pairs them with the keys.
pub(crate) fn read(
    bytes: &[u8],
    password: Option<&str>,
    mut budget: Budget,
    work: &Work,
) -> Result<Entries, KeystoreError> {
    let (pfx, behind) = Element::first(bytes).ok_or_else(|| damaged(KeystorePart::CutOff))?;
    // The end of a line, which some tools add, says nothing.
    if !behind.iter().all(|&byte| byte == 0 || byte.is_ascii_whitespace()) {
        return Err(damaged(KeystorePart::BehindPfx));
    }
    let mut fields = pfx.children();
    fields.optional(tag::INTEGER).ok_or_else(|| damaged(KeystorePart::Version))?;
    let safe = fields.optional(tag::SEQUENCE).ok_or_else(|| damaged(KeystorePart::AuthSafe))?;
    let (kind, content) = content_info(&safe).ok_or_else(|| damaged(KeystorePart::AuthSafe))?;
    match kind {
        DATA => {}
        // Protected with a certificate in place of a password: no tool for apps writes that.
        SIGNED_DATA => return Err(KeystoreError::Unsupported("signedData".to_owned())),
        _ => return Err(damaged(KeystorePart::AuthSafe)),
    }
    let contents = content.string().ok_or_else(|| damaged(KeystorePart::AuthSafe))?;
    let mac = fields.optional(tag::SEQUENCE);
    if !fields.is_empty() {
        return Err(damaged(KeystorePart::BehindMac));
    }
    let passwords = integrity::passwords(password, mac.as_ref(), &contents, &mut budget)?;
    let integrity = match (&mac, &passwords) {
        (None, _) => Integrity::Unprotected,
        (Some(_), passwords) if passwords.is_proven => Integrity::Checked,
        (Some(_), _) => Integrity::Unchecked,
    };
    let bags = read_safe(&contents, &passwords.candidates, &mut budget)?;
    let opener = Opener { password: None, encodings: passwords.candidates };
    let (entries, is_ordered) = (pair(bags, work), false);
    Ok(Entries { format: FORMAT, entries, integrity, incomplete: None, is_ordered, opener, budget })
}

/// The content's type, and the content.
fn content_info<'a>(info: &Element<'a>) -> Option<(Oid<'a>, Element<'a>)> {
    let mut fields = info.children();
    let kind = fields.read()?.oid()?;
    let content = fields.optional(tag::context_constructed(0))?.children().read()?;
    Some((kind, content))
}

/// Every part of an `AuthenticatedSafe`.
fn read_safe(
    contents: &[u8],
    passwords: &[encryption::Password],
    budget: &mut Budget,
) -> Result<Bags, KeystoreError> {
    let mut bags = Bags::default();
    let (safe, behind) =
        Element::first(contents).ok_or_else(|| damaged(KeystorePart::AuthenticatedSafe))?;
    if !behind.is_empty() {
        return Err(damaged(KeystorePart::BehindSafe));
    }
    let mut is_encrypted = false;
    for info in safe.children().all().ok_or_else(|| damaged(KeystorePart::AuthenticatedSafe))? {
        match content_info(&info).ok_or_else(|| damaged(KeystorePart::ContentInfo))? {
            (DATA, content) => {
                let safe = content.string().ok_or_else(|| damaged(KeystorePart::SafeContents))?;
                bags.read(&safe)?;
            }
            (ENCRYPTED_DATA, content) if passwords.is_empty() => {
                // Only whether it is one that could be read is known yet.
                encryption::check(&content)?;
                is_encrypted = true;
            }
            (ENCRYPTED_DATA, content) => {
                encryption::decrypt(&content, passwords, budget, |safe| bags.read(safe))?;
            }
            (ENVELOPED_DATA, _) => {
                return Err(KeystoreError::Unsupported("envelopedData".to_owned()));
            }
            _ => return Err(damaged(KeystorePart::ContentInfo)),
        }
    }
    // What is in clear may be all that is needed, or others' certificates beside the encrypted one.
    if is_encrypted && !bags.has_certificate_of_every_key() {
        return Err(KeystoreError::PasswordNeeded(FORMAT));
    }
    Ok(bags)
}

/// An entry for each key with its certificate, and one for each certificate that belongs to no key.
fn pair(bags: Bags, work: &Work) -> Vec<Entry> {
    let Bags { keys, certificates } = bags;
    let mut is_taken = vec![false; certificates.len()];
    let mut entries = Vec::new();
    let alone = keys.len() == 1;
    let names: Vec<Option<String>> = keys.iter().map(|key| key.name.clone()).collect();
    for (number, key) in (1..).zip(keys) {
        let place = own_certificate(&key, &certificates, &names, work);
        let own = place.and_then(|place| certificates.get(place));
        let name = key.name.clone().or_else(|| own.and_then(|own| own.name.clone()));
        let rivals = if own.is_some() { Vec::new() } else { rivals(&key, &certificates, alone) };
        // What may be the issuers. Of several keys each would have a copy of them.
        let others =
            certificates.iter().enumerate().filter(|(index, _)| alone && Some(*index) != place);
        let rest = others.filter(|(_, it)| it.local_key_id.is_none()).map(|(_, it)| it.der.clone());
        let chain =
            own.into_iter().map(|own| own.der.clone()).chain(rest).take(linkage::MAX_CERTIFICATES);
        // Without its own certificate an entry must not show another's.
        let chain = if own.is_some() { chain.collect() } else { Vec::new() };
        if let Some(taken) = place.and_then(|place| is_taken.get_mut(place)) {
            *taken = true;
        }
        let alias = name.unwrap_or_else(|| number.to_string());
        entries.push(Entry { alias, is_key: true, key: key.key, chain, rivals });
    }
    for (certificate, _) in certificates.into_iter().zip(is_taken).filter(|(_, is_taken)| !is_taken)
    {
        let alias = certificate.name.unwrap_or_default();
        let chain = vec![certificate.der];
        entries.push(Entry { alias, is_key: false, key: None, chain, rivals: Vec::new() });
    }
    entries
}

/// The certificates of which any may be the key's own.
fn rivals(key: &bags::KeyBag, certificates: &[bags::CertificateBag], alone: bool) -> Vec<Vec<u8>> {
    let named: Vec<_> = certificates.iter().filter(|it| it.belongs_to(key)).collect();
    let all = || certificates.iter().filter(|_| alone).collect();
    let rivals: Vec<_> = if named.is_empty() { all() } else { named };
    rivals.iter().take(linkage::MAX_CERTIFICATES).map(|it| it.der.clone()).collect()
}

/// Where the key's own certificate stands: that of the same `localKeyId`; where nothing says so,
/// that of the same name, which no other key or certificate has (what hapsigner and other writers
/// in C++ leave); or where there is one key only, the one that issued no other. `None` where several
/// could be it. Whether it is the key's is seen when the key is opened.
fn own_certificate(
    key: &bags::KeyBag,
    certificates: &[bags::CertificateBag],
    names: &[Option<String>],
    work: &Work,
) -> Option<usize> {
    let alone = names.len() == 1;
    let named: Vec<_> = certificates.iter().filter(|it| it.belongs_to(key)).collect();
    let own = match named[..] {
        [] if alone => leaf_of(&certificates.iter().collect::<Vec<_>>(), work)?,
        [] => of_name(key, certificates, names)?,
        [first, ref rest @ ..] if rest.iter().all(|it| it.der == first.der) => first,
        _ => leaf_of(&named, work)?,
    };
    certificates.iter().position(|it| std::ptr::eq(it, own))
}

/// The certificate that has the key's name, where one key and one certificate have it.
fn of_name<'a>(
    key: &bags::KeyBag,
    certificates: &'a [bags::CertificateBag],
    names: &[Option<String>],
) -> Option<&'a bags::CertificateBag> {
    let name = key.name.as_ref()?;
    let is_only_key = names.iter().flatten().filter(|it| *it == name).nth(1).is_none();
    let mut named = certificates.iter().filter(|it| it.name.as_ref() == Some(name));
    let own = named.next().filter(|_| is_only_key && named.next().is_none())?;
    (own.local_key_id.is_none() && key.has_no_id()).then_some(own)
}

/// The one that issued no other.
fn leaf_of<'a>(
    certificates: &[&'a bags::CertificateBag],
    work: &Work,
) -> Option<&'a bags::CertificateBag> {
    if certificates.len() > linkage::MAX_CERTIFICATES {
        return None;
    }
    let parsed: Vec<_> = certificates
        .iter()
        .map(|it| Certificate::from_der(&it.der))
        .collect::<Result<_, _>>()
        .ok()?;
    let leaf = linkage::leaf(&parsed, work).ok()?;
    certificates.iter().copied().find(|it| it.der == leaf.der())
}
