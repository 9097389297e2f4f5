// What was filed, against the package: entered field by field, pasted whole, or read from a record.
import { $, button, foreign, h, icon, label, note, say, shown, t, zh } from './dom.js';
import { copyButton } from './copy.js';
import { clear, current, isBusy, isFiled, report, state } from './files.js';
import { ask } from './engine.js';
import { found, recordSets } from './paste.js';
import { badge, status } from './list.js';
import { one, trust } from './view.js';
import { pick, show } from './main.js';

const HINTS = { ck_none: null, no_pkg: 'ck_hint_pkg', no_feat: 'ck_hint_feat', no_plat: 'ck_hint_plat', no_else: 'ck_hint_else' };
const FIELDS = [['platform', 'f_platform'], ['packageName', 'f_pkg'], ['publicKey', 'f_key'], ['fingerprint', 'f_fp']];
const OF_JSON = { platform: 'platform', package_name: 'packageName', public_key: 'publicKey', fingerprint: 'fingerprint' };

export function check() {
  const entry = current();
  if (entry && isBusy(entry)) return one(entry);
  if (entry && ['password', 'alias'].includes(entry.state)) return one(entry);
  if (!entry) return [state.files.length ? choose() : slim(), entered(), trust()];
  if (state.check.result && state.check.of === entry.id) return [head(entry), results(entry), trust()];
  return [head(entry), entered(), trust()];
}

const slim = () => h('section', { class: 'drop slim', 'aria-labelledby': 'dh' }, icon('drop', 'big-i'), h('h2', { id: 'dh' }, t('ck_nofile')), button(t('pick'), pick, { class: 'btn pri' }));

function choose() {
  return h('section', { class: 'card pad' }, h('div', { class: 'f' }, h('label', { for: 'with' }, t('ck_with')),
    h('select', { class: 'in', id: 'with', onchange: event => { state.open = Number(event.target.value); show(); } }, h('option', { value: '' }, '—'), state.files.map(it => h('option', { value: String(it.id) }, shown(it.file.name))))));
}

function head(entry) {
  const name = isFiled(entry) ? report(entry).identity.app_name : null;
  const [kind, sign, text] = status(entry);
  return h('section', { class: 'card rowline', 'aria-label': t('ck_with') }, h('span', null, h('span', { class: 'dim sm' }, t('ck_with')), h('br'), name ? [h('b', null, foreign(name)), ' '] : null, h('span', { class: 'mono sm' }, foreign(entry.file.name))),
    badge(kind, sign, kind === 'ok' ? 'ck_ok' : text), button(t('other_file'), () => { clear(); show(); }, { class: 'btn push' }));
}

function entered() {
  const c = state.check;
  const radio = (name, key, lang) => h('label', null, h('input', { type: 'radio', name, value: key, checked: c[name] === key, onchange: () => { c[name] = key; show(`[name=${name}][value=${key}]`); } }), h('span', lang ? zh : null, t(key)));
  const hint = HINTS[c.notice];
  return h('section', { class: 'card pad gap18' }, h('div', null, h('h2', { tabindex: '-1', 'data-focus': true }, t('nav_check')), h('p', { class: 'dim' }, t('ck_sub'))),
    h('fieldset', { class: 'plainset' }, h('legend', { class: 'lbl legb' }, t('ck_notice')), h('div', { class: 'chips' }, Object.keys(HINTS).map(key => radio('notice', key, key.startsWith('no_') && key !== 'no_else'))), h('p', { class: 'sm dim mt' }, hint ? t(hint) : null)),
    h('fieldset', { class: 'plainset' }, h('legend', { class: 'lbl legb' }, t('ck_mode')), h('div', { class: 'chips' }, ['ck_m1', 'ck_m2'].map(key => radio('mode', key)))),
    c.mode === 'ck_m2' ? whole() : byField(),
    c.error ? h('p', { class: 'err', id: 'cke' }, icon('cross'), h('span', null, t(c.error))) : null,
    h('div', { class: 'row' }, button(t('ck_go'), go, { class: 'btn pri big' }), button(t('ck_record'), pickRecord, { class: 'btn txt' })));
}

function byField() {
  const c = state.check;
  const input = (field, key, more) => {
    const node = h(more.rows ? 'textarea' : 'input', { class: `in${more.mono ? ' mono' : ''}`, id: `c-${field}`, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', rows: more.rows, list: more.list, 'aria-invalid': c.error && field === 'platform' ? 'true' : null, 'aria-describedby': c.error ? 'cke' : null });
    node.value = c.filed[field] ?? '';
    node.addEventListener('input', () => { c.filed[field] = node.value; c.record = null; });
    return h('div', { class: 'f' }, h('label', { for: `c-${field}` }, t(key)), node);
  };
  return [h('div', { class: 'grid2' }, input('platform', 'f_platform', { list: 'pl' }), input('packageName', 'f_pkg', { mono: true })), h('datalist', { id: 'pl' }, ['安卓', '鸿蒙', 'iOS'].map(value => h('option', { value }))),
    input('publicKey', 'f_key', { rows: '3' }), input('fingerprint', 'f_fp', { mono: true })];
}

const foundText = () => {
  const { filed, notice } = found(state.check.text);
  const names = [...FIELDS.filter(([field]) => filed[field]).map(([, key]) => label(key)), notice && t('ck_found_no')].filter(Boolean);
  return names.length ? t('ck_found', { f: names.join('、') }) : state.check.text.trim() ? t('ck_lost') : '';
};

function whole() {
  const c = state.check;
  const line = h('p', { class: 'sm', role: 'status' }, foundText());
  const text = h('textarea', { class: 'in', id: 'all', rows: '9', 'aria-describedby': 'alld', spellcheck: 'false', autocomplete: 'off' });
  text.value = c.text;
  text.addEventListener('input', () => {
    c.text = text.value;
    c.record = null;
    const { filed, notice } = found(c.text);
    c.filed = filed;
    if (notice) { c.notice = notice; $(`[name=notice][value=${notice}]`).checked = true; }
    line.textContent = foundText();
  });
  return h('div', { class: 'f' }, h('label', { for: 'all' }, t('ck_paste')), h('p', { class: 'sm dim', id: 'alld' }, t('ck_paste_d')), text, line);
}

function pickRecord() {
  const input = h('input', { type: 'file', accept: '.toml', hidden: true });
  input.addEventListener('change', async () => {
    const file = input.files[0];
    input.remove();
    if (!file) return;
    const sets = file.size < 1 << 20 ? recordSets(await file.text()) : null;
    const c = state.check;
    c.error = sets ? '' : 'ck_rec_bad';
    if (sets) { c.record = sets; c.mode = 'ck_m1'; c.filed = { ...sets[0] }; }
    show();
    if (sets) say(t('ck_rec_ok', { n: sets.length }));
  });
  document.body.append(input);
  input.click();
}

async function go() {
  const c = state.check;
  const entry = current();
  const given = Object.fromEntries(Object.entries(c.filed).filter(([, value]) => value?.trim()));
  const sets = c.record ?? (Object.keys(given).length ? [given] : []);
  if (!entry || !sets.length) {
    c.error = entry ? (c.mode === 'ck_m2' ? 'ck_lost' : 'ck_need') : 'ck_needfile';
    show(c.mode === 'ck_m2' ? '#all' : '#c-platform');
    say(t(c.error));
    return;
  }
  c.error = '';
  const profile = state.provider === 'huawei' ? 'huawei' : 'default';
  const answer = await ask(entry.file, { command: 'check', language: 'zh', more: true, profile, filed: sets });
  if (!answer.text) { entry.state = answer.unread ? 'gone' : 'failed'; entry.at = answer.offset ?? 0; entry.why = answer.failed; state.task = 'view'; show(); return; }
  const [zhLine, enLine] = answer.text.split('\n');
  c.result = { zh: JSON.parse(zhLine), en: JSON.parse(enLine) };
  c.of = entry.id;
  show();
}

const OUTCOMES = { match: ['ok', 'check', 'r_match'], 'match-untidy': ['warn', 'warn', 'r_tidy'], 'match-truncated': ['bad', 'cross', 'r_cut'], mismatch: ['bad', 'cross', 'r_diff'], invalid: ['bad', 'cross', 'r_bad'], missing: ['dim', 'dash', 'r_none'], unproven: ['dim', 'dash', 'r_none'] };
const NOTICE_KEYS = { no_pkg: ['packageName'], no_feat: ['publicKey', 'fingerprint'], no_plat: ['platform'] };

function results(entry) {
  const c = state.check;
  const it = document.documentElement.lang === 'en' ? c.result.en : c.result.zh;
  const named = NOTICE_KEYS[c.notice] ?? [];
  const order = FIELDS.map(([field]) => field);
  const fields = [...it.fields].sort((a, b) => rank(a) - rank(b));
  function rank(one) { const field = OF_JSON[one.field]; return order.indexOf(field) - (named.includes(field) ? 10 : 0); }
  const edit = h('div', null, button(t('ck_edit'), () => { c.result = null; show(); }));
  const rows = h('div', { class: 'card' }, fields.map(it => checkRow(it, entry)), FIELDS.filter(([field]) => !it.fields.some(one => OF_JSON[one.field] === field)).map(([field, key]) => missing(field, key)));
  return [summary(it, entry), rows, edit];
}

function summary(it, entry) {
  const wrong = it.fields.filter(one => ['mismatch', 'invalid', 'match-truncated'].includes(one.outcome)).length;
  const tidy = it.fields.filter(one => one.outcome === 'match-untidy').length;
  // A package that nothing may be filed from proves nothing of what was filed.
  if (!isFiled(entry) || report(entry).verification.verdict !== 'verified') {
    const why = report(entry).no_filing ?? report(entry).error;
    return note('bad', 'stop', t('su_h'), h('p', null, foreign(why?.title ?? why?.message ?? t('kr'))), h('p', null, t('su')));
  }
  if (wrong) return note('bad', 'cross', t('ck_sum', { n: wrong }), h('p', null, t('ck_sum_d')));
  const left = FIELDS.length - it.fields.length;
  if (tidy) return note('warn', 'warn', t('ck_sum2', { n: tidy }), h('p', null, t('ck_sum2_d', { m: left })));
  if (!it.matches) return note('warn', 'warn', t('r_none'), it.fields.map(one => h('p', null, foreign(one.message))));
  return note('ok', 'check', t('ck_all_h'), h('p', null, t('ck_all')));
}

const missing = (field, key) => h('section', { class: 'res', 'aria-labelledby': `r-${field}` }, h('h3', { id: `r-${field}`, lang: 'zh-Hans' }, label(key)), h('div', { class: 'body' }, h('p', null, badge('dim', 'dash', 'r_none')), h('p', null, t('x_none'))));

// What is alike at both ends stays plain; what is not is marked.
function marked(text, other, tag) {
  const shorten = whole => (whole.length > 700 ? `${whole.slice(0, 700)}…` : whole);
  if (!other || text === other) return foreign2(shorten(text));
  let a = 0;
  while (a < text.length && a < other.length && text[a] === other[a]) a += 1;
  let z = 0;
  while (z < text.length - a && z < other.length - a && text[text.length - 1 - z] === other[other.length - 1 - z]) z += 1;
  const middle = text.slice(a, text.length - z);
  // Where little is alike, marks say nothing.
  if (!middle || middle.length > 40 && a + z < 6) return foreign2(shorten(text));
  return h('bdi', null, visible(text.slice(0, a)), h(tag, null, visible(shorten(middle))), visible(text.slice(text.length - z)));
}
const visible = text => shownWhole(text);
const shownWhole = text => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
const foreign2 = text => h('bdi', null, shownWhole(text));

function checkRow(one, entry) {
  const field = OF_JSON[one.field];
  const name = label(FIELDS.find(([key]) => key === field)[1]);
  const suspect = !isFiled(entry);
  const [kind, sign, key] = OUTCOMES[one.outcome] ?? OUTCOMES.unproven;
  const wrong = one.outcome !== 'match' && one.expected && !suspect;
  return h('section', { class: 'res', 'aria-labelledby': `r-${field}` }, h('h3', { id: `r-${field}`, lang: 'zh-Hans' }, name), h('div', { class: 'body' },
    h('p', null, badge(kind, sign, key)), one.outcome === 'match' ? null : h('p', null, foreign2(one.message)),
    h('dl', null, h('dt', null, t('filed')), h('dd', null, h('code', { class: 'val' }, marked(one.filed, wrong ? one.expected : null, 'del'))),
      wrong ? [h('dt', null, t('tofile')), h('dd', null, h('code', { class: 'val', 'data-one-line': true }, marked(one.expected, one.filed, 'ins')), copyButton(name, one.expected, entry.copied))] : null),
    one.notice && kind === 'bad' ? h('p', { class: 'sm dim' }, t('r_notice', { n: one.notice })) : null));
}
