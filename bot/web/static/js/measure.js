// What a browser can tell of a video before it is sent; the server measures again.
import { sizeLabel } from './clock.js';

const PATIENCE = 8000; // ms to wait for a phone to read the file

// Resolves to {seconds, width, height}, or to null where this device cannot read the file.
export function measure(file) {
  const film = document.createElement('video');
  const url = URL.createObjectURL(file);
  return new Promise((done) => {
    const finish = (facts) => {
      window.clearTimeout(timer);
      film.removeAttribute('src');
      URL.revokeObjectURL(url);
      done(facts);
    };
    const timer = window.setTimeout(() => finish(null), PATIENCE);
    film.preload = 'metadata';
    film.muted = true;
    film.onloadedmetadata = () => finish(isFinite(film.duration)
      ? { seconds: film.duration, width: film.videoWidth, height: film.videoHeight }
      : null);
    film.onerror = () => finish(null);
    film.src = url;
  });
}

export function timeLength(seconds) {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (!minutes) return whole + ' 秒';
  return whole % 60 ? minutes + ' 分 ' + (whole % 60) + ' 秒' : minutes + ' 分钟';
}

// Lines about the file: {good, text}; `limits` has maxBytes, minSeconds, maxSeconds, shortSide.
export function judge(file, facts, limits) {
  const lines = [{ good: file.size > 0 && file.size <= limits.maxBytes, text: sizeWords(file, limits) }];
  if (!facts) {
    lines.push({ good: true, text: '这台设备读不出时长和画面，上传后由系统检查' });
    return lines;
  }
  lines.push(lengthLine(facts.seconds, limits));
  if (facts.width) lines.push(sideLine(facts, limits));
  return lines;
}

function sizeWords(file, limits) {
  if (!file.size) return '这个文件是空的，请重新选择';
  const size = '大小 ' + sizeLabel(file.size);
  return file.size <= limits.maxBytes ? size : size + '，超过 ' + sizeLabel(limits.maxBytes) + '，请导出成 1080P 或压缩后再传';
}

function lengthLine(seconds, limits) {
  const words = '时长 ' + timeLength(seconds);
  if (seconds >= limits.maxSeconds + 1) return { good: false, text: words + '，超过 ' + timeLength(limits.maxSeconds) + '，请剪短' };
  if (seconds <= limits.minSeconds - 1) return { good: false, text: words + '，不足 ' + timeLength(limits.minSeconds) };
  return { good: true, text: words };
}

function sideLine(facts, limits) {
  const side = Math.min(facts.width, facts.height);
  const words = '画面 ' + facts.width + '×' + facts.height;
  return side >= limits.shortSide ? { good: true, text: words } : { good: false, text: words + '，短边不足 ' + limits.shortSide + ' 像素' };
}
