// The pretended phone: shows what happened, and tells the stage what somebody does.

const $ = (name) => document.getElementById(name);
const PRESETS = [
  ["阳泉市区（示例）", 37.8571, 113.5805],
  ["平定县城（示例）", 37.8043, 113.6316],
  ["盂县县城（示例）", 38.0857, 113.4124],
  ["外地：太原（示例）", 37.8706, 112.5489],
];
const LINK = /<a\s[^>]*?href="(https?:\/\/[^"]*)"[^>]*>([\s\S]*?)<\/a>|(https?:\/\/[\w\-.~:/?#@!$&*+,;=%]+)/g;
const MOST_LINES = 200;
let state = { follows: false, menu: [], up: false };
let typing = true;

async function post(path, body) {
  await fetch(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}
const act = (name, more = {}) => post("/do", { act: name, ...more });

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// --- the chat

function withLinks(node, text) {
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    node.append(text.slice(end, found.index));
    const link = make("a", "", found[2] ?? found[3]);
    link.href = (found[1] ?? found[3]).replaceAll("&amp;", "&");
    link.target = "_blank";
    link.rel = "noopener";
    node.append(link);
    end = found.index + found[0].length;
  }
  node.append(text.slice(end));
}

function say(node) {
  $("chat").append(node);
  node.scrollIntoView({ block: "end" });
}

function row(side, bubble) {
  const line = make("div", `row ${side}`);
  if (side === "bot") {
    const face = make("img", "face");
    face.src = "/icon.svg";
    face.alt = "";
    line.append(face, bubble);
  } else {
    line.append(bubble, make("span", "face", "市"));
  }
  return line;
}

function mine(event) {
  const bubble = make("div", `bubble ${event.type ?? ""}`);
  if (event.type === "place") bubble.append(make("b", "", event.text), make("span", "map", "位置（示例）"));
  else if (event.type) bubble.append(make("small", "", { voice: "语音", video: "视频", image: "图片" }[event.type]), event.text);
  else bubble.textContent = event.text;
  say(row("mine", bubble));
}

function bot(event) {
  const bubble = make("div", "bubble");
  if (event.file) {
    const file = make(event.type === "video" ? "video" : "img");
    file.src = event.file;
    file.controls = true;
    file.alt = "机器人发来的图片";
    bubble.append(file);
  } else if (event.menu) {
    withLinks(bubble.appendChild(make("div")), event.menu.head_content);
    for (const item of event.menu.list) {
      const line = make("button", "line", item.content);
      line.type = "button";
      line.onclick = () => act("text", { text: item.content, id: item.id });
      bubble.append(line);
    }
    bubble.append(make("div", "", event.menu.tail_content));
  } else {
    withLinks(bubble, event.text);
  }
  const line = row("bot", bubble);
  line.append(make("span", "how", `${event.how} ${event.at}`));
  say(line);
}

// --- menu and sheets

function fold() {
  for (const name of ["panel", "places", "voice", "drop"]) $(name).hidden = true;
  $("plus").setAttribute("aria-expanded", "false");
  $("more").setAttribute("aria-expanded", "false");
  document.querySelectorAll(".sub").forEach((sub) => { sub.hidden = true; });
}

function choose(item) {
  fold();
  if (item.type === "view") {
    window.open(item.url, "_blank", "noopener");
    act("view", { url: item.url });
  } else {
    act("click", { key: item.key });
  }
}

function menuButton(item) {
  const cell = make("div", "cell");
  const button = cell.appendChild(make("button", "", item.name));
  button.type = "button";
  if (!item.sub_button?.length) {
    button.onclick = () => choose(item);
    return cell;
  }
  button.classList.add("has-sub");
  const sub = cell.appendChild(make("div", "sub"));
  sub.hidden = true;
  for (const below of item.sub_button) {
    const line = sub.appendChild(make("button", "", below.name));
    line.type = "button";
    line.onclick = () => choose(below);
  }
  button.onclick = () => {
    const open = sub.hidden;
    fold();
    sub.hidden = !open;
  };
  return cell;
}

function arrange() {
  const hasMenu = state.menu.length > 0;
  $("menu").hidden = typing || !hasMenu;
  $("typing").hidden = !typing && hasMenu;
  $("to-menu").hidden = !hasMenu;
}

function become(event) {
  const menuChanged = JSON.stringify(event.menu) !== JSON.stringify(state.menu);
  state = event;
  if (menuChanged) {
    typing = event.menu.length === 0;
    $("buttons").replaceChildren(...event.menu.map(menuButton));
  }
  $("profile").hidden = event.follows;
  $("footer").hidden = !event.follows;
  $("chat").hidden = !event.follows;
  $("account").value = event.account;
  $("slow").checked = event.slow;
  $("linked").checked = event.linked;
  $("delay").value = String(event.delay);
  $("account").disabled = $("slow").disabled = !event.up;
  $("follow").disabled = !event.up;
  $("follow").textContent = event.up ? "关注公众号" : "机器人正在启动……";
  $("kind").textContent = $("account").selectedOptions[0].textContent;
  document.body.classList.toggle("starting", !event.up);
  arrange();
}

// --- the developers' column

function wire(event) {
  const line = make("li", event.good ? "" : "bad");
  if (event.body) {
    const whole = line.appendChild(make("details"));
    whole.append(make("summary", "", `${event.at} ${event.title}`), make("pre", "", event.body));
  } else {
    line.textContent = `${event.at} ${event.title}`;
  }
  $("lines").prepend(line);
  while ($("lines").childElementCount > MOST_LINES) $("lines").lastElementChild.remove();
}

const SHOWN = {
  mine, bot, wire,
  state: become,
  note: (event) => say(make("p", "note", event.text)),
  clear: () => $("chat").replaceChildren(),
};
const stream = new EventSource("/events");
stream.onmessage = (message) => {
  const event = JSON.parse(message.data);
  SHOWN[event.kind](event);
};
stream.onerror = () => document.body.classList.add("starting");

// --- what hands do

$("text").oninput = () => {
  $("send").hidden = !$("text").value;
  $("plus").hidden = Boolean($("text").value);
};
$("text").onfocus = fold;
$("typing").onsubmit = (event) => {
  event.preventDefault();
  if (!$("text").value.trim()) return;
  act("text", { text: $("text").value });
  $("text").value = "";
  $("text").oninput();
};
$("to-menu").onclick = () => { typing = false; fold(); arrange(); };
$("to-typing").onclick = () => { typing = true; fold(); arrange(); $("text").focus(); };
$("plus").onclick = () => {
  const open = $("panel").hidden;
  fold();
  $("panel").hidden = !open;
  $("plus").setAttribute("aria-expanded", String(open));
};
document.querySelectorAll("[data-open]").forEach((button) => {
  button.onclick = () => { fold(); $(button.dataset.open).hidden = false; };
});
document.querySelectorAll("[data-kind]").forEach((input) => {
  input.onchange = () => {
    const [file] = input.files;
    if (!file) return;
    fold();
    fetch(`/file?kind=${input.dataset.kind}&name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    input.value = "";
  };
});
for (const [label, north, east] of PRESETS) {
  const button = $("presets").appendChild(make("button", "plain", label));
  button.type = "button";
  button.onclick = () => { fold(); act("place", { label, north, east }); };
}
$("places").onsubmit = (event) => {
  event.preventDefault();
  const [north, east] = [Number($("north").value), Number($("east").value)];
  if (!Number.isFinite(north) || !Number.isFinite(east)) return;
  fold();
  act("place", { label: `${north}, ${east}`, north, east });
};
$("voice").onsubmit = (event) => {
  event.preventDefault();
  fold();
  act("voice", { text: $("spoken").value });
};
$("more").onclick = () => {
  const open = $("drop").hidden;
  fold();
  $("drop").hidden = !open;
  $("more").setAttribute("aria-expanded", String(open));
};
$("follow").onclick = () => act("follow");
$("leave").onclick = () => { fold(); if (state.follows) act("leave"); };
$("anew").onclick = () => { fold(); post("/set", { anew: true }); };
document.querySelectorAll("[data-scene]").forEach((button) => {
  button.onclick = () => { fold(); if (state.up) act("scan", { scene: button.dataset.scene }); };
});
$("account").onchange = () => post("/set", { account: $("account").value });
$("slow").onchange = () => post("/set", { slow: $("slow").checked });
$("linked").onchange = () => post("/set", { linked: $("linked").checked });
$("delay").onchange = () => post("/set", { delay: Number($("delay").value) });
$("error").onchange = () => {
  if ($("error").value) post("/set", { error: $("error").value });
  $("error").value = "";
};
$("chat").onclick = fold;
new ResizeObserver(() => { $("chat").scrollTop = $("chat").scrollHeight; }).observe($("chat"));
$("wire-open").onclick = () => document.body.classList.add("looks-at-wire");
$("wire-close").onclick = () => document.body.classList.remove("looks-at-wire");
