//! The APK signing block.

use super::issues;
use crate::limits::Limit;
use crate::say::Because;
use crate::say::Id32;

issues! {
    Block {
        SigningBlockTooLarge { size: u64, limit: Limit } => {
            en: [
                "The APK signing block has {size} bytes",
                "That is more than {limit}, and no real one is as large.",
                "Get the original package from whoever built it.",
            ],
            zh: [
                "APK 签名块有 {size} 字节",
                "超过上限 {limit}，真实的签名块不会这么大。",
                "请向打包方索取原始安装包。",
            ]
        }
        VendorBlock { vendor: Because, id: Id32 } => {
            en: "The signing block holds data of {vendor} (id {id}), which is no signature and was \
                not verified.",
            zh: "签名块中有 {vendor} 的数据（id {id}），它不是签名，未作校验。"
        }
        UnknownBlock { id: Id32 } => {
            en: "The signing block holds data with the unknown id {id}, which no signature scheme \
                reads.",
            zh: "签名块中有未知标识 {id} 的数据，任何签名方案都不读取它。"
        }
        ChannelMark { tool: String, mark: Because } => {
            en: "The package carries a channel mark of {tool}: {mark}",
            zh: "安装包带有 {tool} 渠道标记：{mark}"
        }
    }
}
