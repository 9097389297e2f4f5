// Puts the page together: one file, its scripts and its style by hash. Usage: node page/build.mjs WASM DIGEST OUT
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [wasm, digest, out] = process.argv.slice(2);
const here = import.meta.dirname;
const text = name => fs.readFileSync(path.join(here, name), 'utf8');
const hash = of => `sha256-${crypto.createHash('sha256').update(of).digest('base64')}`;

// Plain modules share one scope once their imports and the word `export` are gone; each comes after what it names at once.
const ORDER = ['texts', 'dom', 'copy', 'engine', 'files', 'paste', 'view', 'list', 'export', 'check', 'main'];
const plain = module => module.replace(/^import [^;]*;\n/gm, '').replace(/^export \{[^}]*\};\n/gm, '').replace(/^export /gm, '');
const names = module => [...module.matchAll(/^(?:async )?(?:function|const|let|class) (\w+)/gm)].map(it => it[1]);

const worker = `'use strict';\n${plain(text('glue.js'))}\n${plain(text('src/worker.js'))}`;
const modules = ORDER.map(name => plain(text(`src/${name}.js`)));
const twice = modules.flatMap(names).filter((name, at, all) => all.indexOf(name) !== at);
if (twice.length) throw new Error(`two modules have a name of their own: ${twice.join(', ')}`);
const version = /^version = "(.*)"/m.exec(text('../Cargo.toml'))[1];
let main = `(() => {\n'use strict';\nconst WORKER = ${JSON.stringify(worker)};\n${modules.join('\n')}\n})();`;
const handed = JSON.parse(/^const COPY = (".*");$/m.exec(main)[1]);
main = main.replace('{{COPY_HASH}}', hash(handed)).replace('{{VERSION}}', version).replaceAll('</', '<\\/');
const first = text('src/first.js').trim();
const css = text('src/style.css').trim();
const packed = zlib.gzipSync(fs.readFileSync(wasm), { level: 9 });
const parts = { SCRIPTS: `'${hash(first)}' '${hash(main)}'`, STYLE: `'${hash(css)}'`, DIGEST: digest, CSS: css, FIRST: first, WASM: packed.toString('base64'), MAIN: main };
const page = text('src/index.html').replace(/\{\{(\w+)\}\}/g, (whole, name) => parts[name] ?? whole);
fs.writeFileSync(out, page);
console.log(`${out}: ${page.length} characters, ${fs.statSync(out).size} bytes; wasm ${fs.statSync(wasm).size}, packed ${packed.length}, scripts ${main.length}, style ${css.length}`);
