// Takes the wasm out of a page. Usage: node page/test/unpack.mjs PAGE WASM
import fs from 'node:fs';
import zlib from 'node:zlib';

const [page, wasm] = process.argv.slice(2);
// Every gzip stream begins with these bytes, in base64.
const runs = fs.readFileSync(page, 'utf8').match(/H4sI[A-Za-z0-9+/]{1000,}={0,2}/g) ?? [];
if (runs.length !== 1) throw new Error(`${runs.length} packed files in ${page}`);
fs.writeFileSync(wasm, zlib.gunzipSync(Buffer.from(runs[0], 'base64')));
