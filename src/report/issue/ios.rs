//! Apps for Apple's devices.

use super::issues;
use crate::limits::Limit;
use crate::say::Because;

issues! {
    Ios {
        StoreCopy => {
            en: [
                "This is the App Store's copy of the app",
                "Apple signed it in place of the developer, so that nothing in it is to be \
                    filed.",
                "Take the .ipa that was exported from Xcode, or the distribution certificate \
                    (.cer).",
            ],
            zh: [
                "这是从 App Store 下载的应用",
                "其中的签名属于苹果而非开发者，没有可填报的值。",
                "请改用从 Xcode 导出的 .ipa，或发布证书（.cer）。",
            ],
        }
        AdHocSignature => {
            en: [
                "No certificate signed the app",
                "Its signature is \"ad hoc\", as builds for testing on a Mac have it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "应用没有用证书签名",
                "这种签名（Ad Hoc）不含证书，只用于在 Mac 上测试。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        AppUnsigned => {
            en: [
                "The app is not signed",
                "Its executable has no signature, as builds for the simulator have none.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "应用没有签名",
                "主程序没有签名，多为模拟器版本。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        ExecutableMissing => {
            en: [
                "The app has no executable",
                "The file that its Info.plist names as such is not in the package.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "应用没有主程序",
                "Info.plist 指定的主程序不在安装包内。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        ExecutableMalformed { why: Because } => {
            en: [
                "The app's executable cannot be read",
                "It is damaged, or no program for these devices ({why}).",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "应用的主程序无法读取",
                "文件已损坏，或不是这类设备的程序（{why}）。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        DataOutsideSlices => {
            en: [
                "The executable holds data that no signature covers",
                "Bytes stand between its parts for each processor, or behind them.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "主程序内有不受签名保护的数据",
                "这些数据位于各处理器架构部分之间或之后。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        DataAfterSignature => {
            en: [
                "The executable holds data behind its signature",
                "No signature covers it, and anybody can change it.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "主程序的签名之后还有数据",
                "这些数据不受签名保护，任何人都能改动。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        SignatureMalformed { why: Because } => {
            en: [
                "The app's signature cannot be read",
                "It is damaged ({why}).",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "应用的签名无法读取",
                "签名已损坏（{why}）。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        CodeDirectoryMalformed { why: Because } => {
            en: [
                "The signed list of digests cannot be read",
                "The code directory is damaged ({why}).",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "已签名的摘要列表无法读取",
                "代码目录（CodeDirectory）已损坏（{why}）。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        Scatter => {
            en: [
                "The signature covers scattered parts of the executable only",
                "No tool for these devices writes such a signature.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "签名只覆盖主程序的零散部分",
                "这类设备的签名工具不会这样生成。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        CodeLimit => {
            en: [
                "Not all of the executable is signed",
                "What is signed ends elsewhere than where the signature begins.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "主程序没有全部签名",
                "签名范围的末尾不是签名数据的开头。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        CodeDirectoriesDisagree => {
            en: [
                "Two signed lists of one executable contradict each other",
                "They name different apps or teams, and systems differ on which one counts.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "同一主程序的两份签名列表互相矛盾",
                "两者所写的应用或团队不同，不同系统以哪一份为准并不一致。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        PageMismatch { page: u64, count: u64 } => {
            en: [
                "The executable was changed after signing",
                "{count} of its pages, page {page} first, are not what was signed.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "主程序在签名后被改动",
                "有 {count} 页与签名不符，首个为第 {page} 页。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        SliceUnsigned => {
            en: [
                "A part of the executable is not signed",
                "It holds a part for each kind of processor, and not all of them have a \
                    signature.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "主程序有一部分没有签名",
                "主程序为每种处理器各含一部分，其中有的没有签名。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        SlicesDisagree => {
            en: [
                "The parts of the executable have different signers or names",
                "Devices see another signer or app, depending on their processor.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "主程序各部分的签名者或标识不同",
                "不同处理器的设备看到的签名者或应用不是同一个。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        CmsMalformed { why: Because } => {
            en: [
                "The signer cannot be read",
                "The signature's CMS is damaged or not as devices take it ({why}).",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名者无法读取",
                "签名中的 CMS 已损坏或不是设备接受的形式（{why}）。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        CmsInvalid { why: Because } => {
            en: [
                "The signature is not the signer's",
                "It does not verify ({why}).",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名不是该签名者所作",
                "签名未通过校验（{why}）。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        CdhashMismatch => {
            en: [
                "The signed lists of digests were exchanged",
                "They are not those that the signer signed.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "已签名的摘要列表被替换",
                "现有的列表不是签名者所签的列表。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        AlternateCodeDirectoryUnsigned => {
            en: [
                "A second list of digests is not signed",
                "Systems that go by it would run what nobody signed.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "第二份摘要列表没有签名",
                "以它为准的系统会运行未签名的内容。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        InfoPlistMismatch => {
            en: [
                "Info.plist was changed after signing",
                "It says what the app is called.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "Info.plist 在签名后被改动",
                "其中写有应用的标识和名称。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        InfoPlistMissing => {
            en: [
                "Info.plist was removed after signing",
                "It says what the app is called.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "Info.plist 在签名后被移除",
                "其中写有应用的标识和名称。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        InfoPlistUnsealed => {
            en: [
                "Info.plist is not signed",
                "It says what the app is called. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "Info.plist 没有签名",
                "其中写有应用的标识和名称，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        RequirementsMismatch => {
            en: [
                "The list of requirements was changed after signing",
                "It says which signers may update the app.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名要求在签名后被改动",
                "其中规定哪些签名者可以更新应用。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        RequirementsMissing => {
            en: [
                "The list of requirements was removed after signing",
                "It says which signers may update the app.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名要求在签名后被移除",
                "其中规定哪些签名者可以更新应用。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        RequirementsUnsealed => {
            en: [
                "The list of requirements is not signed",
                "It says which signers may update the app. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "签名要求没有签名",
                "其中规定哪些签名者可以更新应用，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        CodeResourcesMismatch => {
            en: [
                "The list of resources was changed after signing",
                "Everything in the app but its executable hangs on it.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "资源列表（CodeResources）在签名后被改动",
                "主程序以外的全部内容都由它保护。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        CodeResourcesMissing => {
            en: [
                "The list of resources was removed after signing",
                "Everything in the app but its executable hangs on it.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "资源列表（CodeResources）在签名后被移除",
                "主程序以外的全部内容都由它保护。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        CodeResourcesUnsealed => {
            en: [
                "The list of resources is not signed",
                "Everything in the app but its executable hangs on it. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "资源列表（CodeResources）没有签名",
                "主程序以外的全部内容都由它保护，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        TopDirectoryMismatch => {
            en: [
                "The directory of the signature was changed after signing",
                "It says which parts the signature has.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名目录在签名后被改动",
                "其中列出签名的各部分。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        TopDirectoryMissing => {
            en: [
                "The directory of the signature was removed after signing",
                "It says which parts the signature has.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名目录在签名后被移除",
                "其中列出签名的各部分。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        TopDirectoryUnsealed => {
            en: [
                "The directory of the signature is not signed",
                "It says which parts the signature has. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "签名目录没有签名",
                "其中列出签名的各部分，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        EntitlementsMismatch => {
            en: [
                "The list of entitlements was changed after signing",
                "It says what the app may do.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "权限列表在签名后被改动",
                "其中规定应用的权限。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        EntitlementsMissing => {
            en: [
                "The list of entitlements was removed after signing",
                "It says what the app may do.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "权限列表在签名后被移除",
                "其中规定应用的权限。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        EntitlementsUnsealed => {
            en: [
                "The list of entitlements is not signed",
                "It says what the app may do. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "权限列表没有签名",
                "其中规定应用的权限，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        EntitlementsDerMismatch => {
            en: [
                "The list of entitlements in DER was changed after signing",
                "It says what the app may do.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "DER 格式的权限列表在签名后被改动",
                "其中规定应用的权限。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        EntitlementsDerMissing => {
            en: [
                "The list of entitlements in DER was removed after signing",
                "It says what the app may do.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "DER 格式的权限列表在签名后被移除",
                "其中规定应用的权限。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        EntitlementsDerUnsealed => {
            en: [
                "The list of entitlements in DER is not signed",
                "It says what the app may do. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "DER 格式的权限列表没有签名",
                "其中规定应用的权限，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        SlotMismatch => {
            en: [
                "A part of the signature was changed after signing",
                "Devices look at it when they install the app.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名的一个部分在签名后被改动",
                "设备安装应用时会检查它。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        SlotMissing => {
            en: [
                "A part of the signature was removed after signing",
                "Devices look at it when they install the app.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "签名的一个部分在签名后被移除",
                "设备安装应用时会检查它。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        SlotUnsealed => {
            en: [
                "A part of the signature is not signed",
                "Devices look at it when they install the app. Anybody can change it.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "签名的一个部分没有签名",
                "设备安装应用时会检查它，任何人都能改动。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        CodeResourcesMalformed { why: Because } => {
            en: [
                "The list of resources cannot be read",
                "It is damaged ({why}), so that nothing vouches for the files of the app.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "资源列表（CodeResources）无法读取",
                "列表已损坏（{why}），应用内的文件无从校验。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        ResourceChanged { path: String, count: usize } => {
            en: [
                "\"{path}\" was changed after signing",
                "The signed list of files says otherwise; of {count} in all.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "“{path}”在签名后被改动",
                "与已签名的文件列表不符，共 {count} 个文件。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        ResourceMissing { path: String, count: usize } => {
            en: [
                "\"{path}\" was removed after signing",
                "The signed list of files says otherwise; of {count} in all.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "“{path}”在签名后被移除",
                "与已签名的文件列表不符，共 {count} 个文件。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        ResourceAdded { path: String, count: usize } => {
            en: [
                "\"{path}\" was added after signing",
                "The signed list of files says otherwise; of {count} in all.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "“{path}”在签名后加入",
                "与已签名的文件列表不符，共 {count} 个文件。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        NestedInvalid { path: String } => {
            en: [
                "\"{path}\" inside the app does not verify",
                "Devices do not install an app with code in it that is not as it was signed.",
                "Take the original package from its developer, or export it from Xcode again.",
            ],
            zh: [
                "应用内的“{path}”未通过校验",
                "其中的代码与签名不符，设备不会安装这样的应用。",
                "请向开发者索取原始安装包，或从 Xcode 重新导出。",
            ],
        }
        NestedUnsigned { path: String } => {
            en: [
                "\"{path}\" inside the app is not signed",
                "Devices do not install an app with code in it that has no signature.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "应用内的“{path}”没有签名",
                "设备不会安装含有未签名代码的应用。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        ChainSelfSigned => {
            en: [
                "The signer's certificate was not issued by Apple",
                "It is its own issuer, and no device installs such an app.",
                "Take the distribution certificate (.cer) from Apple's developer account, or \
                    the package exported for the App Store.",
            ],
            zh: [
                "签名证书不是苹果签发的",
                "证书由其自身签发，设备不会安装这样的应用。",
                "请改用苹果开发者账号中的发布证书（.cer），或为 App Store 导出的安装包。",
            ],
        }
        ChainOther => {
            en: [
                "The signer's certificate was not issued by Apple",
                "Its chain ends at another root, and no device installs such an app.",
                "Take the distribution certificate (.cer) from Apple's developer account, or \
                    the package exported for the App Store.",
            ],
            zh: [
                "签名证书不是苹果签发的",
                "证书链止于其他根证书，设备不会安装这样的应用。",
                "请改用苹果开发者账号中的发布证书（.cer），或为 App Store 导出的安装包。",
            ],
        }
        CertificateKind { name: String, kind: Because } => {
            en: [
                "The certificate \"{name}\" is {kind}",
                "No app for iPhone or iPad is released with it.",
                "Take the distribution certificate (.cer) from Apple's developer account, or \
                    the package exported for the App Store.",
            ],
            zh: [
                "证书“{name}”是{kind}",
                "iPhone 和 iPad 应用的发布不使用这种证书。",
                "请改用苹果开发者账号中的发布证书（.cer），或为 App Store 导出的安装包。",
            ],
        }
        CertificateExpiredAtSigning { signed: String, from: String, to: String } => {
            en: [
                "The app was signed when the certificate was not valid",
                "It was signed on {signed}, and the certificate is valid from {from} to {to}.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "签名时证书不在有效期内",
                "签名时间为 {signed}，证书有效期为 {from} 至 {to}。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        IdentifierMismatch { signed: String } => {
            en: [
                "The signature is of the app \"{signed}\"",
                "That is another name than the bundle id in Info.plist.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "签名所属的应用是“{signed}”",
                "与 Info.plist 中的 Bundle ID 不同。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        EntitlementApplicationIdentifier { signed: String } => {
            en: [
                "The entitlements are of the app \"{signed}\"",
                "They do not belong to the bundle id in Info.plist.",
                "Sign the app again with Xcode's export, and take that file.",
            ],
            zh: [
                "权限列表所属的应用是“{signed}”",
                "与 Info.plist 中的 Bundle ID 不符。",
                "请从 Xcode 重新导出并签名，改用新的文件。",
            ],
        }
        ProfileCertificate => {
            en: [
                "The profile does not list the signer's certificate",
                "No device installs such an app.",
                "Export the app again with the profile of its own bundle id and team.",
            ],
            zh: [
                "描述文件中没有此签名证书",
                "设备不会安装这样的应用。",
                "请选择与此应用的 Bundle ID 和团队一致的描述文件，重新导出。",
            ],
        }
        ProfileBundleId { application_identifier: String } => {
            en: [
                "The profile is for \"{application_identifier}\"",
                "That is another app, and no device installs it so.",
                "Export the app again with the profile of its own bundle id and team.",
            ],
            zh: [
                "描述文件属于“{application_identifier}”",
                "它不是此应用的描述文件，设备不会安装。",
                "请选择与此应用的 Bundle ID 和团队一致的描述文件，重新导出。",
            ],
        }
        ProfileTeam { profile: String, signed: String } => {
            en: [
                "The profile is of the team {profile}",
                "The signature is of the team {signed}.",
                "Export the app again with the profile of its own bundle id and team.",
            ],
            zh: [
                "描述文件属于团队 {profile}",
                "而签名属于团队 {signed}。",
                "请选择与此应用的 Bundle ID 和团队一致的描述文件，重新导出。",
            ],
        }
        ProfileSignature => {
            en: [
                "The profile was changed after Apple signed it",
                "Its signature does not verify, and no device installs such an app.",
                "Download the profile from Apple's developer account again.",
            ],
            zh: [
                "描述文件在苹果签名后被改动",
                "其签名未通过校验，设备不会安装这样的应用。",
                "请从苹果开发者账号重新下载描述文件。",
            ],
        }
        ProfileUnsigned => {
            en: [
                "The profile is not signed",
                "Apple signs every profile, and anybody could have written this one.",
                "Download the profile from Apple's developer account again.",
            ],
            zh: [
                "描述文件没有签名",
                "苹果签发的描述文件都有签名，而这一份任何人都能写成。",
                "请从苹果开发者账号重新下载描述文件。",
            ],
        }
        ProfileUnreadable => {
            en: [
                "The profile cannot be read",
                "embedded.mobileprovision is damaged or no profile.",
                "Export the app again with the profile of its own bundle id and team.",
            ],
            zh: [
                "描述文件无法读取",
                "embedded.mobileprovision 已损坏或不是描述文件。",
                "请选择与此应用的 Bundle ID 和团队一致的描述文件，重新导出。",
            ],
        }
        ProfileChain => {
            en: [
                "The profile is not signed by Apple",
                "No device installs an app with such a profile.",
                "Download the profile from Apple's developer account again.",
            ],
            zh: [
                "描述文件不是苹果签名的",
                "设备不会安装带有这种描述文件的应用。",
                "请从苹果开发者账号重新下载描述文件。",
            ],
        }
        ProfileCertificates { count: usize, names: String } => {
            en: [
                "The profile names {count} certificates, and nothing tells which signs the app",
                "They are {names}.",
                "Give the package or the certificate (.cer) itself, or choose one by its \
                    SHA-1 (--alias).",
            ],
            zh: [
                "描述文件含有 {count} 个证书，无法确定应用由哪一个签名",
                "分别是 {names}。",
                "请改用安装包或证书（.cer），或用 --alias 加 SHA-1 选择其中一个。",
            ],
        }
        ProfileDevelopment => {
            en: "The profile is for development: this is no released build; take the .ipa \
                exported for distribution.",
            zh: "描述文件用于开发，此文件不是正式发布的版本：请改用为发布而导出的 .ipa。"
        }
        NestedOtherSigner { path: String, signer: String } => {
            en: "\"{path}\" inside the app is signed by \"{signer}\", and the app by another \
                certificate: make sure that this is meant.",
            zh: "应用内的“{path}”由“{signer}”签名，与应用的签名证书不同：请确认是否有意如此。"
        }
        ResourceRulesWeak => {
            en: "The signature leaves out files that Apple's tools would sign, and anybody can \
                change those: export the app from Xcode again.",
            zh: "签名排除了苹果工具本应签名的文件，这些文件任何人都能改动：请从 Xcode 重新导出。"
        }
        WeakDigest => {
            en: "The executable is protected by SHA-1 alone, of which forgeries are known: sign \
                the app again with a newer Xcode.",
            zh: "主程序仅由 SHA-1 保护，而 SHA-1 已有伪造方法：请用较新的 Xcode 重新签名。"
        }
        CertificateExpired { on: String } => {
            en: "The certificate expired on {on}: a renewed one has another key and another \
                SHA-1, which are to be filed anew.",
            zh: "证书已于 {on} 过期：续期后的证书公钥和 SHA-1 均不同，需重新备案。"
        }
        CertificateExpires { on: String } => {
            en: "The certificate is valid until {on}. A renewed one has another key and another \
                SHA-1: file again after renewal.",
            zh: "证书有效期至 {on}。续期后公钥和 SHA-1 会改变，届时需重新备案。"
        }
        ProfileAdHoc => {
            en: "The profile is for ad hoc distribution: the build for the App Store may have \
                another certificate, whose values would then be filed.",
            zh: "描述文件用于 Ad Hoc 分发：提交 App Store 的版本可能使用另一个证书，届时应填报该\
                证书的值。"
        }
        ProfileEnterprise => {
            en: "The profile is for distribution inside an enterprise: a build for the App Store \
                may have another certificate, whose values would then be filed.",
            zh: "描述文件用于企业内部分发：提交 App Store 的版本可能使用另一个证书，届时应填报该\
                证书的值。"
        }
        ResourcesV1 => {
            en: "The list of resources is of the form before 2014, by SHA-1 alone.",
            zh: "资源列表为 2014 年之前的格式，仅使用 SHA-1。"
        }
        AppTooLarge { size: u64, limit: Limit } => {
            en: [
                "The app unpacks to {size} bytes",
                "At most {limit} are read.",
                "Take the package from its developer, or allow more.",
            ],
            zh: [
                "应用解压后有 {size} 字节",
                "超过可读取的上限 {limit}。",
                "请向开发者获取安装包，或调高上限。",
            ],
        }
        ChainIncomplete => {
            en: [
                "The issuer of the signer's certificate is not known",
                "Nothing tells that Apple issued it, and no device installs such an app.",
                "Take the distribution certificate (.cer) from Apple's developer account, or \
                    the package exported for the App Store.",
            ],
            zh: [
                "签名证书的颁发者未知",
                "无从证明证书由苹果签发，设备不会安装这样的应用。",
                "请改用苹果开发者账号中的发布证书（.cer），或为 App Store 导出的安装包。",
            ],
        }
        ProfileMissing => {
            en: [
                "The app has no profile",
                "No device installs it so; the App Store takes none without it either.",
                "Export the app again with the profile of its own bundle id and team.",
            ],
            zh: [
                "应用内没有描述文件",
                "设备不会安装，App Store 也不接受。",
                "请选择与此应用的 Bundle ID 和团队一致的描述文件，重新导出。",
            ],
        }
        ProfileExpired { on: String } => {
            en: "The profile expired on {on}: no device installs the app any more; export it \
                again for a new release.",
            zh: "描述文件已于 {on} 过期，设备不再安装此应用：发布新版本时请重新导出。"
        }
    }
}
