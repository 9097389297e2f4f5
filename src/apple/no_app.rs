//! Why nothing is known of an app for Apple's devices.

use crate::say::said;
use crate::source::unread::Unread;

said! {
    /// What is wrong with an app for Apple's devices, so that nothing is known of it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum NoApp {
        /// There is a `Payload` folder and no `.app` folder in it.
        Missing => {
            en: "there is no .app folder in Payload; export the .ipa again",
            zh: "Payload 文件夹内没有 .app 文件夹，请重新导出 .ipa"
        }
        /// There are several apps.
        Several => {
            en: "it holds several .app folders, and nothing tells which is meant; give one of them",
            zh: "其中有多个 .app 文件夹，无法确定是哪一个，请只保留一个"
        }
        /// Two entries have one name, and readers differ on which one counts.
        Duplicate {
            /// The name.
            name: String,
        } => {
            en: "it holds two files named \"{name}\"; build the package again",
            zh: "其中有两个同名文件“{name}”，请重新打包"
        }
        /// An entry's name leads out of the folder, or is none.
        Name {
            /// The name.
            name: String,
        } => {
            en: "\"{name}\" is no name for a file in a package; build the package again",
            zh: "“{name}”不是安装包内允许的文件名，请重新打包"
        }
        /// A file of the app is encrypted with a password.
        Encrypted {
            /// The name.
            name: String,
        } => {
            en: "\"{name}\" is encrypted with a password; unpack it first",
            zh: "“{name}”已用密码加密，请先解压"
        }
        /// There is no `Info.plist`, or it cannot be read.
        InfoPlist => {
            en: "its Info.plist is missing or damaged; export the .ipa again",
            zh: "Info.plist 缺失或已损坏，请重新导出 .ipa"
        }
        /// The `Info.plist` names no bundle id.
        BundleId => {
            en: "its Info.plist names no bundle id; export the .ipa again",
            zh: "Info.plist 中没有 Bundle ID，请重新导出 .ipa"
        }
    }
}

/// Why an app was not opened.
#[derive(Debug)]
pub(crate) enum Unopened {
    Read(Unread),
    NoApp(NoApp),
}

impl From<Unread> for Unopened {
    fn from(unread: Unread) -> Self {
        Self::Read(unread)
    }
}

impl From<NoApp> for Unopened {
    fn from(why: NoApp) -> Self {
        Self::NoApp(why)
    }
}
