//! Sets of APKs, bundles, and packages inside packages.

use super::issues;
use crate::limits::Limit;
use crate::say::Because;

issues! {
    Sets {
        BundleUploadCertificate => {
            en: "This is an Android App Bundle, which is signed with the upload certificate; the \
                store makes the APKs from it and may sign them with another one: compare with the \
                app signing certificate in the store's console, or use an APK that users get, \
                before filing.",
            zh: "这是 Android App Bundle（AAB），其签名证书是上传证书；\
                应用商店据此生成的 APK 可能由另一证书签名。备案前请与商店后台的“应用签名证书”核对，\
                或改用用户实际下载的 APK。"
        }
        WeakAlgorithm { algorithm: String, remedy: Because } => {
            en: "The signature rests on {algorithm}, which newer tools and stores refuse: \
                {remedy}.",
            zh: "签名使用了 {algorithm}，新版工具和应用商店不再接受：{remedy}。"
        }
        SetWithoutBase => {
            en: [
                "The base APK is missing",
                "Only parts of an app (split APKs) are in the file: there is nothing to file from.",
                "Get the complete set from the same build.",
            ],
            zh: [
                "缺少主 APK（base）",
                "文件中只有拆分出的部分（split APK），无法得出备案信息。",
                "请取得同一次构建的完整一组文件。",
            ]
        }
        SetTooLarge { count: usize, limit: Limit } => {
            en: [
                "The file holds {count} packages",
                "That is more than {limit}, which are read.",
                "Give the base APK, or the entry HAP, by itself.",
            ],
            zh: [
                "文件中有 {count} 个安装包",
                "超过可读取的上限 {limit}。",
                "请单独使用主 APK（base）或 entry 模块的 HAP。",
            ]
        }
        InnerUnreadable { name: String, why: Because } => {
            en: [
                "\"{name}\" inside the file cannot be read as a package ({why})",
                "The file is damaged or was edited.",
                "Download or copy it again.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "无法把其中的“{name}”作为安装包读取（{why}）",
                "文件已损坏或被修改。",
                "请重新下载或复制此文件。",
                "请向打包方索取原始安装包。",
            ]
        }
        InnerUnsigned { name: String } => {
            en: [
                "\"{name}\" inside the file carries no signature",
                "A device would refuse the set.",
                "Take all packages from one and the same build.",
            ],
            zh: [
                "其中的“{name}”没有签名",
                "设备会拒绝安装。",
                "请使用同一次构建产生的全部安装包。",
            ]
        }
        InnerPackagesDiffer { one: String, its: String, other: String, others: String } => {
            en: [
                "The packages in the file do not belong together",
                "\"{one}\" is of the app {its}, and \"{other}\" of {others}.",
                "Take the packages of one app, all from one build.",
            ],
            zh: [
                "文件中的安装包不是同一个应用",
                "“{one}”属于应用 {its}，而“{other}”属于 {others}。",
                "请使用同一应用、同一次构建的一组文件。",
            ]
        }
        InnerSignersDiffer { one: String, other: String } => {
            en: [
                "\"{one}\" and \"{other}\" are signed by different certificates",
                "A device would refuse the set, and which certificate is the app's cannot be told.",
                "Take all packages from one and the same build.",
            ],
            zh: [
                "“{one}”与“{other}”的签名证书不同",
                "设备会拒绝安装，也无法判断哪个才是应用的证书。",
                "请使用同一次构建产生的全部安装包。",
            ]
        }
        InnerVersionsDiffer { one: String, its: String, other: String, others: String } => {
            en: [
                "The packages in the file are of different versions",
                "\"{one}\" has the version code {its}, and \"{other}\" {others}: a device would \
                    refuse the set.",
                "Take all packages from one and the same build.",
            ],
            zh: [
                "文件中的安装包版本不一致",
                "“{one}”的版本号为 {its}，而“{other}”为 {others}，设备会拒绝安装。",
                "请使用同一次构建产生的全部安装包。",
            ]
        }
        SplitTwice { first: String, other: String, part: String } => {
            en: [
                "\"{first}\" and \"{other}\" are the same part of the app ({part})",
                "A device would refuse the set, and installers may take either.",
                "Take all packages from one and the same build.",
            ],
            zh: [
                "“{first}”与“{other}”是应用的同一部分（{part}）",
                "设备会拒绝安装，不同安装程序也可能选用其中任意一个。",
                "请使用同一次构建产生的全部安装包。",
            ]
        }
        BasesDiffer { one: String, its: String, other: String, others: String } => {
            en: [
                "The base APKs in the file name the app differently",
                "\"{one}\" names it \"{its}\", and \"{other}\" \"{others}\": which one a user gets \
                    depends on the device.",
                "Take all packages from one and the same build.",
            ],
            zh: [
                "文件中两个主 APK 的应用名称不同",
                "“{one}”中为“{its}”，“{other}”中为“{others}”，用户装到哪一个取决于设备。",
                "请使用同一次构建产生的全部安装包。",
            ]
        }
        ApksInPackage { name: String } => {
            en: [
                "The app holds \"{name}\" where installers of sets look for an APK",
                "What is installed depends on who installs it.",
                "Give the package of the app alone.",
            ],
            zh: [
                "应用内含有分包安装程序会读取的“{name}”",
                "实际安装的内容取决于安装方式。",
                "请单独使用应用自身的安装包。",
            ]
        }
        SetWithinSet { name: String } => {
            en: [
                "\"{name}\" inside the file is a package as well",
                "Some installers would install it, and others pass it over.",
                "Give the set of APKs alone.",
            ],
            zh: [
                "其中的“{name}”也是安装包",
                "有的安装程序会安装它，有的会忽略。",
                "请单独使用这一组 APK。",
            ]
        }
        SetDescriptionUnreadable { file: String, why: Because } => {
            en: [
                "{file} inside the file cannot be read ({why})",
                "Installers that go by it would refuse the set, or read it otherwise.",
                "Download or copy the file again.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "无法读取其中的 {file}（{why}）",
                "依据它的安装程序会拒绝安装，或得出不同的结果。",
                "请重新下载或复制此文件。",
                "请向打包方索取原始安装包。",
            ]
        }
        SetDescriptionDiffers { file: String, named: String, package: String } => {
            en: "{file} says that the app is \"{named}\", and the APKs are of \"{package}\": \
                somebody edited or misnamed the file; the APKs count.",
            zh: "{file} 写明的应用为“{named}”，而其中的 APK 属于“{package}”：文件可能被改动，\
                以 APK 为准。"
        }
    }
}
