// What the server has to show: older pages on request, new messages as they happen, again after every break.
import { post } from './post.js';

const SILENCE = 40000; // ms without a sign of life before the line counts as dead
const PAGE = 30;

export class Feed {
  // see: {hello({large}), message(item), oldest(id), typing(on), print(large), line(up)}
  constructor(see) {
    this.see = see;
    this.last = 0;
    this.first = 0;
    this.source = null;
    this.pause = 1;
    this.timer = 0;
    this.watch = 0;
    this.asleep = false;
  }

  async start() {
    try {
      this.see.hello(await post('/chat/hello', {}));
      const page = await this.page('');
      page.forEach((item) => this.take(item));
      this.pause = 1;
      this.open();
      return page.length === PAGE;
    } catch (error) {
      this.see.line(false);
      await new Promise((done) => { this.kick = done; window.setTimeout(done, this.nextPause(error)); });
      return this.start();
    }
  }

  nextPause(error) {
    const wait = (error && error.wait) || this.pause;
    this.pause = Math.min(this.pause * 2, 30);
    return wait * 1000;
  }

  // Messages before the oldest one known, oldest first; fewer than a page means: no more.
  async older() {
    const page = await this.page('&before=' + this.first);
    page.slice().reverse().forEach((item) => this.take(item));
    return page.length === PAGE;
  }

  async page(extra) {
    const reply = await window.fetch('/chat/history?limit=' + PAGE + extra, { credentials: 'same-origin' });
    if (!reply.ok) throw new Error(String(reply.status));
    return (await reply.json()).messages;
  }

  take(item) {
    this.last = Math.max(this.last, item.id);
    this.first = this.first ? Math.min(this.first, item.id) : item.id;
    this.see.message(item);
  }

  open() {
    this.close();
    const source = new window.EventSource('/chat/events?after=' + this.last);
    this.source = source;
    source.onopen = () => this.alive();
    source.onerror = () => this.lost();
    this.on('message', (data) => this.take(data));
    this.on('typing', (data) => this.see.typing(data.on));
    this.on('print', (data) => this.see.print(data.large));
    this.on('oldest', (data) => this.see.oldest(data.id));
    this.on('beat', () => {});
    this.listen();
  }

  on(name, act) {
    this.source.addEventListener(name, (event) => {
      this.listen();
      act(JSON.parse(event.data));
    });
  }

  alive() {
    this.pause = 1;
    this.listen();
    this.see.line(true);
  }

  listen() {
    window.clearTimeout(this.watch);
    this.watch = window.setTimeout(() => this.lost(), SILENCE);
  }

  // A line that broke, or that the system says is gone, is never trusted again: a new one is opened.
  lost() {
    const isOpened = Boolean(this.source || this.timer);
    this.close();
    if (this.asleep) return;
    this.see.line(false);
    if (!isOpened) return;
    this.timer = window.setTimeout(() => this.open(), this.nextPause());
  }

  // The network or the page came back: do not sit out the pause.
  wake() {
    this.pause = 1;
    this.asleep = false;
    if (this.kick) this.kick();
    if (this.timer && !this.source) this.open();
  }

  // A page nobody looks at gives its line back: browsers allow only a few to one server.
  sleep() {
    if (!this.source) return;
    this.asleep = true;
    this.close();
    this.timer = 1;
  }

  close() {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.watch);
    if (this.source) this.source.close();
    this.source = null;
  }
}
