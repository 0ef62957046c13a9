// Text with Telegram-style entities (UTF-16 offsets, may nest) as DOM nodes; nothing is ever parsed as HTML.
const TAGS = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote', spoiler: 'span',
};
// Numbers worth one tap: public hotlines, land lines, mobiles, and emergency numbers where one is told to call.
const HOTLINES = '12305|12315|12329|12333|12345|12348|12356|12366|12378|12388|12393|95598';
const PHONE = new RegExp(
  '(^|[^\\d.-])(' + HOTLINES + '|0\\d{2,3}-\\d{7,8}|1[3-9]\\d{9})(?![\\d-]|\\s*元)' +
  '|((?:拨打|拨|打|电话|报警|或)\\s*[:：]?\\s*)(110|119|120|122)(?!\\d|\\s*[元天日人个名次米年月分])');

export function richText(text, entities) {
  const known = (entities || [])
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, known, true);
  return whole;
}

function fill(parent, text, from, to, entities, phones) {
  let at = from;
  let rest = entities;
  while (rest.length) {
    const entity = rest[0];
    const end = Math.min(entity.offset + entity.length, to);
    const inside = rest.slice(1).filter((other) => other.offset < end);
    rest = rest.slice(1).filter((other) => other.offset >= end);
    if (entity.offset < at) continue;
    plain(parent, text.slice(at, entity.offset), phones);
    const node = element(entity, text.slice(entity.offset, end));
    fill(node, text, entity.offset, end, inside, phones && node.tagName !== 'A');
    parent.appendChild(node);
    at = end;
  }
  plain(parent, text.slice(at, to), phones);
}

function element(entity, text) {
  if (entity.type === 'text_link') return link(entity.url, 'web');
  if (entity.type === 'url') return link(/^https?:/i.test(text) ? text : 'https://' + text, 'web');
  if (entity.type === 'email') return link('mailto:' + text, 'web');
  if (entity.type === 'phone_number') return link('tel:' + text.replace(/[^\d+]/g, ''), 'phone');
  const node = document.createElement(TAGS[entity.type] || 'span');
  if (entity.type === 'spoiler') {
    node.className = 'spoiler';
    node.tabIndex = 0;
  }
  return node;
}

export function link(url, kind) {
  const safe = /^(https?:|tel:|mailto:|\/)/i.test(url);
  const node = document.createElement(safe ? 'a' : 'span');
  if (!safe) return node;
  node.href = url;
  node.className = kind;
  if (/^https?:/i.test(url)) {
    node.target = '_blank';
    node.rel = 'noopener noreferrer';
  }
  return node;
}

function plain(parent, text, phones) {
  const found = phones ? PHONE.exec(text) : null;
  if (!found) {
    if (text) parent.appendChild(document.createTextNode(text));
    return;
  }
  const lead = found[1] || found[3] || '';
  const number = found[2] || found[4];
  parent.appendChild(document.createTextNode(text.slice(0, found.index) + lead));
  const node = link('tel:' + number, 'phone');
  node.textContent = number;
  parent.appendChild(node);
  plain(parent, text.slice(found.index + found[0].length), true);
}
