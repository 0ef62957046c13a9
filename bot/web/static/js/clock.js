// Times as a citizen in Yangquan reads them: always Beijing time, whatever the phone is set to.
const HOUR = 3600000;
const DAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

const beijing = (at) => new Date(at.getTime() + 8 * HOUR);
const day = (at) => Math.floor((at.getTime() + 8 * HOUR) / (24 * HOUR));

export function timeLabel(at, now) {
  const local = beijing(at);
  const hours = local.toISOString().slice(11, 16);
  const ago = day(now) - day(at);
  if (ago <= 0) return hours;
  if (ago === 1) return '昨天 ' + hours;
  if (ago < 7) return DAYS[local.getUTCDay()] + ' ' + hours;
  return local.getUTCFullYear() + '年' + (local.getUTCMonth() + 1) + '月' + local.getUTCDate() + '日 ' + hours;
}

export function sizeLabel(bytes) {
  if (bytes < 1024) return bytes + ' 字节';
  if (bytes < 1024 * 1024) return Math.round(bytes / 1024) + ' KB';
  // Rounded up, as the server does: a byte over a limit must not read as equal to it.
  return Math.ceil((bytes / 1024 / 1024) * 10) / 10 + ' MB';
}
