// The other side of page/wasm's door, for the page, Workers and Node. `readAt(offset, length)` gives a Uint8Array at once.
export async function load(moduleOrBytes) {
  const asked = {};
  let memory;
  const env = {
    host_read_at(to, length, offset) {
      try {
        const bytes = asked.readAt(offset, length);
        if (bytes.length !== length) throw new Error('the file is shorter than it was');
        new Uint8Array(memory.buffer, to, length).set(bytes);
        return 0;
      } catch (error) {
        asked.failed ??= { error, offset };
        return 1;
      }
    },
    host_progress(done, total) { asked.progress?.(done, total); },
    host_now() { return Math.floor(Date.now() / 1000); },
  };
  const it = await WebAssembly.instantiate(moduleOrBytes, { env });
  const { exports } = it.instance ?? it;
  memory = exports.memory;
  return {
    memory,
    // The answer's text. Throws what `readAt` threw: nothing is told of a file that could not be read.
    run(request, readAt, progress) {
      Object.assign(asked, { readAt, progress, failed: null });
      const bytes = new TextEncoder().encode(JSON.stringify(request));
      const at = exports.alloc(bytes.length);
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      const out = exports.run(at, bytes.length);
      const length = new DataView(memory.buffer).getUint32(out, true);
      const text = new TextDecoder().decode(new Uint8Array(memory.buffer, out + 4, length));
      exports.dealloc(out, length + 4);
      if (asked.failed) throw Object.assign(new Error(String(asked.failed.error)), { unread: true, offset: asked.failed.offset });
      return text;
    },
  };
}

// A source read in slices, with a window read ahead: a read of a browser costs about a millisecond.
export function windowed(slice, size, ahead = 1 << 20) {
  let at = 0;
  let held = new Uint8Array(0);
  return (offset, length) => {
    if (offset >= at && offset + length <= at + held.length) return held.subarray(offset - at, offset - at + length);
    // What follows the last read is content that is read through; anything else is looked up.
    const runs = offset === at + held.length || (offset >= at && offset < at + held.length);
    const want = Math.min(Math.max(length, runs ? ahead : 1 << 16), size - offset);
    held = slice(offset, want);
    at = offset;
    return held.subarray(0, length);
  };
}
