//! What the app says of itself.

use super::issues;
use crate::say::Because;

issues! {
    Identity {
        ManifestMissing => {
            en: "There is no AndroidManifest.xml: this is not an installable Android package. To \
                verify it as a plain JAR, give --min-sdk and a --max-sdk below 26.",
            zh: "缺少 AndroidManifest.xml：这不是可安装的安卓安装包。若只想按 JAR 校验签名，\
                请加 --min-sdk 和小于 26 的 --max-sdk。"
        }
        BundleManifestBad { why: Because } => {
            en: "base/manifest/AndroidManifest.xml, which says what the bundle is, cannot be read \
                ({why}): no store would take this bundle, build it again.",
            zh: "无法读取应用包（AAB）的 base/manifest/AndroidManifest.xml（{why}）：\
                应用商店不会接受，请重新构建。"
        }
        ManifestMalformed { why: Because } => {
            en: "AndroidManifest.xml cannot be read ({why}): Android would not install this \
                package.",
            zh: "无法解析 AndroidManifest.xml（{why}）：安卓无法安装此安装包。"
        }
        ManifestAmbiguous { fact: Because, device: String, other: String, why: Because } => {
            en: "AndroidManifest.xml can be read in two ways: {fact} is \"{device}\" as Android \
                reads it, and \"{other}\" as other tools may; {why}.",
            zh: "AndroidManifest.xml 有两种读法：{fact}按安卓系统读取为“{device}”，\
                其他工具可能读成“{other}”；{why}。"
        }
        PackageNameInvalid { name: String, why: Because } => {
            en: "\"{name}\" is no valid package name ({why}): no device installs it, correct the \
                name and build the package again.",
            zh: "“{name}”不是有效的包名（{why}）：任何设备都不会安装，请改正包名后重新打包。"
        }
        MinSdkUnreadable { value: String } => {
            en: "The minimum platform version \"{value}\" in AndroidManifest.xml is neither a \
                number nor a known code name; give --min-sdk.",
            zh: "AndroidManifest.xml 中的最低系统版本“{value}”既不是数字也不是已知代号；\
                请用 --min-sdk 指定。"
        }
        ManifestBreaksOff => {
            en: "AndroidManifest.xml breaks off, so the minimum platform version is not certain: \
                the file is damaged or was made to confuse; give --min-sdk to verify all the \
                same.",
            zh: "AndroidManifest.xml 中途损坏，无法确定最低系统版本：文件已损坏或被有意做手脚；\
                如仍要校验，请用 --min-sdk 指定。"
        }
        SdkRangeEmpty { min: u32, max: u32 } => {
            en: "The package needs at least platform version {min}, above the maximum of {max} \
                that was asked for: nothing to verify, raise --max-sdk.",
            zh: "安装包要求的最低系统版本 {min} 高于指定的最高版本 {max}：没有可校验的版本，\
                请调高 --max-sdk。"
        }
        ResourcesMalformed { why: Because } => {
            en: "resources.arsc cannot be read ({why}); the app's name may be missing.",
            zh: "无法解析 resources.arsc（{why}），应用名称可能缺失。"
        }
        ResourcesOdd { why: Because } => {
            en: "resources.arsc is built as no build tool builds it ({why}), so that tools and \
                phones may read different names from it: compare the app's name with what a phone \
                shows, and build the package again.",
            zh: "resources.arsc 的结构与任何构建工具生成的都不同（{why}），\
                不同工具与手机读出的应用名称可能不一致：请与手机上实际显示的名称核对，并重新打包。"
        }
        LabelDependsOnDevice { name: String, device: String, other: String, other_device: String } => {
            en: "Devices in China show different names for the app: \"{name}\" ({device}), but \
                \"{other}\" ({other_device}). File the name that the store shows, and use one name \
                on every device.",
            zh: "中国大陆的设备上显示的应用名称不一致：“{name}”（{device}），\
                但“{other}”（{other_device}）。请按应用商店中的名称备案，\
                并让各种设备显示同一名称。"
        }
        LabelUnresolved { why: Because } => {
            en: "Phones find no name for the app's label ({why}) and show the package name \
                instead: take the app's name from the store, or set the label (android:label; on \
                HarmonyOS a string with its labelId) and build the package again.",
            zh: "手机找不到应用名称的文字（{why}），会改为显示包名：\
                应用名称请以应用商店显示的为准，或补全名称（安卓为 android:label，\
                鸿蒙为带 labelId 的字符串）后重新打包。"
        }
        LauncherNameDiffers { launcher: String, app: String } => {
            en: "The launcher shows \"{launcher}\", the app is named \"{app}\": file the name that \
                the store shows.",
            zh: "桌面图标下显示“{launcher}”，应用名称为“{app}”：备案名称应与应用商店中的名称一致。"
        }
        SplitPackage { split: String } => {
            en: "This package is only the part \"{split}\" of a split app; file from the base \
                package.",
            zh: "此安装包只是拆分应用的一个部分“{split}”：请以主包（base）为准填报。"
        }
        Debuggable => {
            en: "The package is a debug build (android:debuggable): file from the release package.",
            zh: "此安装包是调试版本（android:debuggable）：请使用正式发布的安装包填报。"
        }
    }
}
