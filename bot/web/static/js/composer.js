// The bar at the bottom: text box, quick menu, attachments, location.
import { recall, remember } from './memory.js';

export class Composer {
  // acts: {say(text), file(file), place({latitude, longitude}), note(words)}
  constructor(acts) {
    this.acts = acts;
    this.form = document.getElementById('composer');
    this.text = document.getElementById('text');
    this.panel = document.getElementById('panel');
    this.plus = document.getElementById('plus');
    this.picker = document.getElementById('file');
    this.composing = false;
    this.listenToText();
    this.listenToButtons();
    window.addEventListener('resize', () => this.fit());
    this.text.value = recall('draft', '');
    this.changed();
  }

  listenToText() {
    this.text.addEventListener('compositionstart', () => { this.composing = true; });
    // Some input methods report the end before the Enter that caused it.
    this.text.addEventListener('compositionend', () => window.setTimeout(() => { this.composing = false; }, 0));
    this.text.addEventListener('input', () => this.keep());
    this.text.addEventListener('focus', () => this.openPanel(false));
    this.text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229 || this.composing) return;
      event.preventDefault();
      this.submit();
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  listenToButtons() {
    // Keep the phone's keyboard open when 发送 is tapped.
    document.getElementById('send').addEventListener('mousedown', (event) => event.preventDefault());
    this.form.querySelectorAll('[data-say]').forEach((button) => {
      button.addEventListener('click', () => this.acts.say(button.dataset.say));
    });
    this.plus.addEventListener('click', () => this.openPanel(this.panel.hidden));
    this.form.querySelectorAll('[data-pick]').forEach((button) => {
      button.addEventListener('click', () => this.pick(button.dataset.pick));
    });
    this.picker.addEventListener('change', () => {
      const file = this.picker.files[0];
      this.picker.value = '';
      if (file) this.acts.file(file);
    });
    document.getElementById('where').addEventListener('click', () => this.where());
    this.form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.panel.hidden) {
        this.openPanel(false);
        this.plus.focus();
      }
    });
  }

  pick(accept) {
    this.openPanel(false);
    this.picker.accept = accept;
    this.picker.click();
  }

  openPanel(on) {
    this.panel.hidden = !on;
    this.plus.setAttribute('aria-expanded', String(on));
    if (on) this.acts.opened();
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) {
      this.text.focus();
      return;
    }
    this.text.value = '';
    this.keep();
    this.acts.say(text);
  }

  fit() {
    this.text.style.height = 'auto';
    this.text.style.height = this.text.scrollHeight + 'px';
  }

  changed() {
    this.fit();
    this.form.classList.toggle('empty', !this.text.value.trim());
  }

  // What is half written survives a reload.
  keep() {
    this.changed();
    remember('draft', this.text.value);
  }

  where() {
    this.openPanel(false);
    if (!navigator.geolocation || !window.isSecureContext) {
      this.acts.note('这个网址不能使用定位。请直接输入您所在的区县，例如“平定县”。');
      return;
    }
    this.acts.note('正在定位…');
    navigator.geolocation.getCurrentPosition(
      (found) => {
        this.acts.note('');
        this.acts.place({ latitude: found.coords.latitude, longitude: found.coords.longitude });
      },
      (error) => this.acts.note(error.code === 1
        ? '您没有允许定位。可以直接输入所在的区县，例如“平定县”。'
        : '没有取到位置。可以直接输入所在的区县，例如“平定县”。'),
      { timeout: 10000, maximumAge: 60000 },
    );
  }
}
