//! What is wrong with a resource table.

use crate::say::said;

said! {
    /// What no build tool writes into a table, and platforms refuse or read in their own ways
    /// (`LoadedArsc.cpp`, `ResourceTypes.cpp` of AOSP).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum TableFault {
        TwoTables => { en: "it has two tables", zh: "其中有两个资源表" }
        ShortHeader => { en: "the header of a chunk is too short", zh: "某个数据块的头部过短" }
        TwoStringPools => { en: "it has two pools of strings", zh: "有两个全局字符串池" }
        StringPool => { en: "its pool of strings is malformed", zh: "字符串池格式错误" }
        MorePackages => {
            en: "it has more packages than its header says",
            zh: "资源包多于头部声明的数量"
        }
        FewerPackages => {
            en: "it has fewer packages than its header says",
            zh: "资源包少于头部声明的数量"
        }
        NoStringPool => { en: "it has no pool of strings", zh: "没有字符串池" }
        ChunkReachesOut => {
            en: "a chunk is longer than what holds it",
            zh: "某个数据块超出了所在的范围"
        }
        ChunkSize => { en: "a chunk has an impossible size", zh: "某个数据块的长度不合法" }
        TypeOffset => { en: "the numbers of its types have an offset", zh: "类型编号带有偏移" }
        PackageZero => { en: "a package has the number 0", zh: "资源包编号为 0" }
        PackageNumber => { en: "a package has an impossible number", zh: "资源包编号不合法" }
        PackageTwice => { en: "it has one package twice", zh: "同一资源包出现两次" }
        NamePool => { en: "a pool of names is malformed", zh: "名称字符串池格式错误" }
        Libraries => { en: "its list of libraries is malformed", zh: "共享库列表格式错误" }
        ShortTypeSpec => {
            en: "a description of a type is too short",
            zh: "类型说明（typeSpec）过短"
        }
        TypeNumber => { en: "a type has an impossible number", zh: "类型编号不合法" }
        TooManyResources => { en: "a type has too many resources", zh: "类型的资源数量过多" }
        TypeSpecTwice => {
            en: "a type is described twice",
            zh: "同一类型有两个类型说明（typeSpec）"
        }
        NoTypeSpec => {
            en: "a type is not described before its resources",
            zh: "类型的资源之前没有类型说明（typeSpec）"
        }
        MoreResources => {
            en: "a type has more resources than its description says",
            zh: "类型的资源多于类型说明（typeSpec）中的数量"
        }
        ResourceOutside => {
            en: "a resource does not stand in its type",
            zh: "资源条目超出了所属类型的范围或格式错误"
        }
        BadString => { en: "a string is malformed", zh: "字符串格式错误（例如缺少结尾的 NUL）" }
        TypeZero => { en: "a type has the number 0", zh: "类型编号为 0" }
        EntriesPlace => {
            en: "the entries of a type stand where none can be",
            zh: "类型的条目位置不合法"
        }
        Configuration => {
            en: "a configuration is larger than the header that holds it",
            zh: "资源配置（config）超出了所在的头部"
        }
        Order => {
            en: "the resources of a type are not in order",
            zh: "稀疏类型的条目未按顺序排列或有重复"
        }
    }
}
