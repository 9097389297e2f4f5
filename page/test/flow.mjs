// The filer's whole way, what the page refuses to do, the keyboard, and hostile names.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { browser, fixture, open, page, put, settled, until } from './lib.mjs';

const { context, seen, close } = await browser();
await context.grantPermissions(['clipboard-read', 'clipboard-write']);
const text = (tab, selector) => tab.locator(selector).first().innerText();
const clip = tab => tab.evaluate(() => navigator.clipboard.readText());
const downloads = fs.mkdtempSync(path.join(os.tmpdir(), 'beian-saved-'));
const saved = async (tab, key) => {
  const [download] = await Promise.all([tab.waitForEvent('download'), tab.click(`[data-export=${key}]`)]);
  const to = path.join(downloads, download.suggestedFilename());
  await download.saveAs(to);
  return { name: download.suggestedFilename(), text: fs.readFileSync(to, 'utf8'), to };
};
let count = 0;
async function test(name, work) {
  const tab = await open(context);
  try { await work(tab.tab, tab); assert.deepEqual(tab.errors, [], name); count += 1; } catch (error) {
    console.log(`FAILED ${name}: ${error.stack ?? error}\n  ${tab.errors.join('\n  ')}`);
    process.exitCode = 1;
  }
  await tab.tab.close();
}
// Without the console's word for what the policy refused.
async function refused(name, work) {
  const tab = await open(context);
  try { await work(tab.tab); count += 1; } catch (error) { console.log(`FAILED ${name}: ${error.stack ?? error}`); process.exitCode = 1; }
  await tab.tab.close();
}

await test('one file within the budget', async () => {
  // 700 KB are wanted; the wasm alone takes more. It must not grow further.
  assert.ok(fs.statSync(page).size < 1400 * 1024, `${fs.statSync(page).size} bytes`);
  assert.ok(!/\/root\/|\/work\/|\/home\//.test(fs.readFileSync(page, 'latin1')));
});

await test('drop, read, copy each field, save each form, and check with the record', async tab => {
  const bytes = fs.readFileSync(fixture('android/v1v2v3.apk')).toString('base64');
  await tab.evaluate(b64 => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(b64), c => c.charCodeAt(0))], '备案 示例.apk'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, bytes);
  await settled(tab);
  assert.match(await text(tab, '.note h2'), /签名校验通过，可以填报/);
  const want = { 平台: '安卓', APP包名: 'com.example.beian', 签名MD5值: '4975DC5606FEE92FADDBEFDAC0A978CE', APP名称: '备案示例' };
  for (const [name, value] of Object.entries(want)) {
    await tab.click(`[data-key="${name}"]`);
    await until(tab, () => document.querySelector('#live').textContent.includes('已复制'));
    assert.equal(await clip(tab), value);
  }
  await tab.click('[data-key="公钥"]');
  await tab.waitForTimeout(100);
  const key = await clip(tab);
  assert.match(key, /^20725646483867918894\d{577}74703698807$|^20725646483867918894\d+698807$/);
  assert.equal(key.length, 617);
  // By hand, too.
  await tab.evaluate(() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('.val.long')); getSelection().removeAllRanges(); getSelection().addRange(range); });
  await tab.keyboard.press('Control+C');
  assert.equal(await clip(tab), key);
  const txt = await saved(tab, 'ex_txt');
  assert.equal(txt.name, '备案示例-特征信息.txt');
  assert.ok(txt.text.includes(`公钥：${key}\r\n`) && txt.text.includes('SHA-256'));
  assert.equal(JSON.parse((await saved(tab, 'ex_json')).text).filing.public_key, key);
  const html = await saved(tab, 'ex_html');
  assert.ok(html.text.includes(key) && html.text.includes("default-src 'none'"));
  const record = await saved(tab, 'ex_rec');
  assert.ok(record.text.includes(`public_key = "${key}"`));
  await tab.click('#tab-check');
  const [chooser] = await Promise.all([tab.waitForEvent('filechooser'), tab.click('text=读取备案记录')]);
  await chooser.setFiles(record.to);
  await until(tab, () => document.querySelector('#c-publicKey').value.length === 617);
  await tab.click('#main .btn.pri.big');
  await tab.waitForSelector('.res');
  assert.match(await text(tab, '.note h2'), /全部一致/);
});

await test('a page that is handed over copies and connects nowhere', async tab => {
  const files = fs.readdirSync(downloads).filter(name => name.endsWith('.html'));
  await tab.goto(`file://${path.join(downloads, files[0])}`);
  await tab.locator('button').nth(1).click();
  assert.equal(await clip(tab), 'com.example.beian');
});

await test('in English', async tab => {
  await tab.click('#to-en');
  await put(tab, 'android/v1v2v3.apk');
  assert.match(await text(tab, '.note h2'), /Signature verified/);
  assert.equal(await tab.getAttribute('html', 'lang'), 'en');
  await tab.click('#to-zh-Hans');
  assert.match(await text(tab, '.note h2'), /签名校验通过/);
});

await test('a package that is not for filing gives no value', async tab => {
  for (const name of ['android/v2-tampered.apk', 'android/v1-debug.apk', 'android/unsigned.apk', 'android/manifest-package-twice.apk', 'harmony/debug.hap']) {
    await put(tab, name);
    assert.match(await text(tab, '.note.bad h2'), /^不能填报：/, name);
    assert.equal(await tab.locator('.val, [data-export], .copy').count(), 0, name);
    await tab.click('[data-another]');
  }
});

await test('what is wrong is named, and nothing is told to file from a test build', async tab => {
  await put(tab, 'android/v1-debug.apk');
  await tab.click('#tab-check');
  await tab.fill('#c-packageName', 'com.example.other');
  await tab.click('#main .btn.pri.big');
  await tab.waitForSelector('.res');
  assert.match(await text(tab, '.note h2'), /先换安装包/);
  assert.equal(await tab.locator('.res ins, .res .copy').count(), 0);
  assert.ok(!(await text(tab, '#main')).includes('应填'));
});

await test('pasting a whole page finds the values and the notice', async tab => {
  await put(tab, 'android/v1v2v3.apk');
  await tab.click('#tab-check');
  await tab.check('[name=mode][value=ck_m2]');
  await tab.fill('#all', '运行平台：安卓\nAPP包名\ncom.example.beian\n签名MD5值\t4975DC5606FEE92FADDBEFDAC0A978CE\n审核意见 APP包名不准确');
  assert.match(await text(tab, '#main [role=status]'), /已找到：平台、APP包名、签名MD5值、通知/);
  assert.ok(await tab.isChecked('[name=notice][value=no_pkg]'));
  await tab.click('#main .btn.pri.big');
  await tab.waitForSelector('.res');
  assert.match(await text(tab, '.res h3'), /APP包名/);
  assert.equal(await tab.locator('.badge.ok').count(), 4);
});

await test('a keystore is opened with its password, which is kept nowhere', async tab => {
  await put(tab, 'certificates/keytool-two.p12');
  await tab.fill('#pw', 'storepw1');
  await tab.keyboard.press('Enter');
  await tab.waitForSelector('.tbl');
  assert.ok(await tab.locator('.tbl tbody tr').count() >= 2);
  await tab.click('#main .btn.pri');
  await tab.waitForSelector('.fields');
  assert.ok(!(await tab.content()).includes('storepw1'));
});

await test('with the keyboard alone', async tab => {
  await put(tab, 'android/v1v2v3.apk');
  const names = [];
  for (let i = 0; i < 40; i += 1) {
    await tab.keyboard.press('Tab');
    const name = await tab.evaluate(() => { const it = document.activeElement; return it === document.body ? '' : it.dataset.key ?? it.id ?? ''; });
    names.push(name);
    if (name === '签名MD5值') break;
  }
  const order = ['平台', 'APP包名', '公钥', '签名MD5值'].map(name => names.indexOf(name));
  assert.ok(order.every((at, i) => at >= 0 && (!i || at > order[i - 1])), names.join(' '));
  await tab.keyboard.press('Enter');
  await tab.waitForTimeout(100);
  assert.equal(await clip(tab), '4975DC5606FEE92FADDBEFDAC0A978CE');
});

await test('hostile names stay text', async tab => {
  const buffer = fs.readFileSync(fixture('android/v2-tampered.apk'));
  for (const name of ['<img src=x onerror=alert(1)>.apk', '"><script>window.hit=1</script>.apk', '\u202egpj.apk', `${'长'.repeat(300)}.apk`]) {
    await put(tab, { name, mimeType: 'application/octet-stream', buffer });
    assert.equal(await tab.locator('#main img, #main script').count(), 0);
    assert.equal(await tab.evaluate(() => window.hit), undefined);
    assert.ok(!(await text(tab, '#main')).includes('\u202e'));
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await tab.click('[data-another]');
  }
});

// A package with much more between its entries and its signature than was signed: it is read to the end before that is known.
function padded(name, more) {
  const bytes = Buffer.from(fs.readFileSync(fixture('android/v2-rsa-sha256.apk')));
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const directory = bytes.readUInt32LE(end + 16);
  const block = directory - 24 - Number(bytes.readBigUInt64LE(directory - 24)) + 16;
  bytes.writeUInt32LE(directory + more, end + 16);
  const to = path.join(downloads, name);
  const file = fs.openSync(to, 'w');
  fs.writeSync(file, bytes, 0, block, 0);
  fs.writeSync(file, bytes, block, bytes.length - block, block + more);
  fs.closeSync(file);
  return to;
}

await test('a large file shows how far it is, is cancelled, and gives nothing', async tab => {
  await tab.setInputFiles('#file', padded('large.apk', 1 << 30));
  await until(tab, () => Number(document.querySelector('progress')?.value) > 0);
  await tab.click('text=取消');
  await until(tab, () => document.querySelector('#main').textContent.includes('已取消'));
  assert.equal(await tab.locator('.val').count(), 0);
  // The next one is read as if nothing had been.
  await put(tab, 'android/v1v2v3.apk');
  assert.equal(await tab.locator('.note.ok').count(), 1);
});

await test('a file that changes while it is read is told, and gives nothing', async tab => {
  const file = padded('changing.apk', 1 << 30);
  await tab.setInputFiles('#file', file);
  await until(tab, () => Number(document.querySelector('progress')?.value) > 0);
  fs.truncateSync(file, 1000);
  await settled(tab);
  assert.match(await text(tab, '.note h2'), /读取中断/);
  assert.equal(await tab.locator('.val').count(), 0);
});

for (const name of ['DecompressionStream', 'Worker', 'WebAssembly']) {
  const tab = await context.newPage();
  await tab.addInitScript(it => { delete globalThis[it]; }, name);
  await tab.goto(`file://${page}`);
  await tab.waitForTimeout(300);
  const said = await text(tab, '#main');
  if (!/这个浏览器不能运行本页/.test(said) || !/极速模式/.test(said) || !/缺少的功能/.test(said)) { console.log(`FAILED without ${name}: ${said.slice(0, 200)}`); process.exitCode = 1; } else count += 1;
  await tab.close();
}

const SENDERS = {
  fetch: () => fetch('https://example.invalid/x').then(() => 'SENT', () => 'refused'),
  image: () => new Promise(done => { const it = new Image(); it.onload = () => done('SENT'); it.onerror = () => done('refused'); it.src = 'https://example.invalid/x.png'; }),
  socket: () => new Promise(done => { try { const it = new WebSocket('wss://example.invalid'); it.onerror = () => done('refused'); } catch { done('refused'); } }),
  beacon: () => { navigator.sendBeacon('https://example.invalid/x', 'x'); return 'refused'; },
  form: () => { const it = document.createElement('form'); it.action = 'https://example.invalid/'; document.body.append(it); it.submit(); return new Promise(done => setTimeout(() => done(location.protocol === 'file:' ? 'refused' : 'SENT'), 300)); },
  frame: () => { const it = document.createElement('iframe'); it.src = 'https://example.invalid/'; document.body.append(it); return 'refused'; },
  script: () => new Promise(done => { const it = document.createElement('script'); it.textContent = 'window.hit = 1'; document.body.append(it); done(window.hit ? 'SENT' : 'refused'); }),
  style: () => { const it = document.createElement('link'); it.rel = 'stylesheet'; it.href = 'https://example.invalid/x.css'; document.head.append(it); return 'refused'; },
  webrtc: () => (typeof RTCPeerConnection === 'undefined' ? 'refused' : 'SENT'),
  transport: () => (typeof WebTransport === 'undefined' ? 'refused' : 'SENT'),
  worker: () => new Promise(done => { const it = new Worker(URL.createObjectURL(new Blob(["fetch('https://example.invalid/w').then(()=>postMessage('SENT'),()=>postMessage('refused'))"]))); it.onmessage = event => done(event.data); it.onerror = () => done('refused'); }),
};
for (const [name, code] of Object.entries(SENDERS)) await refused(`the policy refuses: ${name}`, async tab => assert.equal(await tab.evaluate(code), 'refused'));

await close();
const left = [...seen].filter(it => !['file:', 'blob:'].includes(it));
console.log(`${count} tests passed; requests: ${[...seen].join(' ')}`);
fs.rmSync(downloads, { recursive: true, force: true });
if (left.length) { console.log(`REQUESTS: ${left.join(' ')}`); process.exitCode = 1; }
process.exit(process.exitCode ?? 0);
