// What reading costs in the page: measure.mjs FILE… Gives ms to ready, ms from the choice to the values, and the wasm's memory.
import fs from 'node:fs';
import { browser, open, page, settled } from './lib.mjs';

const { context, close } = await browser();
for (let i = 0; i < 3; i += 1) {
  const { tab, ready, script } = await open(context);
  console.log(`ready: ${script} ms in the page, ${ready} ms from outside; ${fs.statSync(page).size} bytes`);
  await tab.close();
}
for (const file of process.argv.slice(2)) {
  const { tab } = await open(context);
  for (let i = 0; i < 2; i += 1) {
    const began = performance.now();
    await tab.setInputFiles('#file', file);
    await settled(tab);
    console.log(`${file}: ${fs.statSync(file).size} bytes, ${(performance.now() - began).toFixed(0)} ms; ${await tab.locator('.note h2').first().innerText()}`);
    await tab.click('[data-another]');
  }
  await tab.close();
}
console.log(`browser ${context.browser()?.version() ?? ''}`);
await close();
