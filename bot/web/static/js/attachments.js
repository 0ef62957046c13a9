// Files the citizen sends in the conversation: bubble, progress, cancel, retry, also after a reload.
import { newKey, recall, remember } from './memory.js';
import { kindOf, progressBox, upload } from './uploads.js';

export class Attachments {
  constructor(log) {
    this.log = log;
    this.files = new Map();
    this.previews = new Map();
  }

  add(file) {
    const item = { key: newKey(), author: 'citizen', at: new Date().toISOString(), name: file.name, size: file.size, kind: kindOf(file) };
    remember('files', recall('files', []).concat(item));
    this.begin(item, file);
  }

  // Files whose upload a reload interrupted: the browser no longer has them, so ask for them again.
  restore() {
    recall('files', []).forEach((item) => this.fail(item, '上传没有完成，点红色标记可重新选择这个文件。'));
  }

  begin(item, file) {
    this.files.set(item.key, file);
    if (!this.previews.has(item.key) && item.kind !== 'file') this.previews.set(item.key, URL.createObjectURL(file));
    const row = this.log.show(Object.assign({}, item, { body: this.body(item) }));
    const bar = progressBox(file, () => stop());
    const stop = upload('/chat/files/' + item.key, file, {
      progress: (loaded, total) => bar.update(loaded, total),
      done: () => {
        bar.remove();
        this.settle(item.key);
      },
      failed: (problem) => {
        bar.remove();
        this.fail(item, problem);
      },
      cancelled: () => {
        this.settle(item.key);
        this.log.remove(item.key);
      },
    });
    row.choices.parentNode.insertBefore(bar, row.problem);
    this.log.toEnd();
  }

  body(item) {
    const preview = this.previews.get(item.key);
    return { kind: preview ? item.kind : 'file', name: item.name, size: item.size, url: preview };
  }

  fail(item, problem) {
    this.log.show(Object.assign({}, item, { body: this.body(item), state: 'failed', problem }));
  }

  holds(key) {
    return recall('files', []).some((item) => item.key === key);
  }

  retry(key) {
    const item = recall('files', []).find((one) => one.key === key);
    const file = this.files.get(key);
    if (file) this.begin(item, file);
    else this.chooseAgain(item);
  }

  chooseAgain(item) {
    const picker = document.createElement('input');
    picker.type = 'file';
    picker.addEventListener('change', () => {
      const file = picker.files[0];
      if (!file) return;
      this.settle(item.key);
      this.log.remove(item.key);
      this.add(file);
    });
    picker.click();
  }

  // The server has it (or the citizen gave it up): nothing left to remember.
  settle(key) {
    remember('files', recall('files', []).filter((item) => item.key !== key));
    this.files.delete(key);
  }
}
