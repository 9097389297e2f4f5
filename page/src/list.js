// Several files: a row each, details in place of the list.
import { button, foreign, h, icon, shown, size, t } from './dom.js';
import { clear, isBusy, isFiled, platformKey, remove, report, shareOne, state, stop, warnings } from './files.js';
import { progress, progressText, trust } from './view.js';
import { pick, show } from './main.js';

export function status(entry) {
  if (entry.state === 'wait') return ['acc', 'clock', 'li_wait'];
  if (entry.state === 'run') return ['acc', 'clock', 'li_run'];
  if (entry.state === 'password') return ['warn', 'key', 'li_ask'];
  if (entry.state === 'alias') return ['warn', 'key', 'li_pick'];
  if (!isFiled(entry)) return ['bad', 'stop', 'li_bad'];
  return warnings(entry).length || report(entry).verification.verdict !== 'verified' ? ['warn', 'warn', 'li_warn'] : ['ok', 'check', 'li_ok'];
}

export const badge = (kind, name, key) => h('span', { class: `badge ${kind}` }, icon(name), t(key));

export function list() {
  const count = test => state.files.filter(test).length;
  const busy = count(isBusy);
  const sum = { a: count(isFiled), b: count(it => !isFiled(it) && !isBusy(it)), c: busy };
  return [h('section', { class: 'card', 'aria-labelledby': 'lh' },
    h('div', { class: 'sec mb' }, h('div', null, h('h2', { id: 'lh', tabindex: '-1', 'data-focus': true }, t('li_h', { n: state.files.length })), h('p', { class: 'dim sm' }, t(busy ? 'li_sum' : 'li_sum0', sum))),
      h('div', { class: 'row' }, h('button', { type: 'button', class: 'btn', onclick: pick }, icon('plus'), t('li_add')), button(t('li_clear'), () => { clear(); show(); }, { class: 'btn txt' }))),
    h('ul', { class: 'files' }, state.files.map(fileRow))),
  shareOne() ? h('section', { class: 'note info' }, icon('info'), h('p', { class: 'b' }, t('li_same'))) : null, trust()];
}

function fileRow(entry) {
  const it = entry.state === 'done' ? report(entry) : {};
  const name = isFiled(entry) ? it.identity.app_name ?? it.identity.package_name : null;
  const cause = !isFiled(entry) && it.findings ? (it.findings.find(one => one.title && one.severity === 'error') ?? it.no_filing)?.title : it.error?.message;
  const file = shown(entry.file.name);
  return h('li', null, h('span', { class: 'ph' }, icon('file')),
    h('div', { class: 'nm' }, h('h3', null, foreign(name ?? entry.file.name)),
      h('p', { class: 'sm dim' }, name ? [h('span', { class: 'mono' }, foreign(entry.file.name)), '　'] : null, it.platform ? `${t(platformKey(it.platform))}　` : null, isBusy(entry) ? h('span', { 'data-bytes': entry.id }, entry.state === 'run' ? progressText(entry) : size(entry.file.size)) : size(entry.file.size), cause ? [h('br'), foreign(cause)] : null),
      entry.state === 'run' ? progress(entry, file) : null),
    h('span', { class: 'st' }, badge(...status(entry))),
    h('span', { class: 'acts' }, isBusy(entry) ? button(t('cancel'), () => stop(entry), { 'aria-label': `${t('cancel')} ${file}` })
      : [button(t('li_open'), () => { state.open = entry.id; show(); }, { 'aria-label': `${t('li_open')} ${file}`, 'data-open': entry.id }),
        button(t('li_remove'), () => { remove(entry); show(); }, { class: 'btn txt', 'aria-label': `${t('li_remove')} ${file}` })]));
}

export const back = entry => h('div', null, button(t('li_back'), () => { state.open = null; show(`[data-open="${entry.id}"]`); }));
