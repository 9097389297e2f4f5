//! `apk-info` as a program would use it to identify packages: name, and the signer's certificate;
//! with `--label` the label too.

use apk_info::{Apk, Signature};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut label = false;
    for argument in std::env::args().skip(1) {
        if argument == "--label" {
            label = true;
            continue;
        }
        let apk = Apk::new(&argument)?;
        let certificate = apk.get_signatures()?.into_iter().find_map(|signature| match signature {
            Signature::V1(certificates)
            | Signature::V2(certificates)
            | Signature::V3(certificates)
            | Signature::V31(certificates) => certificates.into_iter().next(),
            _ => None,
        });
        let name = apk.get_package_name().unwrap_or_default();
        let fingerprint = certificate.map(|it| it.sha256_fingerprint).unwrap_or_default();
        let shown =
            if label { apk.get_application_label().unwrap_or_default() } else { String::new() };
        println!("{name} {fingerprint} {shown}");
    }
    Ok(())
}
