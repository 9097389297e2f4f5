// The same four questions for Node and browsers; `library()` gives the wasm, `opened(source)` how a source is read.
export class BeianError extends Error {
  constructor({ code, message }) { super(message); this.name = 'BeianError'; this.code = code; }
}

const OPTIONS = ['language', 'profile', 'lower', 'separator', 'platform', 'password', 'alias', 'minSdk', 'maxSdk', 'allowUnverified', 'acceptTruncated', 'certificate'];

export function api(library, opened) {
  async function run(command, source, options = {}, filed = undefined) {
    const it = await library();
    const { readAt, size, name, done } = await opened(source);
    const request = { command, file: options.name ?? name, size, language: 'en' };
    for (const key of OPTIONS) if (options[key] !== undefined && options[key] !== null) request[key] = options[key];
    if (filed) request.filed = [filed].flat();
    let text;
    try { text = it.run(request, readAt, options.progress); } finally { done?.(); }
    const answer = JSON.parse(text);
    if (answer.error) throw new BeianError(answer.error);
    return answer;
  }
  return {
    verify: (source, options) => run('verify', source, options),
    inspect: (source, options) => run(options?.fast ? 'fast' : 'inspect', source, options),
    form: (source, options) => run('form', source, options),
    check: (source, filed, options) => run('check', source, options, filed),
  };
}
