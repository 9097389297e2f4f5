//! What readers of a container stumble over.

use super::issues;
use crate::say::Because;
use crate::say::Id16;

issues! {
    Container {
        DataBeforeFirstEntry { bytes: u64 } => {
            en: "{bytes} bytes stand before the first ZIP entry, where something that is not the \
                package may hide (\"Janus\" on old Android versions): do not use this file, build \
                the package again.",
            zh: "第一个 ZIP 条目之前有 {bytes} 字节数据，其中可能藏有安装包以外的内容（如旧版安卓\
                的 Janus 漏洞）：请勿使用此文件，请重新打包。"
        }
        DuplicateEntry { name: String } => {
            en: [
                "The package holds two files named \"{name}\"",
                "Readers differ on which one counts.",
                "Build the package again without the duplicate.",
            ],
            zh: [
                "安装包内有两个同名文件“{name}”",
                "不同系统读取的不是同一个。",
                "请去除重复的文件，重新打包。",
            ]
        }
        EntriesOverlap => {
            en: "Files in the package share one stretch of data, as no build tool writes them (a \
                ZIP bomb): take the package from its developer.",
            zh: "安装包内有多个文件共用同一段数据，任何打包工具都不会这样生成（ZIP 炸弹）：\
                请从开发者处重新获取安装包。"
        }
        EncryptedFlag { name: String } => {
            en: "\"{name}\" is marked as encrypted although platforms read it in clear: a trick \
                against analysis tools.",
            zh: "“{name}”被标记为已加密，而系统按未加密读取：这是对抗分析工具的手法。"
        }
        UnknownCompressionMethod { name: String, method: Id16 } => {
            en: "\"{name}\" names the compression method {method}, which nobody knows: current \
                Android reads the file as stored, older versions and the verifiers of signatures \
                as deflated, and HarmonyOS not at all. Build the package again with stored or \
                deflated files.",
            zh: "“{name}”标明的压缩方式 {method} 无人定义：当前安卓系统按未压缩读取，\
                旧版系统和签名校验则按 deflate 解压，鸿蒙系统无法读取。\
                请改用“存储”或 deflate 方式重新打包。"
        }
        LocalHeaderDiffers { name: String, why: Because } => {
            en: "What stands before or behind the data of \"{name}\" contradicts the directory of \
                the ZIP ({why}), and no HarmonyOS device reads such a file: build the package \
                again.",
            zh: "“{name}”的数据前后所写的内容与 ZIP 中央目录矛盾（{why}），\
                鸿蒙设备不会读取这样的文件：请重新打包。"
        }
        ZipEndRecord { why: Because } => {
            en: "The end record of the ZIP is such that no HarmonyOS device opens the package \
                ({why}): build it again.",
            zh: "鸿蒙设备无法打开此安装包，因为 ZIP 结束记录不符合要求（{why}）：请重新打包。"
        }
        EntryInSigningBlock { name: String } => {
            en: "\"{name}\" stands in the signing block or reaches into it, where no signature \
                covers it and anybody can change it: do not use this file, get it again from \
                whoever built it.",
            zh: "“{name}”的数据位于签名块内或伸入签名块，不受任何签名保护，任何人都能改动：\
                请勿使用此文件，请向打包方重新获取。"
        }
        LocalEntriesDiffer { offset: u64, why: Because } => {
            en: "Installers unpack such a file from front to back, and find something else at byte \
                {offset} than its directory says ({why}): they may install another app; do not use \
                this file, get it again from whoever built it.",
            zh: "安装程序会从头到尾依次解压此类文件，而第 {offset} 字节处的内容与文件目录的记载不符\
                （{why}）：实际安装的可能是其他内容，请勿使用此文件，请向打包方重新获取。"
        }
        NulInName { name: String } => {
            en: "The name of the entry \"{name}\" holds a NUL byte, at which some readers cut it: \
                build the package again.",
            zh: "条目名“{name}”含有 NUL 字节，部分系统会在此截断：请重新打包。"
        }
        EntryUnreadable { name: String, why: Because } => {
            en: "\"{name}\" cannot be read from the package ({why}): the file is damaged or was \
                edited, get it again from whoever built it.",
            zh: "无法读取安装包内的“{name}”（{why}）：文件已损坏或被修改，请向打包方重新获取。"
        }
        DataBeforeArchive { bytes: u64 } => {
            en: "{bytes} bytes stand before the first ZIP entry, and no signature covers them: get \
                the file from whoever built it.",
            zh: "第一个 ZIP 条目之前有 {bytes} 字节数据，没有任何签名覆盖：请向打包方获取原始文件。"
        }
    }
}
