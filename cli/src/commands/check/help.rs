//! What `beian check --help` says of records.

pub(crate) const ENGLISH: &str = "\
Without any value beian asks for them, one after the other, where it runs in a terminal.

A record is a TOML file; outside a set every key may be left out, and an unknown one is an error:
  package_name = \"com.example.app\"
  platform = \"安卓\"
  [[features]]                   one set or several, as several may be filed
  public_key = \"2072…\"
  fingerprint = \"4975…\"
A set has both, else the record is an error. A package is right when one of the sets is its own; the
one that fits best is printed. A record without any set compares names, says so, and never matches.

Every form in which a key is written is known. Outcomes:
  match            right; case, blanks, ends of lines and colons may differ
  match-untidy     the right value with a label, quotes, full-width or invisible characters: file
                   what is expected
  match-truncated  the beginning of the right key, which proves nothing: only --accept-truncated
                   lets it count
  mismatch         wrong
  invalid          nothing that the row could take
  missing          nothing is filed, or the package gives nothing that is proven and may be filed
  unproven         it is what the file has, and that proves nothing
A package from which nothing may be filed (of a debug certificate, one with errors) never matches;
nor does a certificate file or keystore, unless its name says what it is (.cer, .pem, .p12, .jks and
the like) or --certificate is given.

Exit status: 0 everything matches, 1 something does not or the package has an error, 2 wrong use, an
unreadable file, or a result that cannot be written.";

pub(crate) const CHINESE: &str = "\
不给出任何值时，beian 在终端上逐项询问。

备案记录为 TOML 文件；各套之外的项均可省略，出现未知的项则报错：
  package_name = \"com.example.app\"
  platform = \"安卓\"
  [[features]]                   一套或多套特征信息
  public_key = \"2072…\"
  fingerprint = \"4975…\"
每套须同时有公钥和指纹，否则记录有误。安装包与其中一套相符即可，显示最接近的一套。
没有任何一套的记录只比对名称，并予以说明，不会得出“一致”。

公钥的各种写法均可识别。结果：
  match            一致（大小写、空格、换行、冒号可以不同）
  match-untidy     值正确，但夹带标签、引号、全角或不可见字符，请改填“应填”的值
  match-truncated  只是正确公钥的开头，不能证明，仅在加 --accept-truncated 时算一致
  mismatch         不符
  invalid          不是该栏的值
  missing          未填写，或安装包没有经签名证实、可用于填报的值可供比对
  unproven         与文件一致，但不能证明
不能用于填报的安装包（调试证书签名、有错误等）不会得出“一致”；证书文件和密钥库也不会，
除非文件名已表明类型（.cer、.pem、.p12、.jks 等）或加了 --certificate。

退出码：0 全部一致；1 有不一致，或安装包有错误；2 用法错误、文件无法读取，或结果无法写出。";
