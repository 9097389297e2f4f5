//! The command line's help and usage errors in Chinese: clap itself speaks English only.

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// The help texts by the name of the command or argument.
const HELP: &[(&str, &str)] = &[
    ("beian", "校验应用安装包签名，给出 APP 备案所需的包名、公钥与证书指纹"),
    ("form", "校验安装包并给出备案表单所需填写的值"),
    ("inspect", "显示安装包的全部信息"),
    ("verify", "校验安装包签名并说明原因"),
    ("scan", "校验大量安装包（包括目录中的），每个完成后立即输出一行"),
    ("explain", "说明代码的含义、原因和处理办法"),
    ("codes", "提示和错误末尾方括号中的代码，例如 debuggable"),
    ("command", "要查看帮助的命令"),
    (
        "output",
        "写入该文件而不是标准输出，格式由扩展名决定：.html（可转交他人的网页）、.txt、.json、.csv、\
            .md",
    ),
    ("copy", "把一项的值复制到剪贴板：package-name、public-key、fingerprint、platform"),
    ("public_key_file", "存有公钥的文件，同“@文件”，供 PowerShell 等另有“@”用法的命令行使用"),
    ("fingerprint_file", "存有指纹的文件"),
    ("files_from", "列有文件和目录的清单文件，每行一个；“-”表示标准输入"),
    ("resume", "继续上次中断的批量校验：该文件中已有结果的文件不再读取，其余的结果写在后面"),
    ("completions", "输出命令行补全脚本"),
    ("shell", "bash、zsh、fish、elvish 或 powershell"),
    ("man", "输出手册页"),
    ("folder", "改为把本页与各命令的手册页写入该目录"),
    ("format", "显示各行的格式：jsonl、csv [默认：jsonl]"),
    ("bom", "CSV 以字节顺序标记（BOM）开头，Excel 需要它才能按 UTF-8 读取"),
    ("jobs", "同时读取的文件数 [默认：处理器核心数]"),
    ("files", "应用安装包、证书文件或密钥库；“-”表示标准输入"),
    ("min_sdk", "校验所针对的最低系统版本（API 级别）[默认：安装包自身的最低版本]"),
    ("max_sdk", "校验所针对的最高系统版本（API 级别）[默认：不限]"),
    ("trust_root", "除内置根证书外还要信任的根证书文件（PEM 或 DER，用于鸿蒙）"),
    ("alias", "密钥库中有多个密钥时，要使用的条目别名"),
    (
        "password_stdin",
        "从标准输入的第一行读取密钥库密码；不加此项时取自环境变量 BEIAN_PASSWORD，或在终端上询问",
    ),
    (
        "certificate",
        "所给文件就是证书或密钥库，不论文件名如何都采用，尽管它不能证明任何安装包；不加此项时，仅\
            采用文件名已表明类型的（.cer、.pem、.p12、.jks 等）",
    ),
    ("accept_truncated", "正确公钥的开头部分也算一致，尽管开头相同的公钥数秒即可造出"),
    (
        "platform",
        "证书文件或密钥库所用于的平台：android（安卓）、harmonyos（鸿蒙）、ios [默认：由颁发者判\
            断，否则为安卓]",
    ),
    ("check", "将已填报（或将填报）的内容与安装包比对，并说明错误的值是什么"),
    ("package_name", "已填报的包名"),
    ("public_key", "已填报的公钥，写法不限；“@文件”表示从文件读取"),
    ("fingerprint", "已填报的指纹（签名MD5值）；“@文件”表示从文件读取"),
    ("filed_platform", "已填报的运行平台；证书文件或密钥库视为用于该平台"),
    ("record", "包含上述各项的备案记录文件，格式同 --write-record 所生成的文件"),
    ("same", "各安装包的签名者是否与第一个相同"),
    (
        "write_record",
        "由校验通过的安装包生成备案记录文件：输出到标准输出，或写入指定文件（--write-record=文件）",
    ),
    ("fast", "不读取内容：仅显示身份与签名者，不作校验"),
    ("idsig", "安装包的 v4 签名文件；“auto”表示各文件旁的“文件名.idsig”"),
    ("json", "每个文件输出一行 JSON"),
    ("lang", "文字的语言：zh、en [默认：取自系统区域设置]"),
    (
        "profile",
        "按哪家的写法填报：default（aliyun、tencent、ucloud、hsy）、huawei、hex、spki、all",
    ),
    ("lower", "十六进制值使用小写"),
    ("separator", "十六进制值各字节之间的分隔符：none、space、colon [默认：none]"),
    ("allow_unverified", "签名未通过校验，或不能用于填报时，仍显示填报值"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
];

pub(super) fn help(name: &str) -> Option<&'static str> {
    HELP.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The same command with its help in Chinese.
pub(super) fn command(command: Command) -> Command {
    let subcommands: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let usage = match command.get_name() {
        "beian" => "beian <命令> [选项]，或 beian <文件>...".to_owned(),
        "explain" => "beian explain <代码>...".to_owned(),
        "help" => "beian help [命令]".to_owned(),
        "completions" => "beian completions <SHELL>".to_owned(),
        "man" => "beian man [目录]".to_owned(),
        "scan" => "beian scan [选项] <文件或目录>...".to_owned(),
        name => format!("beian {name} [选项] <文件>..."),
    };
    let about = help(command.get_name()).unwrap_or_default();
    let root = !subcommands.is_empty();
    let mut command = command
        .about(about)
        .override_usage(usage)
        .help_template("{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n")
        .subcommand_help_heading("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(argument)
        .arg(flag("help", 'h', ArgAction::Help));
    if command.get_name() == "scan" {
        command = command
            .mut_arg("files", |files| {
                files.help("安装包，以及要进入的目录").value_name("文件或目录")
            })
            .mut_arg("output", |output| {
                output.help("各行写入该文件而不是标准输出，格式由扩展名决定：.jsonl 或 .csv")
            })
            .after_help(crate::commands::scan::help::CHINESE);
    }
    if command.get_name() == "check" {
        command = command.after_help(crate::commands::check::help::CHINESE);
    }
    if root {
        command = command.after_help(crate::commands::generate::CHINESE);
        command = command.arg(flag("version", 'V', ArgAction::Version));
    }
    subcommands
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, self::command))
}

fn argument(arg: Arg) -> Arg {
    let text = help(arg.get_id().as_str()).unwrap_or_default();
    if arg.is_positional() {
        let value = match arg.get_id().as_str() {
            "shell" => "SHELL",
            "folder" => "目录",
            "codes" => "代码",
            "command" => "命令",
            _ => "文件",
        };
        arg.help(text).help_heading("参数").value_name(value)
    } else {
        let named = arg.get_action().takes_values();
        let arg = arg.help(text).help_heading("选项");
        // The text names them.
        if named { arg.hide_possible_values(true) } else { arg }
    }
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    argument(Arg::new(name).short(short).long(name).action(action))
}

/// A usage error in one line, where it is one that people make.
pub(super) fn usage_error(error: &clap::Error) -> Option<String> {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let text = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识的参数 {}", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => {
            format!("没有 {} 命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => {
            format!("缺少参数 {}", context(ContextKind::InvalidArg))
        }
        ErrorKind::ArgumentConflict => {
            format!("参数 {} 不能重复或同时使用", context(ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (arg, value) =
                (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
            if value.is_empty() {
                format!("参数 {arg} 缺少值")
            } else {
                let valid = context(ContextKind::ValidValue);
                let valid = valid.split(", ").filter(|it| !it.is_empty()).collect::<Vec<_>>();
                let hint = format!("，可用：{}", valid.join("、"));
                let hint = if valid.is_empty() { String::new() } else { hint };
                format!("参数 {arg} 的值“{value}”无效{hint}")
            }
        }
        _ => return None,
    };
    Some(format!("{text}；查看帮助：beian --help"))
}
