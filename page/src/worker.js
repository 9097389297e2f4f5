// A Worker: one file at a time, read in slices.
import { load, windowed } from '../glue.js';

let wasm;
let library;
const reader = new FileReaderSync();

onmessage = async ({ data }) => {
  if (data.wasm) {
    wasm = data.wasm;
    library = await load(wasm);
    postMessage({ ready: true });
    return;
  }
  const { id, file, request } = data;
  const slice = (offset, length) => new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + length)));
  let told = 0;
  const progress = (done, total) => {
    const now = Date.now();
    if (now - told < 250) return;
    told = now;
    postMessage({ id, done, total });
  };
  try {
    const text = library.run({ ...request, file: file.name, size: file.size }, windowed(slice, file.size), progress);
    postMessage({ id, text, memory: library.memory.buffer.byteLength });
  } catch (error) {
    // After a trap nothing of that instance is to be trusted.
    library = await load(wasm);
    postMessage({ id, unread: Boolean(error.unread), offset: error.offset ?? 0, failed: String(error) });
  }
};
