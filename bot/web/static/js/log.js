// The conversation on screen: confirmed messages in the server's order, then those still on their way.
import { timeLabel } from './clock.js';
import { fillBubble, fillChoices, icon, make } from './bubbles.js';

const GAP = 5 * 60000; // silence after which a time line is shown
const NEAR = 120; // px from the bottom that still count as reading the newest

export class Log {
  // acts: {choose(message, button), retry(item), giveUp(item), speak(message, button)}
  constructor(acts) {
    this.acts = acts;
    this.list = document.getElementById('log');
    this.scroll = document.getElementById('scroll');
    this.newest = document.getElementById('newest');
    this.model = document.getElementById('t-message').content;
    this.rows = [];
    this.quiet = true;
    this.newest.addEventListener('click', () => this.toEnd());
    this.scroll.addEventListener('scroll', () => { if (this.atEnd()) this.newest.hidden = true; }, { passive: true });
  }

  atEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR;
  }

  toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.newest.hidden = true;
  }

  // While older pages are put in, nothing is announced and the reader's place does not move.
  async without(announcing) {
    const below = this.scroll.scrollHeight - this.scroll.scrollTop;
    this.quiet = true;
    this.list.setAttribute('aria-live', 'off');
    try {
      return await announcing();
    } finally {
      this.scroll.scrollTop = this.scroll.scrollHeight - below;
      this.quiet = false;
      window.setTimeout(() => this.list.setAttribute('aria-live', 'polite'), 300);
    }
  }

  // item: {id?, key?, author, at, body, state?}; the same id or key again replaces what is there.
  show(item) {
    const stay = this.atEnd();
    let row = this.find(item);
    const fresh = !row;
    if (fresh) row = this.build(item);
    Object.assign(row, { id: item.id || row.id, key: item.key || row.key, at: new Date(item.at), state: item.state || '' });
    row.words = fillBubble(row.bubble, item.body);
    fillChoices(row.choices, item.author === 'bot' ? item.body.buttons : [], (button) => this.acts.choose(row, button));
    this.mark(row, item);
    this.place(row);
    this.follow(row, item, fresh, stay);
    return row;
  }

  find(item) {
    return this.rows.find((row) => (item.id && row.id === item.id) || (item.key && row.key === item.key));
  }

  remove(key) {
    this.take(this.rows.filter((row) => row.key === key && !row.id));
  }

  // What the server deleted goes from every open page, too.
  forgetBefore(id) {
    this.take(this.rows.filter((row) => row.id && row.id < id));
  }

  take(gone) {
    gone.forEach((row) => {
      if (row.head) row.head.remove();
      row.node.remove();
    });
    this.rows = this.rows.filter((row) => gone.indexOf(row) < 0);
    this.rows.forEach((row, at) => this.timeLine(at));
    this.age();
  }

  build(item) {
    const node = document.importNode(this.model, true).querySelector('li');
    const mine = item.author === 'citizen';
    node.classList.toggle('me', mine);
    node.querySelector('use').setAttribute('href', mine ? '#i-me' : '#i-bot');
    node.querySelector('.author').textContent = mine ? '我说：' : '质小通说：';
    return {
      node,
      author: item.author,
      bubble: node.querySelector('.bubble'),
      choices: node.querySelector('.choices'),
      markBox: node.querySelector('.mark'),
      problem: node.querySelector('.problem'),
    };
  }

  place(row) {
    const rest = this.rows.filter((other) => other !== row);
    let at = rest.length;
    while (at > 0 && comesBefore(row, rest[at - 1])) at -= 1;
    rest.splice(at, 0, row);
    const moved = this.rows[at] !== row;
    this.rows = rest;
    if (moved) this.list.insertBefore(row.node, rest[at + 1] ? rest[at + 1].head || rest[at + 1].node : null);
    this.timeLine(at);
    if (rest[at + 1]) this.timeLine(at + 1);
    this.age();
  }

  timeLine(at) {
    const row = this.rows[at];
    const before = this.rows[at - 1];
    const wanted = !before || row.at - before.at > GAP;
    if (row.head) row.head.remove();
    row.head = wanted ? make('li', 'time', timeLabel(row.at, new Date())) : null;
    if (wanted) this.list.insertBefore(row.head, row.node);
  }

  // Only the latest turn's buttons answer to a digit; older ones lose their numbers.
  age() {
    const bots = this.rows.filter((row) => row.author === 'bot');
    bots.forEach((row, index) => row.node.classList.toggle('past', index < bots.length - 1));
  }

  mark(row, item) {
    row.markBox.textContent = '';
    this.complain(row, item);
    if (item.state === 'waiting') row.markBox.appendChild(clock());
    if (item.state === 'failed') row.markBox.appendChild(this.retryButton(item));
    if (item.author === 'bot' && window.speechSynthesis) row.markBox.appendChild(this.speakButton(row));
  }

  complain(row, item) {
    row.problem.hidden = item.state !== 'failed';
    row.problem.textContent = '';
    if (row.problem.hidden) return;
    const give = make('button', '', '不发了');
    give.type = 'button';
    give.addEventListener('click', () => this.acts.giveUp(item));
    row.problem.appendChild(document.createTextNode(item.problem || '没有发送成功。'));
    row.problem.appendChild(give);
  }

  retryButton(item) {
    const button = make('button', 'retry');
    button.type = 'button';
    button.setAttribute('aria-label', '没有发送成功，点此重发');
    button.appendChild(icon('alert'));
    button.addEventListener('click', () => this.acts.retry(item));
    return button;
  }

  speakButton(row) {
    const button = make('button', 'speak');
    button.type = 'button';
    button.setAttribute('aria-label', '朗读这条消息');
    button.setAttribute('aria-pressed', 'false');
    button.appendChild(icon('speak'));
    button.addEventListener('click', () => this.acts.speak(row, button));
    return button;
  }

  follow(row, item, fresh, stay) {
    if (this.quiet) return;
    if (fresh) row.node.classList.add('new');
    if (stay || item.author === 'citizen') this.toEnd();
    else if (fresh) this.newest.hidden = false;
    if (stay && fresh && item.author === 'bot') this.toStartOf(row);
  }

  // A reply that does not fit the screen is read from its beginning.
  toStartOf(row) {
    const [reply, screen] = [row.node.getBoundingClientRect(), this.scroll.getBoundingClientRect()];
    if (reply.top < screen.top) this.scroll.scrollTop += reply.top - screen.top;
  }
}

// Confirmed messages stand by id; unconfirmed ones stay below all of them, in the order written.
function comesBefore(row, other) {
  return Boolean(row.id) && (!other.id || row.id < other.id);
}

function clock() {
  const node = make('span', 'clock');
  node.appendChild(icon('clock'));
  node.appendChild(make('span', 'hidden', '正在发送'));
  return node;
}
