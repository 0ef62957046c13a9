// One request to the server; the answer says whether to keep trying.
const SAYS = {
  403: '页面已过期，请刷新后再试。',
  413: '内容太大，没有发送成功。',
  429: '发送得有些快，请稍等片刻。',
};

export class Refused extends Error {
  constructor(status, message, wait) {
    super(message || SAYS[status] || '没有发送成功，请稍后再试。');
    this.status = status;
    this.wait = wait;
  }

  // A refusal that time cannot cure: the citizen has to change something.
  get isFinal() {
    return this.status >= 400 && this.status < 500 && this.status !== 408 && this.status !== 429;
  }
}

export async function post(path, body) {
  const stop = typeof AbortController === 'function' ? new AbortController() : null;
  const timer = stop ? window.setTimeout(() => stop.abort(), 20000) : 0;
  try {
    const reply = await window.fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: stop ? stop.signal : undefined,
    });
    if (reply.ok) return reply.status === 204 ? {} : await reply.json();
    throw await refusal(reply);
  } finally {
    window.clearTimeout(timer);
  }
}

async function refusal(reply) {
  let said = '';
  try {
    said = (await reply.json()).error;
  } catch (error) {
    said = '';
  }
  return new Refused(reply.status, said, Number(reply.headers.get('Retry-After')) || 0);
}
