// Nodes, texts and what is said aloud. Text out of files only ever becomes a text node.
import { TEXTS } from './texts.js';

export const $ = selector => document.querySelector(selector);
export const tongue = { en: false };

export function t(key, values = {}) {
  const text = TEXTS[key][tongue.en ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// The label as the form has it, without the English behind it.
export const label = key => TEXTS[key][0];

export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && ['checked', 'value', 'hidden', 'open', 'disabled'].includes(name)) node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter(it => it !== null && it !== undefined && it !== false));
  return node;
}

export function icon(name, kind = 'i') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', kind);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

// Text of a file: on its own side of whatever direction it has, and never a page long.
export const MOST = 300;
export const foreign = text => h('bdi', null, shown(text));
export const shown = text => {
  const whole = String(text).replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return whole.length > MOST ? `${whole.slice(0, MOST)}…` : whole;
};

export const zh = { lang: 'zh-Hans' };
export const button = (text, onclick, more = {}) => h('button', { type: 'button', class: 'btn', onclick, ...more }, text);

export function note(kind, name, title, ...body) {
  return h('section', { class: `note ${kind}` }, icon(name),
    h('h2', { tabindex: '-1', 'data-focus': true }, title), body.length ? h('div', { class: 'b' }, ...body) : null);
}

let saying;
export function say(text) {
  const live = $('#live');
  live.textContent = '';
  clearTimeout(saying);
  saying = setTimeout(() => { live.textContent = text; }, 40);
}

export function size(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let at = 0;
  let n = bytes;
  while (n >= 1024 && at < 3) { n /= 1024; at += 1; }
  return `${at ? n.toFixed(n < 10 ? 2 : 1) : n} ${units[at]}`;
}

export function toast(text) {
  document.querySelector('.toast')?.remove();
  const box = h('div', { class: 'toast', 'aria-hidden': 'true' }, icon('check'), h('span', null, text));
  document.body.append(box);
  setTimeout(() => box.remove(), 5000);
  say(text);
}
