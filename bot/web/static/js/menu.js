// The ⋯ menu, large print and the yes/no question.
import { recall, remember } from './memory.js';

export function setLarge(on) {
  document.documentElement.classList.toggle('large', on);
  tick('large', on);
  remember('large', on);
  window.dispatchEvent(new Event('resize'));
}

// null until the citizen, here or in words, has chosen.
export const chosenPrint = () => recall('large', null);

export const isLarge = () => recall('large', false) === true;

export function tick(name, on) {
  document.querySelector('[data-do="' + name + '"]').setAttribute('aria-checked', String(on));
}

// Opens and closes the menu; act(name) runs the chosen entry.
export function openMenuWith(act) {
  const opener = document.getElementById('more');
  const menu = document.getElementById('menu');
  const entries = Array.from(menu.querySelectorAll('button'));
  const show = (on) => {
    menu.hidden = !on;
    opener.setAttribute('aria-expanded', String(on));
    if (on) entries[0].focus();
  };
  opener.addEventListener('click', () => show(menu.hidden));
  document.addEventListener('click', (event) => {
    if (!menu.hidden && !menu.contains(event.target) && !opener.contains(event.target)) show(false);
  });
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      show(false);
      opener.focus();
    }
    if (!step) return;
    event.preventDefault();
    const at = entries.indexOf(document.activeElement);
    entries[(at + step + entries.length) % entries.length].focus();
  });
  entries.forEach((entry) => entry.addEventListener('click', () => {
    show(false);
    opener.focus();
    act(entry.dataset.do);
  }));
}

// A question that must be answered: resolves to true for 确定.
export function confirmed(words) {
  const box = document.getElementById('ask');
  const before = document.activeElement;
  const [no, yes] = Array.from(box.querySelectorAll('button'));
  document.getElementById('ask-text').textContent = words;
  box.hidden = false;
  no.focus();
  return new Promise((done) => {
    const finish = (answer) => {
      box.hidden = true;
      box.onkeydown = null;
      if (before) before.focus();
      done(answer);
    };
    no.onclick = () => finish(false);
    yes.onclick = () => finish(true);
    box.onkeydown = (event) => {
      if (event.key === 'Escape') finish(false);
      if (event.key !== 'Tab') return;
      event.preventDefault();
      (document.activeElement === no ? yes : no).focus();
    };
  });
}

// Pictures open full screen; Escape, the cross or a tap closes.
export function viewPicturesIn(log) {
  const viewer = document.getElementById('viewer');
  const image = viewer.querySelector('img');
  let before = null;
  const close = () => {
    viewer.hidden = true;
    image.removeAttribute('src');
    if (before) before.focus();
  };
  log.addEventListener('click', (event) => {
    const picture = event.target.closest('[data-view]');
    if (!picture) return;
    before = picture;
    image.src = picture.dataset.view;
    viewer.hidden = false;
    viewer.querySelector('button').focus();
  });
  viewer.addEventListener('click', close);
  viewer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') event.preventDefault();
  });
}
