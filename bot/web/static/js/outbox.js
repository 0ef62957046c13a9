// Messages on their way: kept in the browser until the server says it holds them, sent one by one in order.
import { recall, remember } from './memory.js';
import { post } from './post.js';

const SLOWEST = 30; // seconds between two tries

export class Outbox {
  // onChange(item) is told when an item was accepted (item.state 'sent') or refused ('failed', item.problem).
  constructor(onChange) {
    this.onChange = onChange;
    this.busy = false;
    this.pause = 1;
    this.timer = 0;
  }

  get items() {
    return recall('outbox', []);
  }

  add(item) {
    remember('outbox', this.items.concat(Object.assign({ state: 'waiting' }, item)));
    this.flush();
  }

  drop(key) {
    remember('outbox', this.items.filter((item) => item.key !== key));
  }

  retry(key) {
    this.update(key, { state: 'waiting', problem: '' });
    this.flush();
  }

  update(key, change) {
    remember('outbox', this.items.map((item) => (item.key === key ? Object.assign(item, change) : item)));
  }

  // Try at once: the network is back or the citizen is waiting.
  wake() {
    this.pause = 1;
    this.flush();
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    window.clearTimeout(this.timer);
    try {
      for (let item = this.next(); item; item = this.next()) await this.send(item);
      this.pause = 1;
    } catch (error) {
      this.timer = window.setTimeout(() => this.flush(), 1000 * (error.wait || this.pause));
      this.pause = Math.min(this.pause * 2, SLOWEST);
    } finally {
      this.busy = false;
    }
  }

  next() {
    return this.items.find((item) => item.state === 'waiting' && item.payload);
  }

  async send(item) {
    try {
      await post('/chat/messages', Object.assign({ key: item.key }, item.payload));
      this.drop(item.key);
      this.onChange(Object.assign(item, { state: 'sent' }));
    } catch (error) {
      if (!error.isFinal) throw error;
      this.update(item.key, { state: 'failed', problem: error.message });
      this.onChange(Object.assign(item, { state: 'failed', problem: error.message }));
    }
  }
}
