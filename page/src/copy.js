// Copying: exactly the value, on one line.
import { h, icon, t, say, label, shown } from './dom.js';

async function put(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way */ }
  const box = h('textarea', { class: 'vh', 'aria-hidden': 'true', tabindex: '-1' });
  box.value = text;
  document.body.append(box);
  const back = document.activeElement;
  box.select();
  let done = false;
  try { done = document.execCommand('copy'); } catch { done = false; }
  box.remove();
  back?.focus?.();
  return done;
}

function select(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// Which fields were copied, of each file: the tick stays.
export function copyButton(name, value, done, mark = '') {
  const key = `${name}${mark}`;
  const text = h('span', null, t('copy'));
  const paint = () => done.has(key) && node.classList.add('done');
  const node = h('button', { type: 'button', class: 'btn copy', 'data-copy': name, 'data-key': key, 'aria-label': t('copy_of', { f: name + mark }) }, icon(done.has(key) ? 'check' : 'copy'), text);
  paint();
  node.addEventListener('click', async () => {
    if (!await put(value)) {
      const shownValue = node.closest('.fields>div,.pair>div,.res dd')?.querySelector('.val');
      if (shownValue) select(shownValue);
      say(t('copy_fail'));
      return;
    }
    done.add(key);
    paint();
    node.firstChild.replaceWith(icon('check'));
    text.textContent = t('copied');
    say(t('copied_live', { f: name + mark, n: value.length }));
    setTimeout(() => { text.textContent = t('copy'); }, 2000);
  });
  return node;
}

export const copyAll = async text => { if (await put(text)) say(t('copied')); return true; };

// Groups of ten; the gaps are margins, so that a copy has none. The first and last six are bold.
export function longValue(value) {
  const n = value.length;
  const code = h('code', { class: 'val long', 'aria-hidden': 'true', 'data-one-line': true });
  for (let i = 0; i < n; i += 10) {
    const group = h('span');
    for (const [from, to, bold] of [[i, Math.min(i + 10, 6), true], [Math.max(i, 6), Math.min(i + 10, n - 6), false], [Math.max(i, n - 6), Math.min(i + 10, n), true]]) {
      if (from < to) group.append(bold ? h('b', null, value.slice(from, to)) : value.slice(from, to));
    }
    code.append(group, h('wbr'));
  }
  const ends = { n, a: value.slice(0, 6), b: value.slice(-6) };
  return [code, h('span', { class: 'vh' }, t('sr_key', ends)), h('span', { class: 'hint', 'aria-hidden': 'true' }, t('n_digits', { n, a: `${ends.a}…`, b: `…${ends.b}` }))];
}

export function field(name, about, value, done, { plain = false, mark = '' } = {}) {
  const long = value.length > 140 && !plain;
  return h('div', null,
    h('dt', { lang: 'zh-Hans' }, name, about ? h('small', { lang: document.documentElement.lang }, about) : null),
    h('dd', { class: 'v' }, long ? longValue(value) : h('code', { class: `val${plain ? ' plain' : ''}`, 'data-one-line': !plain }, plain ? h('bdi', null, shown(value)) : value)),
    h('dd', { class: 'a' }, copyButton(name, value, done, mark)));
}

// What is selected by hand of a value arrives as one line, too.
document.addEventListener('copy', event => {
  const node = getSelection().anchorNode;
  const value = node && (node.nodeType === 1 ? node : node.parentElement)?.closest('[data-one-line]');
  if (!value) return;
  event.clipboardData.setData('text/plain', getSelection().toString().replace(/\s+/g, ''));
  event.preventDefault();
});
