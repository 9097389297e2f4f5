// What was filed, out of a whole page of text, a sheet's row or a notice; and a record of beian.
const FIELD_LABELS = [
  ['platform', /(?:APP)?(?:运行)?平台(?:类型)?/],
  ['packageName', /(?:APP|应用|软件)?包名(?:称)?|Bundle\s*ID|applicationId/],
  ['publicKey', /(?:签名|证书|APP)?公钥(?:值|信息)?|模数/],
  ['fingerprint', /(?:APP)?(?:签名|证书)?\s*(?:MD5|SHA-?1)\s*(?:值|指纹)?(?:\s*[（(]\s*SHA-?1\s*[)）])?|(?:签名|证书)?指纹/],
];
const NOTICES = [['no_pkg', 'APP包名不准确'], ['no_feat', 'APP特征信息无效'], ['no_plat', 'APP平台信息无效']];

// Each line that begins with a label has the value behind it, or on the next line.
export function found(text) {
  const filed = {};
  const lines = text.split(/\r?\n/).flatMap(line => line.split('\t').join('\n').split('\n')).map(line => line.trim());
  lines.forEach((line, at) => {
    for (const [field, label] of FIELD_LABELS) {
      const match = new RegExp(`^(?:${label.source})(?:\\s*[:：=]\\s*|\\s+|$)`, 'i').exec(line);
      if (!match || filed[field]) continue;
      const value = line.slice(match[0].length).trim() || (lines[at + 1] ?? '');
      if (value && !FIELD_LABELS.some(([, other]) => new RegExp(`^(?:${other.source})\\s*[:：]?$`, 'i').test(value))) filed[field] = value;
      break;
    }
  });
  const notice = NOTICES.find(([, words]) => text.includes(words))?.[0] ?? null;
  return { filed, notice };
}

// The few lines of TOML that a record has; null where it is anything else.
export function recordSets(text) {
  const top = {};
  const sets = [];
  let into = top;
  const known = { package_name: 'packageName', platform: 'platform', public_key: 'publicKey', fingerprint: 'fingerprint' };
  for (const raw of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const line = raw.trim();
    if (!line || line.startsWith('#')) continue;
    if (/^\[\[\s*features\s*\]\]\s*(#.*)?$/.test(line)) { into = {}; sets.push(into); continue; }
    const match = /^(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')\s*(#.*)?$/.exec(line);
    if (!match || !known[match[1]] || known[match[1]] in into) return null;
    try { into[known[match[1]]] = match[2].startsWith("'") ? match[2].slice(1, -1) : JSON.parse(match[2]); } catch { return null; }
  }
  // A set that is not whole would be half a comparison.
  if (sets.some(set => !set.publicKey?.trim() || !set.fingerprint?.trim())) return null;
  const { packageName, platform } = top;
  if (top.publicKey || top.fingerprint || !sets.length) return null;
  return sets.map(set => ({ ...set, ...(packageName ? { packageName } : {}), ...(platform ? { platform } : {}) }));
}
