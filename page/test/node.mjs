// Every committed package, certificate and keystore: the wasm's JSON against the native command's, byte for byte.
// Usage: node page/test/node.mjs WASM BEIAN
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { load } from '../glue.js';

const [wasm, beian] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '../..');
const folders = ['fixtures', 'tests/data'];
const endings = /\.(rs|sh|md|toml|json|snap|txt\.md)$/;
const files = folders.flatMap(folder => fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
  .filter(it => it.isFile() && !endings.test(it.name)).map(it => path.relative(root, path.join(it.parentPath ?? it.path, it.name)))).sort();

const native = args => {
  try {
    return execFileSync(beian, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28, env: { LANG: 'C.UTF-8' } });
  } catch (error) { return error.stdout; }
};
const module = await WebAssembly.compile(fs.readFileSync(wasm));
let library = await load(module);
const ask = async (file, more) => {
  const bytes = fs.readFileSync(path.join(root, file));
  const request = { command: 'form', file, size: bytes.length, language: 'en', ...more };
  try {
    return library.run(request, (offset, length) => bytes.subarray(offset, offset + length));
  } catch (error) { library = await load(module); return `TRAP ${error}`; }
};

const differ = [];
let same = 0;
for (const [args, more] of [
  [['form', '--lang', 'zh'], { language: 'zh' }],
  [['verify', '--lang', 'en'], { command: 'verify' }],
  [['inspect', '--fast', '--lang', 'zh'], { command: 'fast', language: 'zh' }],
  [['check', '--lang', 'zh', '--package-name', 'com.example.Beian', '--fingerprint', '4975dc5606fee92faddbefdac0a978ce', '--platform', '应用宝'],
    { command: 'check', language: 'zh', filed: [{ packageName: 'com.example.Beian', fingerprint: '4975dc5606fee92faddbefdac0a978ce', platform: '应用宝' }] }],
]) {
  // One run for all files: the command prints a line a file.
  const lines = new Map(native([...args, '--json', ...files]).split('\n').filter(Boolean).map(line => [JSON.parse(line).file, line]));
  for (const file of files) {
    const got = await ask(file, more);
    if (got === lines.get(file)) same += 1;
    else differ.push([args[0], file, got.slice(0, 300), (lines.get(file) ?? 'NONE').slice(0, 300)]);
  }
}
console.log(`${files.length} files, ${same} answers the same, ${differ.length} others`);
for (const it of differ.slice(0, 20)) console.log(it.join('\n  '));
process.exit(differ.length || files.length < 100 ? 1 : 0);
