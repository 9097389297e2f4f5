// The frame, where files come from, and what is shown when.
import { $, button, h, icon, say, shown, t, tongue } from './dom.js';
import { add, current, isBusy, isFiled, report, state, stop, watch } from './files.js';
import { empty, one, progressText } from './view.js';
import { back, list } from './list.js';
import { check } from './check.js';
import { start } from './engine.js';

const VERSION = '{{VERSION}}';
const picker = h('input', { type: 'file', multiple: true, hidden: true, id: 'file', tabindex: '-1', 'aria-label': '选择安装包' });
picker.addEventListener('change', () => { take(picker.files); picker.value = ''; });
export const pick = () => picker.click();

function take(files) {
  if (!files.length) return;
  state.told = '';
  state.check.result = null;
  if (state.task === 'view') state.open = null;
  add(files);
  show();
  say(t('rd_h'));
}

function frame() {
  const language = (en, lang, text) => h('button', { type: 'button', lang, 'aria-pressed': String(tongue.en === en), id: `to-${lang}`, onclick: () => { tongue.en = en; show(`#to-${lang}`); } }, text);
  const tab = (task, key) => h('button', { type: 'button', 'aria-current': state.task === task ? 'page' : null, id: `tab-${task}`, onclick: () => { state.task = task; show(`#tab-${task}`); } }, t(key));
  return [h('a', { class: 'skip', href: '#main', onclick: event => { event.preventDefault(); $('#main').focus(); } }, t('skip')),
    h('header', { class: 'top' }, h('div', { class: 'wrap' }, icon('mark', 'mark'), h('div', null, h('h1', null, t('title')), h('p', null, t('subtitle'))),
      h('div', { class: 'lang', role: 'group', 'aria-label': '语言 / Language' }, language(false, 'zh-Hans', '中文'), language(true, 'en', 'English')))),
    h('nav', { class: 'tabs', 'aria-label': t('nav_label') }, h('div', { class: 'wrap' }, tab('view', 'nav_view'), tab('check', 'nav_check'))),
    h('main', { class: 'wrap', id: 'main', tabindex: '-1' }, content()),
    h('footer', { class: 'wrap foot' }, h('p', null, t('footer', { v: VERSION })))];
}

function content() {
  if (state.task === 'check') return check().flat(Infinity).filter(Boolean);
  const entry = current();
  if (entry) return [state.files.length > 1 ? back(entry) : null, one(entry)].flat(Infinity).filter(Boolean);
  return (state.files.length ? list() : empty()).flat(Infinity).filter(Boolean);
}

// Draws everything anew; the focus goes to what is named, or to the heading of the new state.
export function show(focus = '[data-focus]') {
  document.documentElement.lang = tongue.en ? 'en' : 'zh-Hans';
  document.title = t('title');
  picker.setAttribute('aria-label', t('pick'));
  $('#app').replaceChildren(...frame());
  const target = $(focus) ?? $('[data-focus]');
  target?.focus({ preventScroll: focus === '[data-focus]' });
  if (focus === '[data-focus]') scrollTo(0, 0);
}

export function toCheckTask() { state.task = 'check'; show(); }

// A file is done, or takes long enough to be shown.
function fileChanged(entry) {
  const alone = current();
  if (entry && alone !== entry && alone) return;
  const focused = document.activeElement;
  const keep = focused?.id ? `#${CSS.escape(focused.id)}` : null;
  const typing = state.task === 'check' && focused?.matches('input,textarea,select');
  show(typing && keep ? keep : '[data-focus]');
  if (!entry || isBusy(entry)) return;
  const name = report(entry)?.identity?.app_name ?? entry.file.name;
  if (state.task === 'view') say(entry.state === 'done' && isFiled(entry) ? `${t('ok_h')}：${shown(name)}` : $('main h2[data-focus]')?.textContent ?? '');
}

const halves = new WeakSet();
function tick(entry) {
  const bar = $(`[data-progress="${entry.id}"]`);
  if (bar) bar.value = Math.floor((100 * entry.done) / entry.total);
  const text = $(`[data-bytes="${entry.id}"]`);
  if (text) text.textContent = progressText(entry);
  if (entry.done * 2 > entry.total && !halves.has(entry)) { halves.add(entry); if (current() === entry) say(`${t('rd_h')}，50%`); }
}

function listen() {
  let over = 0;
  const mark = on => { document.body.classList.toggle('over', on); const title = $('.drop:not(.slim) h2'); if (title && on) title.textContent = t('drop_over'); else if (!on && title && !state.files.length && state.task === 'view') title.replaceChildren(h('span', { class: 'pc-only' }, t('drop_h')), h('span', { class: 'phone-only' }, t('drop_h_phone'))); };
  addEventListener('dragenter', event => { event.preventDefault(); over += 1; mark(true); });
  addEventListener('dragleave', () => { over -= 1; if (over <= 0) { over = 0; mark(false); } });
  addEventListener('dragover', event => event.preventDefault());
  addEventListener('drop', event => { event.preventDefault(); over = 0; mark(false); take(event.dataTransfer.files); });
  addEventListener('paste', event => { if (event.clipboardData?.files.length) { event.preventDefault(); take(event.clipboardData.files); } });
  addEventListener('keydown', event => { const entry = current(); if (event.key === 'Escape' && entry && isBusy(entry)) stop(entry); });
}

// The wasm is in the page, packed; what stands there before is the text for browsers that cannot.
async function begin() {
  const packed = $('#wasm');
  const raw = Uint8Array.from(atob(packed.textContent), c => c.charCodeAt(0));
  packed.remove();
  const bytes = await new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  await start(bytes, WORKER);
  document.body.append(picker);
  watch(fileChanged, tick);
  listen();
  show('#none');
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

if (!window.beianMissing.length) {
  begin().catch(error => { $('#missing').textContent = `缺少的功能：${error.message ?? error}`; });
}
