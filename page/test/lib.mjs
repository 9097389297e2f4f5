// A browser, the page in it, and what it asked of the network.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = path.resolve(import.meta.dirname, '../..');
export const page = process.env.BEIAN_PAGE ?? path.join(root, 'page/dist/beian.html');
export const fixture = name => path.join(root, 'fixtures', name);
export const shots = path.join(import.meta.dirname, 'shots');

export async function browser() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'beian-page-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, acceptDownloads: true, viewport: { width: 1000, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const seen = new Set();
  // What the policy refuses is told as a request too, which failed before it was sent.
  const told = request => { if (!request.url().startsWith('chrome')) seen.add(new URL(request.url()).protocol); };
  context.on('requestfinished', told);
  context.on('requestfailed', request => request.failure()?.errorText !== 'csp' && told(request));
  const close = async () => { await context.close(); fs.rmSync(folder, { recursive: true, force: true }); };
  return { context, seen, close };
}

export async function open(context, options = {}) {
  const tab = await context.newPage();
  const errors = [];
  tab.on('pageerror', error => errors.push(String(error)));
  tab.on('console', message => message.type() === 'error' && errors.push(message.text()));
  if (options.size) await tab.setViewportSize(options.size);
  if (options.dark) await tab.emulateMedia({ colorScheme: 'dark' });
  const began = Date.now();
  await tab.goto(pathToFileURL(page).href);
  await tab.waitForSelector('html[data-ready]', { timeout: 60000 });
  return { tab, errors, ready: Date.now() - began, script: await tab.evaluate(() => Number(document.documentElement.dataset.ready)) };
}

export async function put(tab, ...files) {
  await tab.setInputFiles('#file', files.map(it => (typeof it === 'string' ? fixture(it) : it)));
  await settled(tab);
}

// The page's policy lets nothing be evaluated from inside, so that this asks from outside.
export async function until(tab, test, wait = 120000) {
  const end = Date.now() + wait;
  while (!await tab.evaluate(test)) {
    if (Date.now() > end) throw new Error(`never so: ${test}`);
    await new Promise(resolve => setTimeout(resolve, 30));
  }
}

export const settled = tab => until(tab, () => !document.querySelector('progress, .badge.acc') && Boolean(document.querySelector('#main h2')) && !document.querySelector('.drop:not(.slim)'));
