// The files that were put in, what is known of each, and how they are read.
import { ask, cancel } from './engine.js';
import { tongue } from './dom.js';

export const state = {
  task: 'view', files: [], open: null, cert: false, provider: 'aliyun', other: { form: 'default', case: 'upper', separator: 'none' },
  told: '', check: { notice: 'ck_none', mode: 'ck_m1', filed: {}, text: '', record: null, result: null, error: '' },
};

let changed = () => {};
let ticked = () => {};
export function watch(render, tick) { changed = render; ticked = tick; }

let count = 0;
export function add(list) {
  const entries = [...list].map(file => {
    count += 1;
    return { id: count, file, state: 'wait', done: 0, total: file.size, copied: new Set() };
  });
  state.files.push(...entries);
  for (const entry of entries) read(entry);
  return entries;
}

export const current = () => state.files.find(it => it.id === state.open) ?? (state.files.length === 1 ? state.files[0] : null);
export const report = entry => (tongue.en ? entry.en : entry.zh);

// What is asked of a file; a password is used once and kept nowhere.
export async function read(entry, more = {}) {
  const job = ask(entry.file, { command: 'form', language: 'zh', more: true, ...more }, {
    begin() { entry.state = 'run'; entry.began = performance.now(); entry.done = 0; setTimeout(() => entry.job === job.id && changed(), 300); },
    progress(done, total) { entry.done = done; entry.total = total; ticked(entry); },
  });
  entry.job = job.id;
  const answer = await job;
  if (entry.job !== job.id) return;
  entry.job = null;
  entry.ms = performance.now() - (entry.began ?? performance.now());
  entry.memory = answer.memory;
  settle(entry, answer, more);
  changed(entry);
}

function settle(entry, answer, more) {
  if (answer.canceled) { remove(entry); state.told = 'canceled'; return; }
  if (answer.unread) { entry.state = 'gone'; entry.at = answer.offset; return; }
  if (answer.failed) { entry.state = 'failed'; entry.why = answer.failed; return; }
  const [zh, en, besides] = answer.text.split('\n').map(it => JSON.parse(it));
  Object.assign(entry, { zh, en, forms: besides.forms ?? {}, state: 'done' });
  const code = zh.error?.code;
  if (code === 'password-needed' || code === 'password-wrong') {
    entry.state = 'password';
    entry.wrong = code === 'password-wrong' && more.password !== undefined;
  }
  if (code === 'alias-needed' && besides.keys?.length) {
    entry.state = 'alias';
    entry.keys = besides.keys;
    // Only as long as the choice is open.
    entry.secret = more.password;
  } else entry.secret = undefined;
  if (code === 'file-changed') { entry.state = 'gone'; entry.at = entry.done; }
}

export function remove(entry) {
  if (entry.job) { const job = entry.job; entry.job = null; cancel(job); }
  state.files = state.files.filter(it => it !== entry);
  if (state.open === entry.id) state.open = null;
}

export function stop(entry) { return cancel(entry.job); }

export function clear() {
  for (const entry of [...state.files]) remove(entry);
  state.open = null;
  state.check.result = null;
}

// The values as the provider chosen has them.
export function form(entry) {
  const { provider, other } = state;
  const profile = provider === 'other' ? other.form : provider === 'huawei' ? 'huawei' : 'default';
  const way = provider === 'other' ? `${other.case} ${other.separator}` : 'upper none';
  return { values: entry.forms[`${profile} ${way}`], all: entry.forms[`all ${way}`] };
}

export const platformKey = platform => ({ android: 'v_android', harmonyos: 'v_harmony', ios: 'v_ios', quickapp: 'k_quick' })[platform];
export const isFiled = entry => entry.state === 'done' && Boolean(entry.zh.filing);
export const warnings = entry => (report(entry).findings ?? []).filter(it => it.severity === 'warning');
export const isBusy = entry => entry.state === 'wait' || entry.state === 'run';

// Whether the packages that may be filed have one certificate: verified ones only, by SHA-256 of it.
export function shareOne() {
  const primary = state.files.filter(isFiled).filter(it => it.zh.verification.verdict === 'verified').map(it => it.zh.signers.find(signer => signer.role === 'primary')?.certificate.sha256);
  return primary.length > 1 && primary.every(it => it && it === primary[0]);
}

// How many of the keystore's keys signed a package that is there.
export const signedBy = sha256 => state.files.find(it => isFiled(it) && it.zh.verification.verdict === 'verified' && it.zh.signers.some(signer => signer.role === 'primary' && signer.certificate.sha256 === sha256));
