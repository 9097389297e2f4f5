//! The keys to choose from where a keystore holds several.

use beian::{Error, KeystoreError, Package, Report};
use serde_json::{Value, json};

use crate::door::HostFile;
use crate::request::Request;

/// How many keys are described. Who signs apps has a handful.
const MOST: usize = 64;

/// What a page needs beside an error: of several keys what each is.
pub(crate) fn more(request: &Request, error: &Error) -> String {
    let keys = match error {
        Error::Keystore(KeystoreError::AliasNeeded { aliases, .. }) => {
            aliases.iter().take(MOST).map(|alias| key(request, alias)).collect()
        }
        _ => Vec::new(),
    };
    json!({ "keys": keys }).to_string()
}

fn key(request: &Request, alias: &str) -> Value {
    let mut key = json!({ "alias": alias });
    let options = request.inspect_options().with_alias(alias);
    let report = Package::from_reader(HostFile { size: request.size })
        .and_then(|package| package.inspect(&options));
    if let Some(certificate) = report.as_ref().ok().and_then(certificate) {
        key["subject"] = certificate.subject().to_string().into();
        key["not_after"] = certificate.not_after().to_string().into();
        key["md5"] = hex::encode(certificate.md5()).into();
        key["sha256"] = hex::encode(certificate.sha256()).into();
    }
    key
}

fn certificate(report: &Report) -> Option<&beian::x509::Certificate> {
    report.signers.first().map(|signer| &signer.certificate)
}
