// The Worker, and the questions that wait for it: one at a time.
let compiled;
let source;
let worker;
let asked;
const waiting = [];

export async function start(bytes, workerSource) {
  compiled = await WebAssembly.compile(bytes);
  source = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  await fresh();
}

function fresh() {
  worker = new Worker(source);
  const mine = worker;
  return new Promise((resolve, reject) => {
    mine.onerror = event => { event.preventDefault?.(); finish({ failed: event.message || 'Worker' }); reject(new Error(event.message)); };
    mine.onmessage = ({ data }) => {
      if (data.ready) { resolve(); next(); return; }
      if (!asked || data.id !== asked.id) return;
      if (data.total !== undefined) { asked.progress?.(data.done, data.total); return; }
      finish(data);
    };
    mine.postMessage({ wasm: compiled });
  });
}

function finish(data) {
  const done = asked;
  asked = null;
  done?.resolve(data);
  next();
}

function next() {
  if (asked || !waiting.length) return;
  asked = waiting.shift();
  asked.begin?.();
  worker.postMessage({ id: asked.id, file: asked.file, request: asked.request });
}

let questions = 0;
// Answers { text } or { unread, offset } or { failed } or { canceled }.
export function ask(file, request, { progress, begin } = {}) {
  questions += 1;
  const id = questions;
  const promise = new Promise(resolve => waiting.push({ id, file, request, progress, begin, resolve }));
  next();
  return Object.assign(promise, { id });
}

export async function cancel(id) {
  const at = waiting.findIndex(it => it.id === id);
  if (at >= 0) { waiting.splice(at, 1)[0].resolve({ canceled: true }); return; }
  if (asked?.id !== id) return;
  worker.terminate();
  const done = asked;
  asked = null;
  done.resolve({ canceled: true });
  await fresh();
}
