//! The arguments of every command.

use beian::filing::{Case, Provider, Separator};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Print one JSON object a line, one line a FILE
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of texts [default: from the locale]
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
    /// Whose way of writing values: default (aliyun, tencent, ucloud, hsy), huawei, hex, spki, all
    #[arg(
        long,
        global = true,
        value_name = "P",
        default_value = "default",
        hide_default_value = true,
        hide_possible_values = true,
        ignore_case = true,
        value_parser = PossibleValuesParser::new(Provider::all().iter().flat_map(Provider::names))
    )]
    pub(crate) profile: String,
    /// Write hexadecimal values in lower case
    #[arg(long, global = true)]
    pub(crate) lower: bool,
    /// What stands between the bytes of hexadecimal values [default: none]
    #[arg(
        long,
        global = true,
        value_name = "S",
        default_value = "none",
        hide_default_value = true
    )]
    pub(crate) separator: Between,
    /// Print filing values although the signature was not verified or they must not be filed
    #[arg(long, global = true)]
    pub(crate) allow_unverified: bool,
}

/// The values of `--lang`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

/// The values of `--separator`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Between {
    None,
    Space,
    Colon,
}

impl Global {
    pub(crate) fn case(&self) -> Case {
        if self.lower { Case::Lower } else { Case::Upper }
    }

    pub(crate) fn separator(&self) -> Separator {
        match self.separator {
            Between::None => Separator::None,
            Between::Space => Separator::Space,
            Between::Colon => Separator::Colon,
        }
    }
}
