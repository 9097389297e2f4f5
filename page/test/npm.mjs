// The package as npm would publish it, installed from its own file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'beian-npm-'));
const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const packed = JSON.parse(run('npm', 'pack', '--json', '--pack-destination', folder, path.join(root, 'page/npm')))[0];
fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
run('npm', 'install', '--no-audit', '--no-fund', '--offline', `./${packed.filename}`);
fs.writeFileSync(path.join(folder, 'use.js'), `
import fs from 'node:fs';
import { verify, form, inspect, check, BeianError } from 'beian';
const apk = process.argv[2];
const bytes = fs.readFileSync(apk);
const out = [await verify(apk), await verify(bytes, { name: apk }), await verify(new Blob([bytes]), { name: apk }), await inspect(apk, { fast: true }), await form(apk, { language: 'zh', profile: 'hex' }),
  await check(apk, { fingerprint: '4975DC5606FEE92FADDBEFDAC0A978CE' })];
try { await verify(process.argv[3]); out.push(null); } catch (error) { out.push(error instanceof BeianError && error.code); }
console.log(JSON.stringify(out));
`);
const out = JSON.parse(run('node', 'use.js', path.join(root, 'fixtures/android/v1v2v3.apk'), path.join(root, 'fixtures/android/not-a-zip.apk')));
const [byPath, byBytes, byBlob, fast, form, check, error] = out;
assert.deepEqual(byPath, byBytes);
assert.deepEqual(byPath, byBlob);
assert.equal(byPath.verification.verdict, 'verified');
assert.equal(fast.verification.verdict, 'unchecked');
assert.match(form.filing.public_key, /^A42DC23BF440/);
assert.equal(check.matches, true);
assert.equal(error, 'unknown-kind');
console.log(`${packed.filename}: ${packed.size} bytes packed, ${packed.files.length} files; used from Node ${process.version}`);
fs.rmSync(folder, { recursive: true, force: true });
