// The inside of one bubble, by the kind of its body.
import { sizeLabel } from './clock.js';
import { link, richText } from './richtext.js';

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', '#i-' + name);
  svg.setAttribute('aria-hidden', 'true');
  svg.appendChild(use);
  return svg;
}

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const KINDS = { text, venue, location, photo, video, file };

// Fills the bubble; returns the words a screen reader or the speaker may say of it.
export function fillBubble(bubble, body) {
  const kind = KINDS[body.kind] ? body.kind : 'text';
  bubble.textContent = '';
  bubble.classList.toggle('media', kind !== 'text' && kind !== 'location');
  return KINDS[kind](bubble, body);
}

function text(bubble, body) {
  const node = make('div', 'text');
  node.appendChild(richText(body.text || '', body.entities));
  bubble.appendChild(node);
  return body.text || '';
}

function location(bubble) {
  const node = make('div', 'here');
  node.appendChild(icon('pin'));
  node.appendChild(make('span', '', '我的位置'));
  bubble.appendChild(node);
  return '我的位置';
}

function venue(bubble, body) {
  const card = make('div', 'card');
  const inside = make('div', 'card-body');
  inside.appendChild(make('h2', '', body.title));
  inside.appendChild(make('p', '', body.address));
  card.appendChild(inside);
  if (body.map_url) card.appendChild(mapLink(body));
  bubble.appendChild(card);
  return body.title + '。' + body.address;
}

function mapLink(body) {
  const open = link(body.map_url, 'map');
  open.appendChild(icon('pin'));
  open.appendChild(make('span', '', '打开地图'));
  open.setAttribute('aria-label', '打开地图：' + body.title);
  return open;
}

function photo(bubble, body) {
  const open = make('button', 'picture');
  const image = make('img');
  open.type = 'button';
  open.dataset.view = body.url;
  open.setAttribute('aria-label', '查看图片' + (body.name ? '：' + body.name : ''));
  image.src = body.url;
  image.alt = body.caption || '图片';
  image.onerror = () => gone(bubble, body);
  open.appendChild(image);
  bubble.appendChild(open);
  return '图片。' + caption(bubble, body);
}

function video(bubble, body) {
  const film = make('video', 'film');
  film.src = body.url;
  film.controls = true;
  film.preload = 'metadata';
  film.setAttribute('playsinline', '');
  film.setAttribute('aria-label', '视频' + (body.name ? '：' + body.name : ''));
  film.onerror = () => gone(bubble, body);
  bubble.appendChild(film);
  return '视频。' + caption(bubble, body);
}

// What the browser cannot show, or what was deleted after its time, stays as a name.
function gone(bubble, body) {
  bubble.textContent = '';
  file(bubble, { name: body.name || '图片或视频', size: body.size, url: body.url });
}

function file(bubble, body) {
  const open = body.url ? link(body.url, 'document') : make('span', 'document');
  const name = make('span', '', body.name || '文件');
  if (body.size) name.appendChild(make('small', '', sizeLabel(body.size)));
  if (body.url) open.setAttribute('download', body.name || '');
  open.appendChild(name);
  open.appendChild(icon('file'));
  bubble.appendChild(open);
  return '文件：' + (body.name || '') + caption(bubble, body);
}

function caption(bubble, body) {
  if (!body.caption) return '';
  const words = make('p', 'caption');
  words.appendChild(richText(body.caption, body.entities));
  bubble.appendChild(words);
  return body.caption;
}

// Buttons under a bubble, full width; a numbered one can also be chosen by typing its digit.
export function fillChoices(box, buttons, choose) {
  box.textContent = '';
  (buttons || []).filter((row) => row.length).forEach((row) => {
    const line = make('div', 'row');
    row.forEach((button) => line.appendChild(button.url ? linkButton(button) : dataButton(button, choose)));
    box.appendChild(line);
  });
}

function dataButton(button, choose) {
  const node = make('button');
  node.type = 'button';
  if (button.number) node.appendChild(make('span', 'digit', String(button.number)));
  node.appendChild(make('span', 'label', button.label));
  node.appendChild(icon('go'));
  node.addEventListener('click', () => choose(button));
  return node;
}

function linkButton(button) {
  const node = link(button.url, 'out');
  node.appendChild(make('span', 'label', button.label));
  node.appendChild(icon('out'));
  return node;
}
