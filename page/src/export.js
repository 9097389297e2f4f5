// Saving and handing over: text, a page, JSON, a record, paper.
import { h, icon, shown, t, toast, tongue } from './dom.js';
import { form, report, state } from './files.js';
import { ask } from './engine.js';
import { lines, rows } from './view.js';

const EXPORTS = [['ex_txt', '.txt', 'text'], ['ex_html', '.html', 'page'], ['ex_json', '.json', 'code'], ['ex_rec', '.toml', 'record'], ['ex_print', '', 'print']];

export function exportCard(entry) {
  return h('section', { class: 'card ex-card', 'aria-labelledby': 'se' }, h('div', { class: 'sec' }, h('h2', { id: 'se' }, t('ex_h'))),
    h('div', { class: 'ex' }, EXPORTS.map(([key, ending, name]) => h('button', { type: 'button', 'data-export': key, onclick: () => run(entry, key) }, icon(name),
      h('b', null, t(key), ending && key !== 'ex_json' ? [' ', h('span', { class: 'dim sm' }, ending)] : null), h('small', null, t(`${key}_d`))))),
    h('p', { class: 'print-only sm pad', id: 'when' }));
}

const clean = name => shown(name).replace(/[\\/:*?"<>|]+/g, '_').slice(0, 80);
const now = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16).replace('T', ' ');

async function when(entry) {
  const answer = await ask(entry.file, { command: 'digests' });
  let digest = '—';
  try { digest = JSON.parse(answer.text).sha256; } catch { /* nothing is claimed */ }
  return t('pr_when', { d: now(), f: shown(entry.file.name), h: digest });
}

function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = h('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  toast(t('ex_saved', { f: name }));
}

async function run(entry, key) {
  const it = report(entry);
  const base = `${clean(it.identity.app_name ?? it.identity.package_name ?? entry.file.name)}-特征信息`;
  if (key === 'ex_json') return save(`${base}.json`, `${JSON.stringify(it, null, 2)}\n`, 'application/json');
  if (key === 'ex_rec') return save('beian.toml', record(entry), 'application/toml');
  const made = await when(entry);
  if (key === 'ex_print') {
    document.getElementById('when').textContent = made;
    return print();
  }
  if (key === 'ex_txt') return save(`${base}.txt`, `\ufeff${[lines(entry), it.identity.app_name && `APP名称：${shown(it.identity.app_name)}`, '', t('prov_print', { p: t(`p_${state.provider}`) }), made].filter(one => one !== null && one !== undefined).join('\r\n').replace(/\r?\n/g, '\r\n')}\r\n`, 'text/plain');
  return save(`${base}.html`, handed(entry, made), 'text/html');
}

const quoted = text => `"${String(text).replace(/[\\"]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;

// The record that `beian check --record` reads: what is filed now, then what earlier certificates have.
function record(entry) {
  const { values } = form(entry);
  const it = report(entry);
  const of = (set, test) => set.fields.find(one => !one.alternative && test(one))?.value;
  const sets = [values, ...(values.earlier ?? [])].map(set => `[[features]]\npublic_key = ${quoted(of(set, one => one.label === '公钥'))}\nfingerprint = ${quoted(of(set, one => one.label.startsWith('签名')))}\n`);
  const assumed = it.findings.some(one => one.code === 'platform-assumed');
  const head = [it.filing.package_name && `package_name = ${quoted(it.filing.package_name)}`, !assumed && `platform = ${quoted(it.filing.platform)}`].filter(Boolean);
  return `# ${t('record_head', { f: shown(entry.file.name) })}\n\n${head.join('\n')}\n\n${sets.join('\n')}`;
}

const escaped = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
const COPY = "document.querySelectorAll('button').forEach(function(b){b.onclick=function(){var v=b.parentNode.querySelector('code'),r=document.createRange();r.selectNodeContents(v);var s=getSelection();s.removeAllRanges();s.addRange(r);b.textContent=document.execCommand('copy')?'已复制':'请按 Ctrl+C'}})";
const COPY_HASH = '{{COPY_HASH}}';

// A page to hand over: the values and their copy buttons, and no way out of it either.
function handed(entry, made) {
  const it = report(entry);
  const { platform, main, pair } = rows(entry);
  const fields = [['平台', platform], ...main.filter(one => !pair?.includes(one)).map(one => [one.label, one.value]), ...(pair ?? []).map(one => [`签名MD5值（${one.form.toUpperCase()}）`, one.value])];
  if (it.identity.app_name) fields.push(['APP名称', shown(it.identity.app_name)]);
  const body = fields.map(([name, value]) => `<div><h2>${escaped(name)}</h2><p><code>${escaped(value)}</code> <button type="button">复制</button></p></div>`).join('\n');
  return `<!doctype html><html lang="${tongue.en ? 'en' : 'zh-Hans'}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${COPY_HASH}'; form-action 'none'; base-uri 'none'"><meta name="viewport" content="width=device-width"><title>${escaped(t('title'))}</title><style>body{font:16px/1.7 sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}code{word-break:break-all}h2{font-size:1rem;margin:1rem 0 0}p{margin:0}</style><h1>${escaped(t('title'))}</h1>\n${body}\n<p><small>${escaped(t('prov_print', { p: t(`p_${state.provider}`) }))}<br>${escaped(made)}</small></p><script>${COPY}</script></html>\n`;
}
