//! A record as a file.

use super::Record;
use crate::say::{In, Language, said};

said! {
    /// The comments of the file.
    #[derive(Debug)]
    enum Comment {
        Head { file: String } => {
            en: "# The app filing of {file}, as \"beian check --record\" reads it.",
            zh: "# {file} 的备案记录，供 beian check --record 使用。"
        }
        Sets => {
            en: "# Each [[features]] is a set of public key and fingerprint; several may be filed. \
                A package is right when one of them is its own.",
            zh: "# 每个 [[features]] 是一套公钥和指纹，可填报多套；安装包与其中一套相符即可。"
        }
    }
}

impl Record {
    /// The text of the file, with comments in that language that name the package it is of.
    #[must_use]
    pub fn to_toml(&self, file: &str, language: Language) -> String {
        let head = Comment::Head { file: file.to_owned() };
        // Texts and lists of texts can always be written.
        let values = toml::to_string(self).unwrap_or_default();
        format!("{}\n{}\n\n{values}", In(&head, language), In(&Comment::Sets, language))
    }
}
