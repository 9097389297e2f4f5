//! Why a record is none.

use super::text::NoText;
use crate::say::{In, Language, said};

/// Why a record cannot be compared with a package, or a file holds no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RecordError(pub(super) Mistake);

impl RecordError {
    /// One sentence in that language, which names the line.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        In(&self.0, language).to_string()
    }
}

impl From<NoText> for RecordError {
    fn from(why: NoText) -> Self {
        Self(Mistake::NoText(why))
    }
}

said! {
    /// What is wrong. Every line counts from 1.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) enum Mistake {
        /// It is larger than [`MAX_SIZE`](super::MAX_SIZE).
        TooLarge => {
            en: "it is far larger than any value or record",
            zh: "文件过大，不是有效的值或备案记录"
        }
        /// It is no TOML.
        Syntax {
            /// Where.
            line: usize,
            /// What the reader of TOML said.
            detail: String,
        } => {
            en: "line {line}: {detail}",
            zh: "第 {line} 行：不符合 TOML 格式，请检查引号、等号和方括号"
        }
        /// It has a key that records do not have.
        UnknownKey {
            /// Where.
            line: usize,
            /// The key.
            key: String,
            /// The keys that may stand there.
            known: Vec<String>,
        } => {
            en: "line {line}: unknown field `{key}`, expected one of {known}",
            zh: "第 {line} 行：不认识的项“{key}”；可用的项：{known}"
        }
        /// A value is no text.
        NotText {
            /// Where.
            line: usize,
            /// The key.
            key: String,
        } => {
            en: "line {line}: {key} must be a text in quotes",
            zh: "第 {line} 行：{key} 的值须为带引号的文字"
        }
        /// `features` is no list of sets.
        NoSets {
            /// Where.
            line: usize,
        } => {
            en: "line {line}: features must be written as [[features]], once for each set",
            zh: "第 {line} 行：特征信息须写成 [[features]]，每套一个"
        }
        /// It says nothing.
        Nothing => { en: "it holds nothing to check", zh: "其中没有要比对的内容" }
        /// A set is empty.
        SetEmpty(number: usize) => {
            en: "set {number} is empty: give its public_key and its fingerprint, or remove it",
            zh: "第 {number} 套为空：请填写 public_key 和 fingerprint，或删除这一套"
        }
        /// A set has a fingerprint and no key.
        SetWithoutKey(number: usize) => {
            en: "set {number} has no public_key: a fingerprint alone is half a set",
            zh: "第 {number} 套缺少 public_key：只有指纹的一套不完整"
        }
        /// A set has a key and no fingerprint.
        SetWithoutFingerprint(number: usize) => {
            en: "set {number} has no fingerprint: a key alone is half a set",
            zh: "第 {number} 套缺少 fingerprint：只有公钥的一套不完整"
        }
        /// A name is empty.
        Blank(key: &'static str) => {
            en: "{key} is empty: give it, or remove the line",
            zh: "{key} 为空：请填写，或删除该行"
        }
    }
    also {
        /// It is no text.
        NoText(NoText)
    }
}
