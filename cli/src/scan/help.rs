//! What `beian scan --help` says beside its options.

pub(crate) const ENGLISH: &str = "\
Folders are walked, with hidden files; packages are told by content, never by name. A link in a folder
is read where it leads to a file and not followed where it leads to a folder. A file in a folder that
is nothing beian reads has no row and is counted in the summary on standard error; one that is named
has an error row.

Rows come in the order in which files are ready, each written whole. JSON lines are the objects of
\"verify --json\"; a file that cannot be read has \"error\" in place of the report. Comma-separated rows
(RFC 4180, UTF-8) have a header:
  md5, sha1, sha256   of the primary signer's certificate; empty where several sign and none is it
  public_key          as --profile, --lower and --separator write it; empty unless the verdict is
                      \"verified\" (certificates and keystores have it too, and with
                      --allow-unverified all that name one signer)
  errors              codes of the error-level findings, or of why the file cannot be read
  error_message       the first error in words
Control characters are written as \\u{a}. A cell that a spreadsheet would take for a formula (it begins
with = + - @) or for a number too long for it has ' before it, and so has one that begins with '. Take
one ' away to have the value.

Exit status:
  0    all verified (or not to be verified: certificates, --fast)
  1    something is rejected or unsigned, or has an error-level finding
  2    something could not be read or written; wins over 1. A keystore or certificate file met in a
       folder that gives no certificate (without its password, say) has an error row and counts here
       only where it is named
  130  interrupted (143 by SIGTERM): the files that were begun have their rows";

pub(crate) const CHINESE: &str = "\
会进入各级目录，包括隐藏文件；按内容而不按文件名识别安装包。目录中的链接指向文件时读取该文件，指向目录时不进入。
目录中 beian 不识别的文件不输出行，只在标准错误的汇总中计数；直接指定的文件无法识别时输出错误行。

先完成的文件先输出，每行完整写出。JSON 行与 verify --json 相同；无法读取的文件以 error 代替报告。
CSV（RFC 4180，UTF-8）带表头：
  md5、sha1、sha256   当前签名者的证书指纹；有多个并列签名者时留空
  public_key          按 --profile、--lower、--separator 的写法；校验通过时才有
                      （证书和密钥库也有；加 --allow-unverified 时，只有一个签名者的都有）
  errors              错误级检查结果的代码，或无法读取的原因代码
  error_message       第一个错误的说明
控制字符写作 \\u{a}。会被电子表格当作公式（以 = + - @ 开头）或过长数字的单元格前加一个 '，
本来以 ' 开头的也加；去掉一个 ' 即为原值。

退出码：
  0    全部通过（或无需校验：证书、--fast）
  1    有未通过、未签名或有错误级结果的
  2    有文件无法读取，或无法写出；优先于 1。目录中的密钥库或证书文件给不出证书时（例如需要密码）
       有错误行，但直接指定时才算在内
  130  被中断（SIGTERM 为 143）：已开始的文件都有完整的行";
