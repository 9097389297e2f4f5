//! Object identifiers, by their dotted names, which the compiler checks and encodes.
//!
//! Sources: RFC 3279, RFC 5480 and RFC 8410 (keys and curves), RFC 5652 and RFC 2985 (signed data
//! and its attributes), RFC 4055, RFC 5754, RFC 5758 and RFC 9881 (algorithms).

use crate::encoding::asn1::Oid;

/// Makes constants of dotted names. A name that is none does not compile.
macro_rules! identifiers {
    ($($(#[$meta:meta])* $name:ident = $dotted:literal;)+) => {
        $($(#[$meta])* pub(crate) const $name: Oid<'static> = {
            const ID: &const_oid::ObjectIdentifier =
                &const_oid::ObjectIdentifier::new_unwrap($dotted);
            Oid(ID.as_bytes())
        };)+
    };
}
pub(crate) use identifiers;

// Keys and curves.
identifiers! {
    RSA = "1.2.840.113549.1.1.1";
    EC = "1.2.840.10045.2.1";
    DSA = "1.2.840.10040.4.1";
    ED25519 = "1.3.101.112";
    ML_DSA_44 = "2.16.840.1.101.3.4.3.17";
    ML_DSA_65 = "2.16.840.1.101.3.4.3.18";
    ML_DSA_87 = "2.16.840.1.101.3.4.3.19";
    P256 = "1.2.840.10045.3.1.7";
    P384 = "1.3.132.0.34";
    P521 = "1.3.132.0.35";
}

// Digests and signatures.
identifiers! {
    MD5 = "1.2.840.113549.2.5";
    SHA1 = "1.3.14.3.2.26";
    SHA224 = "2.16.840.1.101.3.4.2.4";
    SHA256 = "2.16.840.1.101.3.4.2.1";
    SHA384 = "2.16.840.1.101.3.4.2.2";
    SHA512 = "2.16.840.1.101.3.4.2.3";
    RSA_MD5 = "1.2.840.113549.1.1.4";
    RSA_SHA1 = "1.2.840.113549.1.1.5";
    RSA_SHA224 = "1.2.840.113549.1.1.14";
    RSA_SHA256 = "1.2.840.113549.1.1.11";
    RSA_SHA384 = "1.2.840.113549.1.1.12";
    RSA_SHA512 = "1.2.840.113549.1.1.13";
    RSA_PSS = "1.2.840.113549.1.1.10";
    /// The mask of RSA PSS.
    MGF1 = "1.2.840.113549.1.1.8";
    DSA_SHA1 = "1.2.840.10040.4.3";
    DSA_SHA224 = "2.16.840.1.101.3.4.3.1";
    DSA_SHA256 = "2.16.840.1.101.3.4.3.2";
    ECDSA_SHA1 = "1.2.840.10045.4.1";
    ECDSA_SHA224 = "1.2.840.10045.4.3.1";
    ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    ECDSA_SHA512 = "1.2.840.10045.4.3.4";
}

// Signed data and its attributes.
identifiers! {
    DATA = "1.2.840.113549.1.7.1";
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// The arc of the attributes.
    PKCS9 = "1.2.840.113549.1.9";
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    SIGNING_TIME = "1.2.840.113549.1.9.5";
}

// Extensions of certificates.
identifiers! {
    /// The arc of the standard ones (RFC 5280, section 4.2.1).
    STANDARD_EXTENSIONS = "2.5.29";
    /// The arc of Huawei's for what a certificate signs.
    HUAWEI_SIGNING = "1.3.6.1.4.1.2011.2.376.1";
    /// Huawei's for developers that may give apps to users without the store.
    HUAWEI_DISTRIBUTES = "1.3.6.1.4.1.2011.2.376.1.8";
    /// Huawei's for enterprises that may sign again.
    HUAWEI_SIGNS_AGAIN = "1.3.6.1.4.1.2011.2.376.1.9";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_as_x690_says() {
        for (oid, bytes, dotted) in [
            (RSA, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1][..], "1.2.840.113549.1.1.1"),
            (P256, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7], "1.2.840.10045.3.1.7"),
            (SHA256, &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], "2.16.840.1.101.3.4.2.1"),
            (STANDARD_EXTENSIONS, &[0x55, 0x1d], "2.5.29"),
            (
                HUAWEI_SIGNING,
                &[0x2b, 6, 1, 4, 1, 0x8f, 0x5b, 2, 0x82, 0x78, 1],
                "1.3.6.1.4.1.2011.2.376.1",
            ),
        ] {
            assert_eq!(oid.0, bytes, "{dotted}");
            assert_eq!(oid.to_string(), dotted);
        }
    }
}
