// A file from the citizen: sent whole with visible progress, can be cancelled and tried again.
import { sizeLabel } from './clock.js';
import { make } from './bubbles.js';

export function kindOf(file) {
  if (/^image\/(jpeg|png|gif|webp|bmp)$/.test(file.type)) return 'photo';
  return /^video\//.test(file.type) ? 'video' : 'file';
}

// Sends the file; see: {progress(share), done(), failed(problem), cancelled()}. Returns a function that cancels.
export function upload(path, file, see) {
  const request = new XMLHttpRequest();
  request.open('PUT', path + '?name=' + encodeURIComponent(file.name || '文件'));
  request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
  request.upload.onprogress = (event) => see.progress(event.loaded, file.size);
  request.onload = () => (request.status < 300 ? see.done() : see.failed(problem(request)));
  request.onerror = () => see.failed('网络中断，文件没有传完，请重试。');
  request.onabort = () => see.cancelled();
  request.send(file);
  return () => request.abort();
}

// The server's own sentence; a proxy's bare 413 must not be taken for the campaign's limit.
export function problem(request) {
  try {
    const said = JSON.parse(request.responseText).error;
    if (said) return said;
  } catch (error) {
    // Not our JSON: a proxy answered.
  }
  if (request.status === 413) return '网络中的某个环节拒收了这么大的文件，请换用较小的文件，或联系工作人员。';
  return '没有上传成功（' + request.status + '），请稍后重试。';
}

// The bar under a bubble while its file is on the way.
export function progressBox(file, cancel) {
  const box = make('div', 'sending');
  const bar = make('progress');
  const line = make('div');
  const words = make('span', '', '正在上传 0%');
  const button = make('button', '', '取消');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', '上传进度');
  button.type = 'button';
  button.addEventListener('click', cancel);
  line.appendChild(words);
  line.appendChild(button);
  box.appendChild(bar);
  box.appendChild(line);
  box.update = (loaded, total) => {
    const percent = total ? Math.floor((loaded / total) * 100) : 100;
    bar.value = percent;
    words.textContent = percent < 100 ? '正在上传 ' + percent + '%，共 ' + sizeLabel(total) : '正在保存…';
  };
  return box;
}
