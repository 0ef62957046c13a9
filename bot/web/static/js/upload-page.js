// The upload page: choose, check, send with progress, be told that it arrived.
import { sizeLabel } from './clock.js';
import { judge, measure, timeLength } from './measure.js';
import { isLarge } from './menu.js';
import { upload } from './uploads.js';

const $ = (id) => document.getElementById(id);
const page = $('upload').dataset;
const limits = {
  maxBytes: Number(page.maxBytes),
  minSeconds: Number(page.minSeconds),
  maxSeconds: Number(page.maxSeconds),
  shortSide: Number(page.shortSide),
};
let chosen = null;
let stop = null;
let lock = null;

function show(name) {
  ['form', 'progress', 'done'].forEach((id) => { $(id).hidden = id !== name; });
}

function complain(words) {
  $('problem').textContent = words;
  $('problem').hidden = !words;
}

async function choose(file) {
  if (!file) return;
  chosen = file;
  complain('');
  $('start').disabled = true;
  $('facts').hidden = false;
  $('facts').textContent = '正在检查…';
  const lines = judge(file, await measure(file), limits);
  if (chosen !== file) return;
  $('facts').textContent = '';
  [{ good: true, text: file.name }].concat(lines).forEach((line) => {
    const row = document.createElement('p');
    row.className = line.good ? 'good' : 'bad';
    row.textContent = line.text;
    $('facts').appendChild(row);
  });
  $('start').disabled = !lines[0].good;
  $('start').textContent = lines.every((line) => line.good) ? '开始上传' : '仍然上传';
}

function begin() {
  const started = Date.now();
  complain('');
  show('progress');
  stayAwake();
  stop = upload(window.location.pathname.replace(/\/$/, '') + '/file', chosen, {
    progress: (loaded, total) => progress(loaded, total, (Date.now() - started) / 1000),
    done: finish,
    failed: (words) => back(words),
    cancelled: () => back(''),
  });
}

function progress(loaded, total, seconds) {
  const percent = Math.floor((loaded / total) * 100);
  const speed = loaded / Math.max(seconds, 0.2);
  $('bar').value = percent;
  $('percent').textContent = percent + '%（' + sizeLabel(loaded) + '，共 ' + sizeLabel(total) + '）';
  $('speed').textContent = percent < 100 ? sizeLabel(Math.round(speed)) + '/秒，约剩 ' + timeLength((total - loaded) / speed) : '';
  $('state').textContent = percent < 100 ? '正在上传…' : '正在保存…';
}

function back(words) {
  stop = null;
  letSleep();
  show('form');
  complain(words);
}

function finish() {
  stop = null;
  letSleep();
  show('done');
  $('done').querySelector('h2').focus();
}

function stayAwake() {
  if (!navigator.wakeLock) return;
  navigator.wakeLock.request('screen').then((got) => { lock = got; }, () => {});
}

function letSleep() {
  if (lock) lock.release();
  lock = null;
}

function listen() {
  const drop = $('drop');
  $('file').addEventListener('change', () => choose($('file').files[0]));
  $('form').addEventListener('submit', (event) => {
    event.preventDefault();
    begin();
  });
  $('cancel').addEventListener('click', () => { if (stop) stop(); });
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    choose(event.dataTransfer.files[0]);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!stop) return;
    event.preventDefault();
    event.returnValue = '';
  });
}

document.documentElement.classList.toggle('large', isLarge());
listen();
show('form');
