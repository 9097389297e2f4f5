// Before anything else, in words that old browsers read: what is missing is named, and what could connect past the policy is removed.
(function (w) {
  ['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection', 'RTCDataChannel', 'WebTransport'].forEach(function (name) {
    try { delete w[name]; } catch (error) { /* below */ }
    try { Object.defineProperty(w, name, { value: undefined, writable: false, configurable: false }); } catch (error) { w[name] = undefined; }
  });
  var missing = [];
  function need(name, test) {
    var has = false;
    try { has = test(); } catch (error) { has = false; }
    if (!has) missing.push(name);
  }
  need('WebAssembly SIMD', function () {
    var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
    return new WebAssembly.Module(new Uint8Array(simd)) instanceof WebAssembly.Module;
  });
  need('DecompressionStream', function () { return typeof DecompressionStream === 'function'; });
  need('Worker', function () { return typeof Worker === 'function' && typeof Blob === 'function' && typeof URL.createObjectURL === 'function'; });
  need('Blob.slice', function () { return typeof Blob.prototype.slice === 'function'; });
  w.beianMissing = missing;
  var text = document.getElementById('missing');
  if (missing.length && text) text.appendChild(document.createTextNode('缺少的功能：' + missing.join('、')));
})(window);
