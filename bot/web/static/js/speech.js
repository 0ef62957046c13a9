// Read aloud with the browser's own voice.
const LONGEST = 160; // characters per utterance; long ones are cut off by some phones

export class Speaker {
  constructor() {
    this.button = null;
    this.voice = window.speechSynthesis;
  }

  get works() {
    return Boolean(this.voice && window.SpeechSynthesisUtterance);
  }

  toggle(words, button) {
    const again = this.button === button;
    this.stop();
    if (!again) this.say(words, button);
  }

  say(words, button) {
    if (!this.works) return;
    const parts = sentences(words);
    this.button = button;
    button.setAttribute('aria-pressed', 'true');
    parts.forEach((part, index) => {
      const utterance = new SpeechSynthesisUtterance(part);
      utterance.lang = 'zh-CN';
      utterance.rate = 0.95;
      if (index === parts.length - 1) utterance.onend = () => this.quiet(button);
      this.voice.speak(utterance);
    });
  }

  quiet(button) {
    button.setAttribute('aria-pressed', 'false');
    if (this.button === button) this.button = null;
  }

  stop() {
    if (!this.works) return;
    this.voice.cancel();
    if (this.button) this.quiet(this.button);
  }
}

function sentences(words) {
  const parts = [''];
  words.split(/([。！？；\n]+)/).forEach((piece) => {
    if (parts[parts.length - 1].length + piece.length > LONGEST) parts.push('');
    parts[parts.length - 1] += piece;
  });
  return parts.filter((part) => part.trim());
}
