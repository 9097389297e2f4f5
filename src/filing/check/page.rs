//! A value in a page of more text.

use super::basis::Basis;
use super::row::Row;
use crate::filing::FieldOutcome::{Invalid, Match, MatchTruncated, MatchUntidy, Mismatch};
use crate::filing::Reason;
use crate::filing::paste::{self, CaseMatters, Found, KeyKind};
use crate::filing::reason::Judgement;
use crate::say::said;

said! {
    /// Which line of a text a judgement is of.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Place {
        Line(line: usize) => { en: "Line {line}: ", zh: "第 {line} 行：" }
        Labelled { line: usize, label: String } => {
            en: "Line {line} (\"{label}\"): ",
            zh: "第 {line} 行（“{label}”）："
        }
    }
}

pub(super) type Judge = fn(&Basis<'_>, &str) -> Judgement;

/// What a text comes to as a whole or, where that is no right value, what a value in it does; and
/// where that stands.
pub(super) fn judged(
    basis: &Basis<'_>,
    row: Row,
    text: &str,
    judge: Judge,
) -> (Judgement, Option<Place>) {
    let whole = judge(basis, text);
    let of_digits = matches!(row, Row::PublicKey | Row::Fingerprint);
    if text.len() > paste::MAX_TEXT || !of_digits || !may_hold_more(&whole) {
        return (whole, None);
    }
    let values = in_page(basis, row, text, judge);
    let right = values.iter().find(|value| value.is_right());
    let rival = values.iter().find(|value| value.is_rival(row));
    let is_one = text.trim().lines().nth(1).is_none();
    match (right, rival) {
        (Some(right), Some(_)) => (right.among_others(), None),
        (Some(_), None) if is_one => (Judgement::Untidy, None),
        (Some(right), None) => (right.in_text(), None),
        (None, _) => wrong(row, text, whole, &values),
    }
}

/// Whether a value in the text may say more than the text as a whole.
fn may_hold_more(whole: &Judgement) -> bool {
    use Reason::{
        BeginsAlike, Damaged, FingerprintAsKey, KeyAsFingerprint, MisreadDigit, MoreThanTheValue,
        NoFingerprint, NoFit, NoFitOtherDigest, NoKey, NotVerified, PackageNotForFiling,
        PartOfFingerprint, StrangeDigit,
    };
    matches!(
        whole.reason(),
        BeginsAlike
            | Damaged
            | FingerprintAsKey
            | KeyAsFingerprint
            | MoreThanTheValue
            | NoFingerprint
            | NoFit
            | NoFitOtherDigest
            | NoKey
            | NotVerified
            | PackageNotForFiling
            | PartOfFingerprint
            | MisreadDigit
            | StrangeDigit
    )
}

/// A value of a page, and what it comes to.
struct Value {
    found: Found,
    judgement: Judgement,
}

impl Value {
    fn is_right(&self) -> bool {
        matches!(self.judgement.reason().outcome(), Match | MatchUntidy)
    }

    /// Whether it could be meant for the row as well as the right one: anything but another value
    /// of the same certificate, and what its own page calls something else.
    fn is_rival(&self, row: Row) -> bool {
        use Reason::{
            AgcKeyFingerprint, CertificateMd5, CertificateSha1, CertificateSha256, FileDigest,
            FingerprintAsKey, KeyAsFingerprint, NoFitOtherDigest, NoKey, PublicKeyDigest,
            SerialNumber, SignatureBlockDigest, WholeCertificate,
        };
        let of_row = match row {
            Row::PublicKey => is_whole_key(&self.found.text),
            _ => paste::fingerprint(&self.found.text).is_ok(),
        };
        of_row
            && !self.found.is_part
            && !self.is_right()
            && !matches!(
                self.judgement.reason(),
                AgcKeyFingerprint
                    | CertificateMd5
                    | CertificateSha1
                    | CertificateSha256
                    | FileDigest
                    | FingerprintAsKey
                    | KeyAsFingerprint
                    | NoFitOtherDigest
                    | NoKey
                    | PublicKeyDigest
                    | SerialNumber
                    | SignatureBlockDigest
                    | WholeCertificate
            )
    }

    fn in_text(&self) -> Judgement {
        Judgement::FoundInText { line: self.found.line, label: self.label() }
    }

    fn among_others(&self) -> Judgement {
        Judgement::RightAmongOthers { line: self.found.line, label: self.label() }
    }

    fn label(&self) -> String {
        let label = &self.found.label;
        if label.is_empty() { self.found.text.chars().take(SHOWN).collect() } else { label.clone() }
    }

    fn place(&self) -> Place {
        let (line, label) = (self.found.line, self.found.label.clone());
        if label.is_empty() { Place::Line(line) } else { Place::Labelled { line, label } }
    }
}

/// How many digits name a value without a label.
const SHOWN: usize = 8;

/// The values of a page that the row could take.
fn in_page(basis: &Basis<'_>, row: Row, text: &str, judge: Judge) -> Vec<Value> {
    let found = paste::values(text).into_iter().filter(|found| {
        let is_kind = match row {
            Row::PublicKey => !found.is_part && is_whole_key(&found.text),
            _ => paste::fingerprint(&found.text).is_ok(),
        };
        // The text as a whole is judged already.
        let is_whole = paste::is_tidy(text, &found.text, CaseMatters::No);
        is_kind && !is_whole && !is_called_otherwise(&found.label)
    });
    let value = |found: Found| {
        let is_armour = found.text.starts_with("-----");
        let text = if is_armour || found.label.is_empty() {
            found.text.clone()
        } else {
            format!("{}: {}", found.label, found.text)
        };
        Value { judgement: judge(basis, &text), found }
    };
    found.map(value).collect()
}

/// Whether digits may be a whole key, and not only a part of one: a page holds many numbers.
fn is_whole_key(text: &str) -> bool {
    paste::public_key(text).is_ok_and(|key| matches!(key.kind, KeyKind::Form(_)))
}

/// Whether a page calls a number what no row asks for.
fn is_called_otherwise(label: &str) -> bool {
    const NAMES: [&str; 10] = [
        "signature value",
        "signature algorithm",
        "serial",
        "key identifier",
        "keyid",
        "签名值",
        "签名算法",
        "序列号",
        "密钥标识",
        "dirname",
    ];
    let label = label.to_lowercase();
    NAMES.iter().any(|name| label.contains(name))
}

/// What a text without the right value is.
fn wrong(row: Row, text: &str, whole: Judgement, values: &[Value]) -> (Judgement, Option<Place>) {
    let is_unread =
        matches!(whole.reason(), Reason::MoreThanTheValue | Reason::NoKey | Reason::NoFingerprint);
    if !is_unread {
        return (whole, None);
    }
    let of_certificate = values.iter().any(|value| {
        use Reason::{CertificateSha1, CertificateSha256};
        matches!(value.judgement.reason(), CertificateSha1 | CertificateSha256)
    });
    let others = values.iter().filter(|value| !value.found.is_part);
    let worst = others.min_by_key(|value| match value.judgement.reason().outcome() {
        MatchTruncated => 0,
        Mismatch if value.judgement.reason().is_recognition() => 1,
        Mismatch => 2,
        Invalid => 3,
        _ => 4,
    });
    match (tool(text), row) {
        (Some(Tool::Keytool), Row::Fingerprint) if of_certificate => {
            (Judgement::KeytoolWithoutMd5, None)
        }
        (Some(Tool::Keytool), Row::PublicKey) if worst.is_none() => {
            (Judgement::KeytoolWithoutKey, None)
        }
        (Some(Tool::Jadx), Row::PublicKey) if worst.is_none() => {
            (Judgement::ViewerWithoutKey, None)
        }
        _ => match worst {
            Some(value) => (value.judgement.clone(), Some(value.place())),
            None => (whole, None),
        },
    }
}

/// What printed a page.
enum Tool {
    Keytool,
    Jadx,
}

/// By words that its pages have in either language (`sun.security.tools.keytool.Resources`,
/// `jadx.gui` messages).
fn tool(text: &str) -> Option<Tool> {
    const KEYTOOL: [&str; 6] = [
        "certificate fingerprints",
        "证书指纹",
        "signature algorithm name",
        "签名算法名称",
        "subject public key algorithm",
        "主体公共密钥算法",
    ];
    const JADX: [&str; 4] = ["public key type", "公钥类型", "signature type:", "签名类型"];
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&KEYTOOL) {
        Some(Tool::Keytool)
    } else if has(&JADX) {
        Some(Tool::Jadx)
    } else {
        None
    }
}
