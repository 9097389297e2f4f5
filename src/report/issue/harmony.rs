//! HarmonyOS packages.

use super::issues;
use crate::say::Because;

issues! {
    Harmony {
        SigningBlockMalformed { why: Because } => {
            en: [
                "The signing block is damaged ({why})",
                "The package was changed after signing.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "签名块已损坏（{why}）",
                "签名后内容被改动。",
                "请向打包方索取原始安装包。",
            ]
        }
        DescriptionMalformed { file: String, why: Because } => {
            en: [
                "{file} cannot be read ({why})",
                "No device would install this package.",
                "Build the package again with the ordinary tools.",
            ],
            zh: [
                "无法解析 {file}（{why}）",
                "设备无法安装此安装包。",
                "请用正常的构建工具重新打包。",
            ]
        }
        DescriptionAmbiguous { file: String, why: Because } => {
            en: [
                "{file} can be read in two ways ({why})",
                "Devices read it otherwise than other tools do.",
                "Build the package again with DevEco Studio.",
            ],
            zh: [
                "{file} 有两种读法（{why}）",
                "设备与其他工具读出的内容不同。",
                "请用 DevEco Studio 重新构建。",
            ]
        }
        IndexMalformed { why: Because } => {
            en: "resources.index cannot be read ({why}); the app's name may be missing.",
            zh: "无法解析 resources.index（{why}），应用名称可能缺失。"
        }
        ProfileMissing => {
            en: [
                "There is no provision profile in the package",
                "Nothing tells the developer's certificate.",
                "Sign the package with the release profile from AppGallery Connect.",
            ],
            zh: [
                "安装包内没有描述文件（profile）",
                "无法得知开发者证书。",
                "请使用从 AppGallery Connect 下载的发布描述文件签名。",
            ]
        }
        ProfileMalformed { why: Because } => {
            en: [
                "The provision profile cannot be read ({why})",
                "Nothing tells the developer's certificate.",
                "Sign the package again with a profile from AppGallery Connect.",
            ],
            zh: [
                "无法解析描述文件（profile）（{why}）",
                "无法得知开发者证书。",
                "请使用从 AppGallery Connect 下载的描述文件重新签名。",
            ]
        }
        ProfileWithoutCertificate => {
            en: [
                "The provision profile names no developer's certificate",
                "There is nothing to file from the package.",
                "Take the release certificate (.cer) from AppGallery Connect.",
            ],
            zh: [
                "描述文件（profile）中没有开发者证书",
                "无法从此安装包得出备案信息。",
                "请使用 AppGallery Connect 的发布证书（.cer）。",
            ]
        }
        ProfileOtherCertificate => {
            en: [
                "The developer's certificate in the profile is not the one that signed the package",
                "The signer is not the store: anybody could have written the certificate there, so \
                    no value is given.",
                "Take the package from its developer.",
            ],
            zh: [
                "描述文件中的开发者证书与安装包的签名证书不同",
                "签名者不是应用商店，该证书可能由他人写入，因此不给出任何值。",
                "请向开发者索取安装包。",
            ]
        }
        ProfileOtherBundle { profile: String, package: String } => {
            en: [
                "The profile is for \"{profile}\", and the package is \"{package}\"",
                "No device installs the package.",
                "Sign the package with the app's own profile.",
            ],
            zh: [
                "描述文件适用于“{profile}”，而安装包为“{package}”",
                "设备无法安装此安装包。",
                "请使用该应用自己的描述文件签名。",
            ]
        }
        ProfileSignatureBad => {
            en: [
                "The profile's own signature does not verify",
                "The profile was changed.",
                "Download it again from AppGallery Connect, and sign the package with it.",
            ],
            zh: [
                "描述文件自身的签名校验失败",
                "描述文件的内容被改动。",
                "请从 AppGallery Connect 重新下载，并用它签名。",
            ]
        }
        ProfileUnsigned => {
            en: [
                "The file is the text of a profile without its signature",
                "Anybody could have written it.",
                "Give the profile (.p7b) or the certificate (.cer) from AppGallery Connect.",
            ],
            zh: [
                "这是描述文件（profile）解开后的文本，没有签名",
                "这样的文本任何人都能写成。",
                "请使用从 AppGallery Connect 下载的描述文件（.p7b）或证书（.cer）。",
            ]
        }
        ProfileUntrusted { why: Because } => {
            en: [
                "No issuer of profiles vouches for this one ({why})",
                "Anybody can write another's app and certificate into a profile, so nothing may be \
                    filed from the package.",
                "Sign the package with the profile from AppGallery Connect as it is.",
            ],
            zh: [
                "没有可信的签发者为此描述文件（profile）担保（{why}）",
                "任何人都可以在描述文件中写入他人的应用和证书，因此不能据此安装包填报。",
                "请直接使用从 AppGallery Connect 下载的描述文件签名。",
            ]
        }
        ProfileInvalid { why: Because } => {
            en: [
                "Devices refuse the provision profile ({why})",
                "No device installs the package.",
                "Download the app's profile again from AppGallery Connect.",
                "Sign the package with it.",
            ],
            zh: [
                "设备不接受此描述文件（profile）（{why}）",
                "设备无法安装此安装包。",
                "请从 AppGallery Connect 重新下载该应用的描述文件。",
                "请用它重新签名。",
            ]
        }
        ProfileExpired { used: String, from: String, to: String } => {
            en: "The profile was used on {used}, and is valid from {from} to {to} only. Devices do \
                not check that; download the current one from AppGallery Connect before the next \
                release.",
            zh: "此描述文件（profile）的有效期为 {from} 至 {to}，而使用时间为 {used}，\
                不在有效期内。设备不检查有效期，但请在下次发布前从 AppGallery Connect 下载最新的描\
                述文件。"
        }
        ProfileDebug => {
            en: [
                "The package is signed for debugging",
                "Its certificate is not the one to file.",
                "Take the release package.",
            ],
            zh: [
                "安装包使用调试证书签名",
                "该证书不能用于备案。",
                "请使用发布版本的安装包。",
            ]
        }
        ProfileNotForStore { distribution: String } => {
            en: [
                "The package is not made for the store",
                "Its distribution is \"{distribution}\", and its certificate may not be the one to \
                    file.",
                "Take the package that was released in AppGallery.",
            ],
            zh: [
                "安装包并非为应用商店发布",
                "其分发类型为“{distribution}”，证书可能不是应备案的证书。",
                "请使用在 AppGallery 上架的安装包。",
            ]
        }
        StoreResigned => {
            en: "The store signed this copy again. The values are those of the developer's own \
                certificate, which the profile holds; the store's is not to be filed.",
            zh: "此安装包由应用商店重新签名。所列为描述文件中开发者自己的证书信息，\
                请勿填报商店的证书。"
        }
        ChainIncomplete => {
            en: [
                "The chain of the signer's certificate ends at no root",
                "An issuer is missing or did not sign, or there are more than 8: nothing tells who \
                    the signer is.",
                "Sign the package with the certificate file (.cer) as AppGallery Connect gives it.",
            ],
            zh: [
                "签名证书链不完整",
                "缺少签发者证书，签发关系不成立，或证书超过 8 个，无法确认签名者身份。",
                "请使用从 AppGallery Connect 下载的完整证书文件（.cer）签名。",
            ]
        }
        ChainExpired => {
            en: [
                "The package was signed outside the validity of its certificates",
                "Or the signature does not say when it was made.",
                "Sign the package again with a valid certificate.",
            ],
            zh: [
                "签名时间不在证书有效期内",
                "或签名中没有写明时间。",
                "请使用有效期内的证书重新签名。",
            ]
        }
        ChainRevoked => {
            en: [
                "The signer's certificate was revoked",
                "A revocation list in the package names it.",
                "Do not use it.",
                "Sign the package with a new certificate.",
            ],
            zh: [
                "签名证书已被吊销",
                "安装包内的吊销列表包含该证书。",
                "请勿再使用该证书。",
                "请换用新证书签名。",
            ]
        }
        RevocationListBad => {
            en: [
                "A revocation list in the package cannot be verified",
                "Whether the signer's certificate was revoked is not known, and devices refuse the \
                    package.",
                "Sign the package again, with a list from the issuer or without one.",
            ],
            zh: [
                "安装包内的吊销列表无法验证",
                "不能确定签名证书是否已被吊销，设备会拒绝安装。",
                "请重新签名，使用签发者提供的吊销列表，或不附带吊销列表。",
            ]
        }
        ChainTestRoot => {
            en: [
                "The chain belongs to Huawei's root for tests",
                "Huawei CBG Root CA G2 Test signs no released package.",
                "Take the package that was released in AppGallery.",
            ],
            zh: [
                "证书链属于华为的测试根证书",
                "Huawei CBG Root CA G2 Test 不用于正式发布的安装包。",
                "请改用 AppGallery 上发布的版本。",
            ]
        }
        ChainPublicRoot => {
            en: [
                "The chain ends at the root of the OpenHarmony community",
                "Its private key is public: anybody could have made this signature.",
                "Do not file it.",
                "Sign the package with the certificate from AppGallery Connect.",
            ],
            zh: [
                "证书链的根为 OpenHarmony 社区根证书",
                "其私钥是公开的，任何人都能制作这样的签名。",
                "请勿用于备案。",
                "请使用 AppGallery Connect 签发的证书签名。",
            ]
        }
        ChainUnknownRoot => {
            en: [
                "The chain ends at a root that is not known",
                "Nothing tells who issued the signer's certificate.",
                "Take the package that was released in AppGallery.",
                "If the root is yours, give it with --trust-root.",
            ],
            zh: [
                "证书链的根不是已知的根证书",
                "无法确认签名证书由谁签发。",
                "请使用在 AppGallery 上架的安装包。",
                "若确为你方的根证书，请用 --trust-root 指定。",
            ]
        }
        EnterpriseSignatureUntrusted { why: Because } => {
            en: [
                "The signature of an enterprise around the package does not count ({why})",
                "Anybody can put one there, and devices refuse it.",
                "Take the package from its developer.",
            ],
            zh: [
                "安装包外层的企业重签名无效（{why}）",
                "任何人都可以添加这样的签名，设备会拒绝安装。",
                "请向开发者索取安装包。",
            ]
        }
        PropertyMalformed => {
            en: "The block of code signatures and permissions cannot be read: devices may refuse \
                the package.",
            zh: "无法解析代码签名与权限数据块：设备可能拒绝安装。"
        }
        PermissionsBad { why: Because } => {
            en: "The signed list of permissions is not good ({why}): devices may refuse the \
                package, sign it again.",
            zh: "已签名的权限清单有问题（{why}）：设备可能拒绝安装，请重新签名。"
        }
        CodeSignatureUnchecked => {
            en: "The package also holds code signatures, which were not verified by themselves; \
                the package's signature covers them.",
            zh: "安装包还含有代码签名，未单独校验；它们已被安装包签名覆盖。"
        }
    }
}
