//! HarmonyOS packages.

use super::issues;
use crate::say::Because;

issues! {
    Harmony {
        SigningBlockMalformed { why: Because } => {
            en: "The signing block is damaged ({why}): the package was changed after signing, get \
                the original file.",
            zh: "签名块已损坏（{why}）：签名后内容被改动，请取得原始文件。"
        }
        DescriptionMalformed { file: String, why: Because } => {
            en: "{file} cannot be read ({why}): no device would install this package.",
            zh: "无法解析 {file}（{why}）：设备无法安装此安装包。"
        }
        DescriptionAmbiguous { file: String, why: Because } => {
            en: "Devices read {file} otherwise than other tools do ({why}): build the package \
                again with DevEco Studio.",
            zh: "设备与其他工具对 {file} 的读法不同（{why}）：请用 DevEco Studio 重新构建。"
        }
        IndexMalformed { why: Because } => {
            en: "resources.index cannot be read ({why}); the app's name may be missing.",
            zh: "无法解析 resources.index（{why}），应用名称可能缺失。"
        }
        ProfileMissing => {
            en: "There is no provision profile in the package, so nothing tells the developer's \
                certificate: sign the package with a release profile.",
            zh: "安装包内没有描述文件（profile），无法得知开发者证书：请使用发布描述文件签名。"
        }
        ProfileMalformed { why: Because } => {
            en: "The provision profile cannot be read ({why}): sign the package again with a \
                profile from AppGallery Connect.",
            zh: "无法解析描述文件（profile）（{why}）：请使用从 AppGallery Connect 下载的描述文件重\
                新签名。"
        }
        ProfileWithoutCertificate => {
            en: "The provision profile names no developer's certificate, so there is nothing to \
                file: take the .cer from AppGallery Connect.",
            zh: "描述文件（profile）中没有开发者证书，无法给出备案信息：\
                请使用 AppGallery Connect 的 .cer 证书。"
        }
        ProfileOtherCertificate => {
            en: "The developer's certificate in the profile is not the one that signed the \
                package, and the signer is not the store: anybody could have written it there, so \
                no value is given. Take the package from its developer.",
            zh: "描述文件中的开发者证书与安装包的签名证书不同，且签名者不是应用商店：\
                该证书可能由他人写入，因此不给出任何值，请向开发者索取安装包。"
        }
        ProfileOtherBundle { profile: String, package: String } => {
            en: "The profile is for \"{profile}\", and the package is \"{package}\": no device \
                installs it, sign it with the app's own profile.",
            zh: "描述文件适用于“{profile}”，而安装包为“{package}”：设备无法安装，\
                请使用该应用自己的描述文件签名。"
        }
        ProfileSignatureBad => {
            en: "The profile's own signature does not verify: it was changed, download it again \
                from AppGallery Connect.",
            zh: "描述文件自身的签名校验失败：内容被改动，请从 AppGallery Connect 重新下载。"
        }
        ProfileUntrusted { why: Because } => {
            en: "Nobody who issues profiles vouches for this one ({why}): anybody can write \
                another's app and certificate into a profile, so nothing may be filed from the \
                package. Sign it with the profile from AppGallery Connect as it is.",
            zh: "没有可信的签发者为此描述文件（profile）担保（{why}）：\
                任何人都可以在描述文件中写入他人的应用和证书，因此不能据此安装包填报。\
                请直接使用从 AppGallery Connect 下载的描述文件签名。"
        }
        ProfileInvalid { why: Because } => {
            en: "Devices refuse the provision profile ({why}): download the app's profile again \
                from AppGallery Connect, and sign the package with it.",
            zh: "设备不接受此描述文件（profile）（{why}）：请从 AppGallery Connect 重新下载该应用的\
                描述文件，并用它签名。"
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
            en: "The package is signed for debugging; its certificate is not the one to file: take \
                the release package.",
            zh: "安装包使用调试证书签名，该证书不能用于备案：请使用发布版本的安装包。"
        }
        ProfileNotForStore { distribution: String } => {
            en: "The package is made for the distribution \"{distribution}\", not for the store; \
                its certificate may not be the one to file.",
            zh: "安装包的分发类型为“{distribution}”，并非应用商店发布，其证书可能不是应备案的证书。"
        }
        StoreResigned => {
            en: "The store signed this copy again. The values are those of the developer's own \
                certificate, which the profile holds; the store's is not to be filed.",
            zh: "此安装包由应用商店重新签名。所列为描述文件中开发者自己的证书信息，\
                请勿填报商店的证书。"
        }
        ChainIncomplete => {
            en: "The chain of the signer's certificate ends at no root: an issuer is missing or \
                did not sign, or there are more than 8, so nothing tells who the signer is.",
            zh: "签名证书链不完整：缺少签发者证书，签发关系不成立，或证书超过 8 个，\
                无法确认签名者身份。"
        }
        ChainExpired => {
            en: "The package was signed outside the validity of its certificates, or does not say \
                when it was signed: sign it again.",
            zh: "签名时间不在证书有效期内，或签名中没有时间：请重新签名。"
        }
        ChainRevoked => {
            en: "A revocation list in the package names the signer's certificate: do not use it, \
                sign with a new one.",
            zh: "安装包内的吊销列表包含该签名证书：请勿使用，请换用新证书签名。"
        }
        RevocationListBad => {
            en: "A revocation list in the package cannot be verified, so nobody knows whether the \
                signer's certificate was revoked, and devices refuse it: sign the package again, \
                with a list from the issuer or without one.",
            zh: "安装包内的吊销列表无法验证，不能确定签名证书是否已被吊销，设备会拒绝安装：\
                请重新签名，并使用签发者提供的吊销列表或不附带吊销列表。"
        }
        ChainTestRoot => {
            en: "The chain belongs to Huawei's root for tests (Huawei CBG Root CA G2 Test): the \
                package is no released one, take that from AppGallery.",
            zh: "证书链属于华为的测试根证书（Huawei CBG Root CA G2 Test）：这不是正式发布的安装包，\
                请改用 AppGallery 上发布的版本。"
        }
        ChainPublicRoot => {
            en: "The chain ends at the root of the OpenHarmony community, whose private key is \
                public: anybody could have made this signature, do not file it.",
            zh: "证书链的根为 OpenHarmony 社区根证书，其私钥是公开的，任何人都能制作这样的签名：\
                请勿用于备案。"
        }
        ChainUnknownRoot => {
            en: "The chain ends at a root that is not known; give it with --trust-root if it is \
                yours.",
            zh: "证书链的根不是已知的根证书；若确为你方的根证书，请用 --trust-root 指定。"
        }
        EnterpriseSignatureUntrusted { why: Because } => {
            en: "The signature of an enterprise around the package does not count ({why}): anybody \
                can put one there, and devices refuse it. Take the package from its developer.",
            zh: "安装包外层的企业重签名无效（{why}）：任何人都可以添加这样的签名，设备会拒绝安装。\
                请向开发者索取安装包。"
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
