//! What `beian scan --help` says beside its options.

pub(crate) const ENGLISH: &str = "\
Folders are walked, with hidden files; packages are told by content, never by name. A link in a
folder is read where it leads to a file and not followed where it leads to a folder. A file in a
folder that is nothing beian reads has no row and is counted in the summary on standard error; one
that is named has an error row, and so has one whose name promises a package (.apk, .hap, .apk.1 and
the like). A certificate file or keystore is an error too, unless its name says what it is (.cer,
.pem, .p12, .jks) or --certificate is given.

Rows come in the order in which files are ready, each written whole. JSON lines are the objects of
\"verify --json\" with \"ok\", \"errors\", \"warnings\" (codes) and \"size\" behind; a file that
cannot be read has \"error\" in place of the report. Comma-separated rows (RFC 4180, UTF-8) have a
header:
  sha256              of the primary signer's certificate; empty where several sign and none is it,
                      and where a certificate stands in a package's place
  md5, sha1           of the same, where the row is ok and its values may be filed
  public_key          likewise, as --profile, --lower and --separator write it
  errors, warnings    codes of the findings of that level, or of why the file cannot be read
  error_message       the first error in words
  ok                  whether this file alone would give exit status 0
  size                of the file, in bytes
  file_bytes          the name in hex, where it is no UTF-8
  no_filing           why there are no values to file, as a code
Control characters and those that nobody sees are written as \\u{a}. A cell that a spreadsheet would
take for a formula (it begins with = + - @) or for a number too long for it has ' before it, and so
has one that begins with '. Take one ' away to have the value.

--resume F goes on with a scan whose rows are in F: a row that was torn is taken away, files that
have a row are not read again (by the name as it is given, so give the same paths), and the exit
status counts the rows that were there. Where F is not there it is begun.

Exit status:
  0    all verified (or not to be verified: certificates, --fast)
  1    something is rejected or unsigned, or has an error-level finding
  2    something could not be read or written; wins over 1. A keystore or certificate file met in a
       folder that gives no certificate (without its password, say) has an error row and counts here
       only where it is named
  130  interrupted (143 by SIGTERM): the files that were begun have their rows";

pub(crate) const CHINESE: &str = "\
会进入各级目录，包括隐藏文件；按内容而不按文件名识别安装包。目录中的链接指向文件时读取该文件，
指向目录时不进入。目录中 beian 不识别的文件不输出行，只在标准错误的汇总中计数；直接指定的文件，
以及文件名像安装包的（.apk、.hap、.apk.1 等），无法识别时输出错误行。证书文件和密钥库也算错误，
除非文件名已表明类型（.cer、.pem、.p12、.jks 等）或加了 --certificate。

先完成的文件先输出，每行完整写出。JSON 行与 verify --json 相同，末尾另有 ok、errors、
warnings（代码）和 size；无法读取的文件以 error 代替报告。CSV（RFC 4180，UTF-8）带表头：
  sha256              当前签名者的证书指纹；有多个并列签名者，或以证书充当安装包时留空
  md5、sha1           同上，仅在 ok 为 true 且可用于填报时才有
  public_key          同上，按 --profile、--lower、--separator 的写法
  errors、warnings    错误、警告的代码，或无法读取的原因代码
  error_message       第一个错误的说明
  ok                  单独检查此文件时退出码是否为 0
  size                文件大小（字节）
  file_bytes          文件名不是 UTF-8 时，其十六进制
  no_filing           给不出填报值的原因（代码）
控制字符和不可见字符写作 \\u{a}。会被电子表格当作公式（以 = + - @ 开头）或过长数字的单元格前加一个 '，
本来以 ' 开头的也加；去掉一个 ' 即为原值。

--resume 文件：继续上次的批量校验。写了一半的行会去掉；已有结果的文件（按所给的路径识别，请使用与上次
相同的写法）不再读取；退出码也计入已有的行。该文件不存在时从头开始。

退出码：
  0    全部通过（或无需校验：证书、--fast）
  1    有未通过、未签名或有错误级结果的
  2    有文件无法读取，或无法写出；优先于 1。目录中的密钥库或证书文件给不出证书时（例如需要密码）
       有错误行，但直接指定时才算在内
  130  被中断（SIGTERM 为 143）：已开始的文件都有完整的行";
