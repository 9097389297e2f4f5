import { api, BeianError } from './api.js';
import { load, windowed } from './glue.js';

let compiled;
const fetched = async () => WebAssembly.compile(await (await fetch(new URL('./beian.wasm', import.meta.url))).arrayBuffer());
// A new instance for each question: none is left with another one's memory, and a trap harms only its own.
const library = async () => load(await (compiled ??= fetched()));

async function opened(source) {
  if (source instanceof Blob && typeof FileReaderSync !== 'undefined') {
    const reader = new FileReaderSync();
    const slice = (offset, length) => new Uint8Array(reader.readAsArrayBuffer(source.slice(offset, offset + length)));
    return { readAt: windowed(slice, source.size), size: source.size, name: source.name ?? '-' };
  }
  // Outside a Worker a Blob is read only later, so that one is taken whole.
  const bytes = source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a Blob or bytes are read');
  return { readAt: (offset, length) => bytes.subarray(offset, offset + length), size: bytes.length, name: source.name ?? '-' };
}

export const { verify, inspect, form, check } = api(library, opened);
export { BeianError };
