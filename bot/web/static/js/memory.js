// What this browser remembers of the conversation; falls back to the tab's memory when storage is closed.
const PREFIX = 'zxt.';
const spare = new Map();

export function recall(name, otherwise) {
  try {
    const text = window.localStorage.getItem(PREFIX + name);
    return text === null ? (spare.has(name) ? spare.get(name) : otherwise) : JSON.parse(text);
  } catch (error) {
    return spare.has(name) ? spare.get(name) : otherwise;
  }
}

export function remember(name, value) {
  try {
    window.localStorage.setItem(PREFIX + name, JSON.stringify(value));
    spare.delete(name);
  } catch (error) {
    spare.set(name, value);
  }
}

export function forgetAll() {
  spare.clear();
  try {
    Object.keys(window.localStorage)
      .filter((name) => name.indexOf(PREFIX) === 0)
      .forEach((name) => window.localStorage.removeItem(name));
  } catch (error) {
    // Closed storage holds nothing of ours.
  }
}

// A random key that names one message for ever, so that sending it twice is harmless.
export function newKey() {
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
