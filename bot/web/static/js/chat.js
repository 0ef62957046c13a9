// The chat page: joins log, outbox, feed and composer.
import { Attachments } from './attachments.js';
import { Composer } from './composer.js';
import { Feed } from './feed.js';
import { Log } from './log.js';
import { forgetAll, newKey, recall, remember } from './memory.js';
import { chosenPrint, confirmed, isLarge, openMenuWith, setLarge, tick, viewPicturesIn } from './menu.js';
import { Outbox } from './outbox.js';
import { post } from './post.js';
import { Speaker } from './speech.js';

const LEAVE = '退出后，这台设备上的对话记录会被清除，别人打开本页看不到您的内容。已经提交的问题和投稿不受影响。确定退出吗？';
const ASLEEP_AFTER = 30000; // ms in the background
const status = document.getElementById('status');
const state = { up: true, typing: false, note: '', started: false, more: false, loading: false };
let typingTimer = 0;
let noteTimer = 0;

const speaker = new Speaker();
const log = new Log({
  choose: (row, button) => send({ button: { message: row.id, data: button.data, label: button.label } }, { kind: 'text', text: button.label }),
  retry: (item) => (attachments.holds(item.key) ? attachments.retry(item.key) : again(item)),
  giveUp,
  speak: (row, button) => speaker.toggle(row.words, button),
});
const attachments = new Attachments(log);
const outbox = new Outbox((item) => (log.find(item) && log.find(item).id ? null : log.show(item)));
const feed = new Feed({ hello: met, message: arrived, oldest: (id) => log.forgetBefore(id), typing: setTyping, print: setLarge, line: setLine });

function send(payload, body) {
  const item = { key: newKey(), author: 'citizen', at: new Date().toISOString(), body, payload };
  log.show(Object.assign({ state: 'waiting' }, item));
  outbox.add(item);
}

function again(item) {
  outbox.retry(item.key);
  log.show(Object.assign({}, item, { state: 'waiting' }));
}

function giveUp(item) {
  outbox.drop(item.key);
  attachments.settle(item.key);
  log.remove(item.key);
}

function arrived(item) {
  if (item.key) {
    outbox.drop(item.key);
    attachments.settle(item.key);
  }
  const known = log.find(item);
  const row = log.show(item);
  if (item.author !== 'bot') return;
  setTyping(false);
  if (!known && state.started && recall('speak', false)) {
    speaker.say(row.words, row.markBox.querySelector('.speak'));
  }
}

// The person may have asked for large print in words, on another device.
function met(person) {
  if (person.large && chosenPrint() === null) setLarge(true);
}

function setLine(up) {
  state.up = up;
  if (!up) state.typing = false;
  else outbox.wake();
  showStatus();
}

function setTyping(on) {
  window.clearTimeout(typingTimer);
  if (!on) state.typing = false;
  else typingTimer = window.setTimeout(startTyping, 300);
  showStatus();
}

// An answer that comes at once needs no announcement; one that never comes must not be promised for ever.
function startTyping() {
  state.typing = true;
  showStatus();
  typingTimer = window.setTimeout(() => setTyping(false), 20000);
}

function note(words) {
  window.clearTimeout(noteTimer);
  state.note = words;
  if (words) noteTimer = window.setTimeout(() => note(''), 12000);
  showStatus();
}

function showStatus() {
  const words = !state.up ? '网络已断开，正在重连…' : state.note || (state.typing ? '对方正在输入…' : '');
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle('down', !state.up);
}

async function older() {
  if (!state.more || state.loading || log.scroll.scrollTop > 60) return;
  state.loading = true;
  document.getElementById('older').hidden = false;
  try {
    state.more = await log.without(() => feed.older());
  } catch (error) {
    setLine(false);
  } finally {
    document.getElementById('older').hidden = true;
    state.loading = false;
  }
}

async function leave() {
  if (!(await confirmed(LEAVE))) return;
  try {
    await post('/chat/leave', {});
  } catch (error) {
    note('没有退出成功：网络不通，请稍后再试。');
    return;
  }
  feed.close();
  speaker.stop();
  forgetAll();
  window.location.reload();
}

function menu(name) {
  if (name === 'large') setLarge(!isLarge());
  if (name === 'speak') setSpeak(!recall('speak', false));
  if (name === 'data') say('我的数据');
  if (name === 'figures') window.location.assign('/figures');
  if (name === 'leave') leave();
  log.toEnd();
}

function setSpeak(on) {
  tick('speak', on);
  remember('speak', on);
  if (!on) speaker.stop();
}

const say = (text) => send({ text }, { kind: 'text', text });

async function start() {
  if (isLarge()) setLarge(true);
  if (speaker.works) tick('speak', recall('speak', false));
  else document.querySelector('[data-do="speak"]').hidden = true;
  openMenuWith(menu);
  viewPicturesIn(log.list);
  new Composer({
    say,
    note,
    file: (file) => attachments.add(file),
    place: (location) => send({ location }, { kind: 'location' }),
    opened: () => log.toEnd(),
  });
  outbox.items.forEach((item) => log.show(item));
  attachments.restore();
  log.toEnd();
  listenToTheWorld();
  if (!navigator.cookieEnabled) {
    status.textContent = '浏览器关闭了 Cookie，无法对话。请在设置中打开后刷新。';
    return;
  }
  state.more = await feed.start();
  log.toEnd();
  log.quiet = false;
  state.started = true;
}

function listenToTheWorld() {
  const wake = () => {
    feed.wake();
    outbox.wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('offline', () => feed.lost());
  window.addEventListener('pageshow', wake);
  let hiding = 0;
  document.addEventListener('visibilitychange', () => {
    window.clearTimeout(hiding);
    if (document.hidden) hiding = window.setTimeout(() => feed.sleep(), ASLEEP_AFTER);
    else wake();
  });
  log.scroll.addEventListener('scroll', older, { passive: true });
  window.addEventListener('resize', keepTyping);
  if (window.visualViewport) window.visualViewport.addEventListener('resize', aboveTheKeyboard);
}

function keepTyping() {
  if (document.activeElement === document.getElementById('text')) log.toEnd();
}

// Where the keyboard covers the page instead of shrinking it (iOS), make the page shorter ourselves.
function aboveTheKeyboard() {
  if (window.visualViewport.scale > 1.01) return;
  document.body.style.height = window.visualViewport.height + 'px';
  window.scrollTo(0, 0);
  keepTyping();
}

start();
