//! The types of public keys, and their names.

use std::fmt;
use std::str::FromStr;

use crate::encoding::asn1::Oid;
use crate::pki::oid;
use crate::say::{UnknownName, alike, named};

/// The type of a public key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA.
    Rsa,
    /// Elliptic curve, for ECDSA.
    Ec,
    /// DSA.
    Dsa,
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// ML-DSA, which no quantum computer breaks (FIPS 204), of that level.
    MlDsa(MlDsaLevel),
    /// Another one, by its object identifier with dots.
    Other(String),
}

impl KeyAlgorithm {
    /// Whether it is RSA for RSASSA-PSS only, with which no platform signs apps.
    pub(crate) fn is_rsa_pss(&self) -> bool {
        matches!(self, Self::Other(oid) if oid == "1.2.840.113549.1.1.10")
    }

    /// Whether it is ML-DSA, of whatever level.
    pub(crate) fn is_ml_dsa(&self) -> bool {
        matches!(self, Self::MlDsa(_))
    }
}

alike!(KeyAlgorithm);

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rsa => "RSA",
            Self::Ec => "EC",
            Self::Dsa => "DSA",
            Self::Ed25519 => "Ed25519",
            Self::MlDsa(level) => level.as_str(),
            Self::Other(oid) => oid,
        })
    }
}

impl FromStr for KeyAlgorithm {
    type Err = UnknownName;

    /// Reads the name that the algorithm is printed under, or its object identifier with dots.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let is_oid = name.contains('.') && name.bytes().all(|it| matches!(it, b'0'..=b'9' | b'.'));
        Ok(match name {
            "RSA" => Self::Rsa,
            "EC" => Self::Ec,
            "DSA" => Self::Dsa,
            "Ed25519" => Self::Ed25519,
            _ if is_oid => Self::Other(name.to_owned()),
            _ => Self::MlDsa(name.parse().map_err(|_| UnknownName::new(name, KEY_ALGORITHMS))?),
        })
    }
}

/// The names of algorithms that have one.
const KEY_ALGORITHMS: &[&str] =
    &["RSA", "EC", "DSA", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"];

/// The parameter sets of ML-DSA (FIPS 204, section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MlDsaLevel {
    /// Category 2. Android takes no such key for a package.
    MlDsa44,
    /// Category 3.
    MlDsa65,
    /// Category 5.
    MlDsa87,
}

// The names that the standard gives them.
named!(MlDsaLevel {
    MlDsa44 => "ML-DSA-44",
    MlDsa65 => "ML-DSA-65",
    MlDsa87 => "ML-DSA-87",
});

impl MlDsaLevel {
    /// The length of a public key in bytes (FIPS 204, table 2).
    pub(super) fn key_length(self) -> usize {
        match self {
            Self::MlDsa44 => 1312,
            Self::MlDsa65 => 1952,
            Self::MlDsa87 => 2592,
        }
    }

    /// The level of an algorithm's identifier (`id-ml-dsa-44` and so on, RFC 9881, section 2).
    pub(super) fn by_oid(oid: Oid<'_>) -> Option<Self> {
        match oid {
            oid::ML_DSA_44 => Some(Self::MlDsa44),
            oid::ML_DSA_65 => Some(Self::MlDsa65),
            oid::ML_DSA_87 => Some(Self::MlDsa87),
            _ => None,
        }
    }
}
