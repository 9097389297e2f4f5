// Getting the values: from an empty page to the fields of one file.
import { button, foreign, h, icon, label, note, shown, size, t, tongue, zh } from './dom.js';
import { copyAll, copyButton, field, longValue } from './copy.js';
import { clear, form, isFiled, platformKey, read, report, signedBy, state, stop, warnings } from './files.js';
import { exportCard } from './export.js';
import { pick, show, toCheckTask } from './main.js';

const both = (pc, phone) => [h('span', { class: 'pc-only' }, t(pc)), h('span', { class: 'phone-only' }, t(phone))];

export function trust() {
  return h('details', { class: 'trust' },
    h('summary', null, icon('lock'), h('b', null, both('trust_pc', 'trust_phone')), h('u', null, t('trust_how'))),
    h('ol', null, ['trust_1', 'trust_2', 'trust_3'].map(key => h('li', null, h('span', null, t(key))))));
}

export function empty() {
  const told = state.told && h('p', { class: 'note info' }, icon('info'), h('span', { class: 'b' }, t(state.told)));
  return [told, h('section', { class: 'drop', 'aria-labelledby': 'dh' }, icon('drop', 'big-i'),
    h('h2', { id: 'dh', tabindex: '-1', 'data-focus': true }, both('drop_h', 'drop_h_phone')), h('p', { class: 'dim' }, t('drop_sub')),
    h('div', { class: 'row' }, button(t('pick'), pick, { class: 'btn pri big', id: 'pick' }),
      button(t('pick_cert'), () => { state.cert = !state.cert; show('#certs'); }, { class: 'btn big', id: 'certs', 'aria-expanded': String(state.cert) }))),
  state.cert ? certificates() : null, kinds(), toCheck(), trust()];
}

function kinds() {
  const rows = [['k_android', '.apk .aab .apks .xapk .apkm'], ['k_harmony', '.app .hap .hsp'], ['k_ios', '.ipa .mobileprovision'], ['k_quick', '.rpk']];
  return h('section', { class: 'card pad two' },
    h('div', null, h('h2', { class: 'h2' }, t('kinds')), h('dl', { class: 'kinds' }, rows.map(([key, text]) => [h('dt', null, t(key)), h('dd', null, text)]))),
    h('p', { class: 'line' }, icon('info'), h('span', null, t('which'))));
}

function certificates() {
  const rows = [['k_android', 'cert_android'], ['k_harmony', 'cert_harmony'], ['k_ios', 'cert_ios']];
  return h('section', { class: 'card pad reason', 'aria-labelledby': 'ch' }, h('h2', { id: 'ch' }, t('cert_h')),
    h('dl', { class: 'plat' }, rows.map(([key, text]) => [h('dt', null, t(key)), h('dd', null, t(text))])),
    h('p', null, t('cert_note')), h('p', { class: 'line' }, icon('key'), h('span', null, t('cert_key'))),
    h('div', { class: 'row' }, button(t('pick_cert_file'), pick, { class: 'btn pri' }), button(t('close'), () => { state.cert = false; show('#certs'); })));
}

const toCheck = () => h('div', { class: 'card rowline' }, icon('mail'), h('span', null, t('notice_entry')), button(t('notice_entry_go'), toCheckTask, { class: 'btn txt' }));

const another = () => button(t('other_file'), () => { clear(); show(); }, { 'data-another': true });

export const progress = (entry, name) => h('progress', { class: 'bar', max: '100', value: Math.floor((100 * entry.done) / (entry.total || 1)), 'aria-label': name, 'data-progress': entry.id });
export const progressText = entry => {
  const seconds = (performance.now() - (entry.began ?? performance.now())) / 1000;
  const left = entry.done ? Math.ceil((seconds * (entry.total - entry.done)) / entry.done) : 0;
  return t('rd_bytes', { a: size(entry.done), b: size(entry.total) }) + (seconds > 2 && left ? `${tongue.en ? ', ' : '，'}${t('rd_left', { s: left })}` : '');
};

export function reading(entry) {
  return [plain(entry), h('section', { class: 'card pad reason' }, h('h2', { tabindex: '-1', 'data-focus': true }, t('rd_h')), progress(entry, t('rd_h')),
    h('div', { class: 'between' }, h('p', { class: 'dim', 'data-bytes': entry.id }, progressText(entry)), button(t('cancel'), () => stop(entry))),
    h('p', { class: 'sm dim' }, t('rd_why'))), trust()];
}

// Of what is not proven the file's name stands first, and the name inside it is marked.
function plain(entry) {
  const identity = entry.state === 'done' ? report(entry).identity : null;
  const claim = identity?.app_name ?? identity?.package_name;
  const words = t('claims', { n: '\u0000' }).split('\u0000');
  return h('section', { class: 'card id', 'aria-label': shown(entry.file.name) }, h('span', { class: 'ph' }, icon('file')),
    h('div', null, h('h2', { class: 'mono-h' }, foreign(entry.file.name)),
      h('p', { class: 'meta' }, h('span', null, size(entry.file.size)), claim ? h('span', null, words[0], foreign(claim), words[1]) : null)), another());
}

function proven(entry) {
  const it = report(entry);
  const name = it.identity.app_name ?? it.identity.package_name;
  if (!name) return plain({ ...entry, state: 'known' });
  return h('section', { class: 'card id', 'aria-label': shown(entry.file.name) },
    h('div', null, h('h2', null, foreign(name), it.platform ? h('span', { class: 'tag' }, t(platformKey(it.platform))) : null),
      h('p', { class: 'meta' }, it.identity.version_name ? h('span', null, foreign(t('ver', { v: it.identity.version_name }))) : null, h('span', null, foreign(entry.file.name)), h('span', null, size(entry.file.size)))), another());
}

export function one(entry) {
  if (entry.state === 'wait' || entry.state === 'run') return reading(entry);
  if (entry.state === 'gone') return [plain(entry), refusal(t('gone_h'), [t('gone_why', { a: size(entry.at) })], [t('gone_1'), t('gone_2')], null, false), trust()];
  if (entry.state === 'failed') return [plain(entry), refusal(t('crash_h'), [t('crash')], [], entry.why, false), trust()];
  if (entry.state === 'password') return password(entry);
  if (entry.state === 'alias') return alias(entry);
  if (!isFiled(entry)) return refused(entry);
  return filed(entry);
}

// Title, why, next steps: each from the library.
function refused(entry) {
  const it = report(entry);
  if (it.error) {
    // The library's sentence: what is so, a colon, what to do.
    const [, title, rest] = /^(.{4,60}?)(?:：|: )(.+)$/su.exec(it.error.message) ?? [null, t('unread_h'), it.error.message];
    return [plain(entry), refusal(shown(title), [rest], [], it.error.code, false), trust()];
  }
  const named = it.findings.filter(found => found.title && found.severity === 'error');
  const cause = named[0] ?? it.no_filing;
  const rest = it.findings.filter(found => found !== cause && found.severity !== 'info' && found.code !== it.no_filing?.code);
  const codes = [it.no_filing?.code, ...it.findings.map(found => [found.code, found.subject].filter(Boolean).join(' · '))].filter(Boolean).join('\n');
  if (it.no_filing?.code === 'quick-app') return [proven(entry), note('info', 'info', t('quick_h'), h('p', null, foreign(it.no_filing.message))), trust()];
  return [plain(entry), refusal(t('no_h', { t: shown(cause.title ?? cause.message) }), cause.why ? [cause.why] : [], cause.steps ?? [], codes, true, rest), toCheck(), trust()];
}

function refusal(title, why, steps, tech, noValues = true, rest = []) {
  return [note('bad', 'stop', title, why.map(text => h('p', null, foreignLong(text))), noValues ? h('p', null, h('b', null, t('no_values'))) : null),
    h('section', { class: 'card', 'aria-labelledby': steps.length ? 'nx' : null }, h('div', { class: 'pad reason' },
      steps.length ? h('div', null, h('h2', { id: 'nx' }, t('next')), h('ol', null, steps.map(step => h('li', null, h('span', null, foreignLong(step)))))) : null,
      h('div', { class: 'row' }, button(t('retry'), () => { clear(); show(); pick(); }, { class: 'btn pri' }))),
    rest.length ? fold(t('finding_info'), null, h('ul', { class: 'dots tech' }, rest.map(found => h('li', null, h('span', null, foreignLong(found.message)))))) : null,
    tech ? fold(t('details'), null, h('p', { class: 'mono sm tech' }, foreignLong(tech))) : null)];
}

const foreignLong = text => h('bdi', null, String(text).split('\n').map((line, at) => [at ? h('br') : null, line.length > 2000 ? `${line.slice(0, 2000)}…` : line]));

const fold = (title, about, ...body) => h('details', { class: 'fold' }, h('summary', null, title, about ? h('small', null, about) : null), ...body);

const ANDROID = { 14: '4.0', 15: '4.0', 16: '4.1', 17: '4.2', 18: '4.3', 19: '4.4', 21: '5.0', 22: '5.1', 23: '6.0', 24: '7.0', 25: '7.1', 26: '8.0', 27: '8.1', 28: '9', 29: '10', 30: '11', 31: '12', 32: '12', 33: '13', 34: '14', 35: '15', 36: '16' };

const changedKey = it => it.findings.filter(one => one.code === 'certificate-rotated').map(one => h('section', { class: 'note info' }, icon('info'), h('h3', null, t('w_rot_h')), h('div', { class: 'b' }, h('p', null, foreignLong(one.message)))));

// What else is known, and asks for nothing.
const infos = it => it.findings.filter(one => one.severity === 'info' && one.code !== 'certificate-rotated');

function verdict(entry) {
  const it = report(entry);
  const found = warnings(entry);
  if (it.verification.verdict === 'unchecked') {
    return note('warn', 'warn', t(it.kind === 'keystore' ? 'kr_h' : 'cert_of_h'), h('p', null, t('kr')), said([...found, ...infos(it)]));
  }
  if (found.length) return [note('warn', 'warn', t('warn_h'), h('p', null, t('warn_d'))), found.map(one => h('section', { class: 'note warn' }, icon('warn'), h('h3', null, t('warn_one')), h('div', { class: 'b' }, h('p', null, foreignLong(one.message)))))];
  const min = it.verification.min_sdk;
  const text = it.platform === 'android' && it.verification.schemes.length
    ? t('ok_android', { s: it.verification.schemes.join(tongue.en ? ', ' : '、'), m: ANDROID[min] ?? `API ${min}` })
    : t(it.platform === 'harmonyos' && it.harmonyos?.chain === 'huawei' ? 'ok_harmony' : it.platform === 'ios' && it.apple?.chain === 'apple' ? 'ok_ios' : 'ok_quick');
  return note('ok', 'check', t('ok_h'), h('p', null, text));
}

const said = found => (found.length ? h('ul', null, found.map(one => h('li', null, foreignLong(one.message)))) : null);

const SOURCES = ['aliyun', 'tencent', 'huawei', 'ucloud', 'hsy', 'other'];

function providers() {
  const chosen = state.provider;
  const chips = SOURCES.map(name => h('label', null, h('input', { type: 'radio', name: 'prov', value: name, checked: name === chosen, onchange: () => { state.provider = name; show(`[name=prov][value=${name}]`); } }), h('span', null, t(`p_${name}`))));
  const source = chosen === 'other' ? t('prov_other') : t('prov_src', { src: t(`src_${chosen}`) });
  return h('fieldset', { class: 'prov' }, h('legend', null, t('prov')), h('div', { class: 'chips' }, chips),
    chosen === 'other' ? others() : null, h('p', { class: 'sm' }, h('span', { class: 'print-only' }, t('prov_print', { p: t(`p_${chosen}`) })), source));
}

function others() {
  const list = (key, title, options) => h('div', { class: 'f' }, h('label', { for: `o-${key}` }, t(title)), h('select', { class: 'in', id: `o-${key}`, onchange: event => { state.other[key] = event.target.value; show(`#o-${key}`); } },
    options.map(([value, text]) => h('option', { value, selected: state.other[key] === value }, t(text)))));
  return h('div', { class: 'opts' }, list('form', 'o_form', [['default', 'o_dec_n'], ['hex', 'o_hex_n'], ['spki', 'o_spki_n']]),
    list('case', 'o_case', [['upper', 'o_up'], ['lower', 'o_low']]), list('separator', 'o_sep', [['none', 'o_s0'], ['space', 'o_s1'], ['colon', 'o_s2']]));
}

const ABOUT = { 'modulus-dec': 'd_dec', 'modulus-hex': 'd_hex', 'raw-hex': 'd_raw', md5: 'd_md5', sha1: 'd_sha1' };
const NAMES = { 'modulus-dec': '十进制模数', 'modulus-hex': '十六进制模数', 'raw-hex': '十六进制原始值', 'spki-hex': 'SPKI，十六进制', 'spki-base64': 'SPKI，Base64', md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' };

// The rows of the form, in its order, each with its words and its value.
export function rows(entry) {
  const it = report(entry);
  const { values, all } = form(entry);
  const platform = it.filing.platform;
  const main = values.fields.filter(one => !one.alternative);
  const prints = values.fields.filter(one => one.form === 'md5' || one.form === 'sha1');
  const pair = it.platform === 'harmonyos' && prints.length === 2 ? prints : null;
  const rest = [...values.fields, ...(all?.fields ?? [])].filter(one => !['spki-pem', 'raw-base64', 'package-name'].includes(one.form));
  const seen = new Set([...main, ...(pair ?? [])].map(one => one.value));
  const others = rest.filter(one => !seen.has(one.value) && seen.add(one.value));
  return { platform, main, pair, others, earlier: values.earlier ?? [] };
}

export function lines(entry) {
  const { platform, main, pair } = rows(entry);
  const fields = pair ? [...main.filter(one => !pair.includes(one)), ...pair] : main;
  return [['平台', platform], ...fields.map(one => [pair?.includes(one) ? `签名MD5值（${NAMES[one.form]}）` : one.label, one.value])].map(([name, value]) => `${name}：${value}`).join('\n');
}

function filed(entry) {
  const it = report(entry);
  const done = entry.copied;
  const { platform, main, pair, others: more, earlier } = rows(entry);
  const bundle = it.platform === 'ios' ? 'd_bundle' : 'd_pkg';
  const list = [field('平台', t('d_platform'), platform, done, { plain: true })];
  if (!it.filing.package_name) list.push(h('div', { class: 'wide' }, h('dt', zh, 'APP包名'), h('dd', { class: 'v' }, h('span', { class: 'dim' }, t('kr_nopkg')))));
  for (const one of main) {
    if (pair?.includes(one)) continue;
    const about = one.form === 'package-name' ? bundle : ABOUT[one.form];
    list.push(field(one.label, about && t(about), one.value, done));
  }
  if (pair) list.push(pairRow(pair, done));
  return [it.verification.verdict === 'verified' ? proven(entry) : plain(entry), verdict(entry), changedKey(it), it.platform === 'harmonyos' ? h('section', { class: 'note info' }, icon('info'), h('p', { class: 'b' }, t('hm_note'))) : null,
    h('section', { class: 'card', 'aria-labelledby': 'sv' },
      h('div', { class: 'sec' }, h('h2', { id: 'sv' }, t('sec_values')), button(t('copy_all'), () => copyAll(lines(entry)), { class: 'btn txt', title: t('copy_all_d') })),
      providers(), h('dl', { class: 'fields' }, list),
      more.length ? fold(t('fold_other'), t('fold_other_d'), h('dl', { class: 'fields' }, more.map(one => field(one.label, NAMES[one.form] ?? one.form, one.value, done, { mark: `（${NAMES[one.form] ?? one.form}）` })))) : null,
      earlier.map((set, at) => fold(`${t('fold_old')}${earlier.length > 1 ? ` ${at + 1}` : ''}`, t('fold_old_d'), h('dl', { class: 'fields' }, set.fields.filter(one => !one.alternative && one.form !== 'package-name').map(one => field(one.label, ABOUT[one.form] && t(ABOUT[one.form]), one.value, done, { mark: `（${label('fold_old')}${at + 1}）` }))))),
      certificate(it), it.verification.verdict === 'verified' && infos(it).length ? fold(t('finding_info'), null, h('ul', { class: 'dots tech' }, infos(it).map(one => h('li', null, h('span', null, foreignLong(one.message)))))) : null),
    it.identity.app_name ? h('section', { class: 'card', 'aria-labelledby': 'sn' }, h('div', { class: 'sec' }, h('h2', { id: 'sn' }, t('sec_name'))), h('dl', { class: 'fields' }, field('APP名称', t('d_name'), it.identity.app_name, done, { plain: true }))) : null,
    exportCard(entry), toCheck(), trust()];
}

function pairRow(pair, done) {
  const order = [...pair].sort(one => (one.form === 'sha1' ? -1 : 1));
  return h('div', { class: 'wide' }, h('dt', zh, '签名MD5值'), h('dd', { class: 'v' }, h('span', { class: 'sm' }, t('fp_pick'))),
    h('dd', { class: 'pair' }, order.map(one => h('div', null, h('h3', null, t(`fp_${one.form}`)), h('code', { class: 'val', 'data-one-line': true }, one.value), copyButton('签名MD5值', one.value, done, `（${NAMES[one.form]}）`)))));
}

function certificate(it) {
  const own = it.signers.find(one => one.role === 'primary') ?? it.signers[0];
  if (!own) return null;
  const { certificate: c } = own;
  const day = text => text.slice(0, 10);
  return fold(t('fold_cert'), null, h('dl', { class: 'kv' }, h('dt', null, t('c_subject')), h('dd', null, foreign(c.subject)), h('dt', null, t('issuer')), h('dd', null, foreign(c.issuer)),
    h('dt', null, t('c_valid')), h('dd', null, t('c_until', { a: day(c.not_before), b: day(c.not_after) })),
    h('dt', null, 'SHA-1'), h('dd', { class: 'mono sm' }, c.sha1), h('dt', null, 'SHA-256'), h('dd', { class: 'mono sm' }, c.sha256)));
}

function password(entry) {
  const input = h('input', { class: 'in', id: 'pw', type: 'password', autocomplete: 'off', spellcheck: 'false', 'aria-invalid': entry.wrong ? 'true' : null, 'aria-describedby': entry.wrong ? 'pwe pwn' : 'pwn' });
  const open = () => {
    const text = input.value;
    input.value = '';
    read(entry, { password: text });
  };
  input.addEventListener('keydown', event => { if (event.key === 'Enter') open(); });
  if (entry.wrong) input.setAttribute('data-first', '');
  const eye = button(t('ks_show'), () => { const hidden = input.type === 'password'; input.type = hidden ? 'text' : 'password'; eye.textContent = t(hidden ? 'ks_hide' : 'ks_show'); });
  return [plain(entry), h('section', { class: 'card pad reason' }, h('h2', { tabindex: '-1', 'data-focus': true }, t('ks_h')),
    h('div', { class: 'f' }, h('label', { for: 'pw' }, t('ks_label')), h('div', { class: 'pw' }, input, eye, button(t('ks_open'), open, { class: 'btn pri' })),
      entry.wrong ? h('p', { class: 'err', id: 'pwe' }, icon('cross'), h('span', null, foreign(report(entry).error.message))) : null),
    h('p', { class: 'sm dim', id: 'pwn' }, t('ks_note'))), trust()];
}

function alias(entry) {
  let chosen = entry.keys.find(key => signedBy(key.sha256))?.alias ?? entry.keys[0].alias;
  const rowsOf = entry.keys.map((key, at) => {
    const of = signedBy(key.sha256);
    return h('tr', null, h('th', { scope: 'row' }, h('label', { class: 'pickrow' }, h('input', { type: 'radio', name: 'alias', value: String(at), checked: key.alias === chosen, onchange: () => { chosen = key.alias; } }), foreign(key.alias))),
      h('td', { 'data-l': t('al_owner') }, key.subject ? foreign(key.subject) : '—'), h('td', { class: 'nw', 'data-l': t('al_until') }, key.not_after?.slice(0, 10) ?? '—'),
      h('td', { class: 'mono sm', 'data-l': 'MD5' }, key.md5 ? key.md5.toUpperCase() : '—'), h('td', { 'data-l': t('al_same') }, of ? foreign(t('al_yes', { f: of.file.name })) : '—'));
  });
  return [plain(entry), h('section', { class: 'card', 'aria-labelledby': 'ah' }, h('div', { class: 'sec mb' }, h('div', null, h('h2', { id: 'ah', tabindex: '-1', 'data-focus': true }, t('al_h')), h('p', { class: 'dim sm' }, t('al_sub', { n: entry.keys.length })))),
    h('table', { class: 'tbl', role: 'table' }, h('thead', null, h('tr', null, ['al_alias', 'al_owner', 'al_until', 'al_md5', 'al_same'].map(key => h('th', { scope: 'col' }, t(key))))), h('tbody', null, rowsOf)),
    h('div', { class: 'pad row' }, button(t('al_use'), () => { const { secret } = entry; entry.secret = undefined; read(entry, { alias: chosen, password: secret }); }, { class: 'btn pri' }), h('p', { class: 'sm dim' }, t('al_tip')))), trust()];
}

