import fs from 'node:fs';
import { api, BeianError } from './api.js';
import { load, windowed } from './glue.js';

let compiled;
// A new instance for each question: none is left with another one's memory, and a trap harms only its own.
const library = async () => load(await (compiled ??= WebAssembly.compile(fs.readFileSync(new URL('./beian.wasm', import.meta.url)))));

async function opened(source) {
  if (typeof source === 'string' || source instanceof URL) {
    const file = fs.openSync(source, 'r');
    const { size } = fs.fstatSync(file);
    const slice = (offset, length) => {
      const bytes = new Uint8Array(length);
      let at = 0;
      while (at < length) {
        const read = fs.readSync(file, bytes, at, length - at, offset + at);
        if (!read) break;
        at += read;
      }
      return bytes.subarray(0, at);
    };
    return { readAt: windowed(slice, size), size, name: String(source), done: () => fs.closeSync(file) };
  }
  // Node reads a Blob only later, so that one is taken whole.
  const bytes = source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a path, a Blob or bytes are read');
  return { readAt: (offset, length) => bytes.subarray(offset, offset + length), size: bytes.length, name: source.name ?? '-' };
}

export const { verify, inspect, form, check } = api(library, opened);
export { BeianError };
