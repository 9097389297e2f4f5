// Every state of the page, as a screenshot and under axe-core, in light and dark, on a phone, in English.
// Usage: node page/test/states.mjs [STATE…]; BEIAN_MATRIX=0 takes the first look only.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { browser, fixture, open, put, settled, shots } from './lib.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const click = (tab, selector) => tab.click(selector);
const toCheck = async tab => click(tab, '#tab-check');
const fill = async (tab, filed) => { for (const [field, value] of Object.entries(filed)) await tab.fill(`#c-${field}`, value); };
const go = async tab => { await tab.click('#main .btn.pri.big'); await tab.waitForSelector('.res'); };
const DEC = '20725646483867918894921158373084726727869459492937219492671209012554893557568';
export const STATES = {
  empty: async () => {},
  'empty-cert': async tab => click(tab, '#certs'),
  trust: async tab => click(tab, '.trust summary'),
  android: async tab => put(tab, 'android/v1v2v3.apk'),
  'android-open': async tab => { await put(tab, 'android/v1v2v3.apk'); for (const one of await tab.$$('.fold summary')) await one.click(); },
  harmony: async tab => put(tab, 'harmony/store.hap'),
  'provider-other': async tab => { await put(tab, 'android/v1v2v3.apk'); await tab.check('[name=prov][value=other]'); await tab.selectOption('#o-separator', 'colon'); },
  'bad-tampered': async tab => put(tab, 'android/v2-tampered.apk'),
  'bad-debug': async tab => put(tab, 'android/v1-debug.apk'),
  'bad-ambiguous': async tab => put(tab, 'android/manifest-package-twice.apk'),
  'bad-unsigned': async tab => put(tab, 'android/unsigned.apk'),
  'bad-notapp': async tab => put(tab, 'android/not-a-zip.apk'),
  'bad-key': async tab => put(tab, 'certificates/private-key.pem'),
  'warn-rotated': async tab => put(tab, 'android/v3-rotated.apk'),
  'warn-ec': async tab => put(tab, 'android/v1-p256.apk'),
  certificate: async tab => put(tab, 'certificates/leaf.pem'),
  'harmony-certificate': async tab => put(tab, 'certificates/profile.p7b'),
  'ks-password': async tab => put(tab, 'certificates/keytool-two.p12'),
  'ks-wrong': async tab => { await put(tab, 'certificates/keytool-two.p12'); await tab.fill('#pw', 'wrong'); await tab.keyboard.press('Enter'); await tab.waitForSelector('#pwe'); },
  'ks-alias': async tab => put(tab, 'certificates/three.jks'),
  'ks-result': async tab => { await put(tab, 'certificates/three.jks'); await tab.click('#main .btn.pri'); await tab.waitForSelector('.fields'); },
  'check-empty': toCheck,
  'check-form': async tab => { await put(tab, 'android/v1v2v3.apk'); await toCheck(tab); await tab.check('[name=notice][value=no_feat]'); },
  'check-paste': async tab => { await put(tab, 'android/v1v2v3.apk'); await toCheck(tab); await tab.check('[name=mode][value=ck_m2]'); await tab.fill('#all', `运行平台  应用宝\nAPP包名  com.example.Beian\n公钥  ${DEC}…\n签名MD5值  a2:06:f3:1f:ba:9e:87:c3:b2:f4:9d:46:f7:ec:05:dd:3d:29:c3:ff\n审核意见  APP特征信息无效`); },
  'check-result': async tab => { await STATES['check-paste'](tab); await go(tab); },
  'check-result-2': async tab => { await STATES['check-form'](tab); await fill(tab, { platform: '安卓', packageName: 'com.example.beian', fingerprint: 'MD5：49：75：DC：56：06：FE：E9：2F：AD：DB：EF：DA：C0：A9：78：CE' }); await go(tab); },
  'check-ok': async tab => { await STATES['check-form'](tab); await fill(tab, { platform: '安卓', packageName: 'com.example.beian', fingerprint: '4975DC5606FEE92FADDBEFDAC0A978CE' }); await go(tab); },
  'check-suspect': async tab => { await put(tab, 'android/v1-debug.apk'); await toCheck(tab); await fill(tab, { packageName: 'com.example.beian', fingerprint: '4975DC5606FEE92FADDBEFDAC0A978CE' }); await go(tab); },
  list: async tab => put(tab, 'android/v1v2v3.apk', 'android/channel-walle.apk', 'harmony/store.hap', 'android/v1-debug.apk', 'certificates/keytool-two.p12', 'android/not-a-zip.apk'),
  detail: async tab => { await STATES.list(tab); await tab.click('[data-open]'); },
};
const LOOKS = { light: {}, dark: { dark: true }, phone: { size: { width: 375, height: 800 } }, en: { en: true }, 'en-dark-phone': { en: true, dark: true, size: { width: 375, height: 800 } } };

fs.mkdirSync(shots, { recursive: true });
const { context, seen, close } = await browser();
const chosen = process.argv.slice(2);
const looks = process.env.BEIAN_MATRIX === '0' ? { light: LOOKS.light } : LOOKS;
let bad = 0;
let runs = 0;
for (const [state, reach] of Object.entries(STATES)) {
  if (chosen.length && !chosen.includes(state)) continue;
  for (const [look, options] of Object.entries(looks)) {
    const { tab, errors } = await open(context, options);
    try {
      if (options.en) await tab.click('#to-en');
      await reach(tab);
      await tab.screenshot({ path: path.join(shots, `${state}-${look}.png`), fullPage: true });
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      // axe is put in by the protocol, past the page's policy.
      const session = await context.newCDPSession(tab);
      await session.send('Runtime.evaluate', { expression: axe });
      const { result } = await session.send('Runtime.evaluate', { expression: "axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>JSON.stringify(r.violations.map(v=>[v.id,v.nodes.map(n=>n.html.slice(0,160)+' '+n.failureSummary.slice(0,200)).slice(0,3)])))", awaitPromise: true, returnByValue: true });
      const violations = JSON.parse(result.value ?? '[["axe did not run"]]');
      runs += 1;
      if (violations.length || errors.length || wide) { bad += 1; console.log(state, look, wide ? 'TOO WIDE' : '', errors.join(' | '), JSON.stringify(violations, null, 1)); }
    } catch (error) { bad += 1; console.log(state, look, String(error).slice(0, 600), errors.join(' | ')); await tab.screenshot({ path: path.join(shots, `${state}-${look}-FAILED.png`) }).catch(() => {}); }
    await tab.close();
  }
}
await close();
const others = [...seen].filter(it => !['file:', 'blob:'].includes(it));
console.log(`${runs} states under axe-core, ${bad} with something wrong; requests: ${[...seen].join(' ')}`);
process.exit(bad || others.length ? 1 : 0);
