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
            en: "Only parts of an app (split APKs) are in the file, and the base APK is missing: \
                there is nothing to file from, get the complete set.",
            zh: "文件中只有拆分出的部分（split APK），缺少主 APK（base）：无法得出备案信息，\
                请取得完整的一组文件。"
        }
        SetTooLarge { count: usize, limit: Limit } => {
            en: "The file holds {count} packages, more than {limit}: give the base APK, or the \
                entry HAP, by itself.",
            zh: "文件中有 {count} 个安装包，超过上限 {limit}：请单独使用主 APK（base）\
                或 entry 模块的 HAP。"
        }
        InnerUnreadable { name: String, why: Because } => {
            en: "\"{name}\" inside the file cannot be read as a package ({why}): the file is \
                damaged or was edited, get it again.",
            zh: "无法把其中的“{name}”作为安装包读取（{why}）：文件已损坏或被修改，请重新获取。"
        }
        InnerUnsigned { name: String } => {
            en: "\"{name}\" inside the file carries no signature: a device would refuse the set, \
                get all APKs from one build.",
            zh: "其中的“{name}”没有签名：设备会拒绝安装，请使用同一次构建产生的全部 APK。"
        }
        InnerPackagesDiffer { one: String, its: String, other: String, others: String } => {
            en: "\"{one}\" is of the app {its}, and \"{other}\" of {others}: they do not belong \
                together, get the packages of one app from one build.",
            zh: "“{one}”属于应用 {its}，而“{other}”属于 {others}：两者不是同一个应用或不是同一次构\
                建，请使用同一应用、同一次构建的一组文件。"
        }
        InnerSignersDiffer { one: String, other: String } => {
            en: "\"{one}\" and \"{other}\" are signed by different certificates: a device would \
                refuse the set, and nobody can say which is the app's; get all APKs from one \
                build.",
            zh: "“{one}”与“{other}”的签名证书不同：设备会拒绝安装，也无法判断哪个才是应用的证书，\
                请使用同一次构建产生的全部 APK。"
        }
        InnerVersionsDiffer { one: String, its: String, other: String, others: String } => {
            en: "\"{one}\" has the version code {its}, and \"{other}\" {others}: a device would \
                refuse the set, get all APKs from one build.",
            zh: "“{one}”的版本号为 {its}，而“{other}”为 {others}：设备会拒绝安装，\
                请使用同一次构建产生的全部 APK。"
        }
        SplitTwice { first: String, other: String, part: String } => {
            en: "\"{first}\" and \"{other}\" are the same part of the app ({part}): a device would \
                refuse the set, and installers may take either; get the set of one build.",
            zh: "“{first}”与“{other}”是应用的同一部分（{part}）：设备会拒绝安装，\
                不同安装程序也可能选用其中任意一个，请使用同一次构建产生的一组文件。"
        }
        BasesDiffer { one: String, its: String, other: String, others: String } => {
            en: "\"{one}\" names the app \"{its}\", and \"{other}\" names it \"{others}\": which \
                one a user gets depends on the device; get the set of one build.",
            zh: "“{one}”中的应用名称为“{its}”，而“{other}”中为“{others}”：\
                用户装到哪一个取决于设备，请使用同一次构建产生的一组文件。"
        }
        ApksInPackage { name: String } => {
            en: "The file is an app itself, and holds \"{name}\" where installers of sets of APKs \
                look for one: what is installed depends on who installs it; give the app alone.",
            zh: "此文件本身是一个应用，同时又在分包安装程序会读取的位置含有“{name}”：\
                实际安装的内容取决于安装方式，请单独使用应用的安装包。"
        }
        SetWithinSet { name: String } => {
            en: "\"{name}\" inside the file is a package that some installers would install and \
                others pass over: give the set alone.",
            zh: "其中的“{name}”也是安装包，有的安装程序会安装它，有的会忽略：请单独使用这一组 APK。"
        }
        SetDescriptionUnreadable { file: String, why: Because } => {
            en: "{file} inside the file cannot be read ({why}): installers that go by it would \
                refuse the set, or read it otherwise; get the file again.",
            zh: "无法读取其中的 {file}（{why}）：依据它的安装程序会拒绝安装或得出不同结果，\
                请重新获取文件。"
        }
        SetDescriptionDiffers { file: String, named: String, package: String } => {
            en: "{file} says that the app is \"{named}\", and the APKs are of \"{package}\": \
                somebody edited or misnamed the file; the APKs count.",
            zh: "{file} 写明的应用为“{named}”，而其中的 APK 属于“{package}”：文件可能被改动，\
                以 APK 为准。"
        }
    }
}
