// A station's form: a point from what is pasted, from this phone, or picked on the plane.
const form = document.getElementById("station");
const plane = document.getElementById("plane");
const here = document.getElementById("here");
const said = document.getElementById("point-said");
const near = document.getElementById("near");
const locate = document.getElementById("locate");
const known = JSON.parse(document.getElementById("known").textContent);
const token = document.querySelector('meta[name="csrf-token"]').content;
const root = form.action.slice(0, form.action.lastIndexOf("/"));
const corner = Object.fromEntries(["north", "south", "west", "east"].map((side) => [side, Number(plane.dataset[side])]));
const box = plane.viewBox.baseVal;

async function send(path, fields) {
  const reply = await fetch(root + path, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRF-Token": token, Accept: "application/json" } });
  return reply;
}

function metres(a, b) {
  const rad = Math.PI / 180;
  const h = Math.sin(((b[0] - a[0]) * rad) / 2) ** 2 + Math.cos(a[0] * rad) * Math.cos(b[0] * rad) * Math.sin(((b[1] - a[1]) * rad) / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.sqrt(h));
}

function told(far) {
  return far < 1000 ? `${Math.max(Math.round(far / 10) * 10, 10)} 米` : `${(far / 1000).toFixed(1)} 公里`;
}

function point() {
  const lat = form.latitude.value.trim(), lon = form.longitude.value.trim();
  return lat && lon && Number.isFinite(Number(lat)) && Number.isFinite(Number(lon)) ? [Number(lat), Number(lon)] : null;
}

function draw() {
  const at = point();
  const x = at && ((at[1] - corner.west) / (corner.east - corner.west)) * box.width;
  const y = at && ((corner.north - at[0]) / (corner.north - corner.south)) * box.height;
  const inside = at && x >= 0 && x <= box.width && y >= 0 && y <= box.height;
  here.toggleAttribute("hidden", !inside);
  if (inside) here.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  const found = at ? known.map(([name, lat, lon]) => [metres(at, [lat, lon]), name]).sort((a, b) => a[0] - b[0]).slice(0, 3) : [];
  near.textContent = found.length ? `最近的站点：${found.map(([far, name]) => `${name} ${told(far)}`).join("，")}。` : "";
}

function put(lat, lon, sentence) {
  form.latitude.value = Number(lat).toFixed(6);
  form.longitude.value = Number(lon).toFixed(6);
  said.textContent = sentence;
  draw();
  preview();
}

let waiting = 0;
function preview() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    try {
      const reply = await send("/preview", new FormData(form));
      if (reply.ok) document.getElementById("card").innerHTML = await reply.text();
    } catch { /* the network is away; the card stays as it was */ }
  }, 400);
}

plane.addEventListener("click", (event) => {
  const seen = plane.getBoundingClientRect();
  const x = (event.clientX - seen.left) / seen.width, y = (event.clientY - seen.top) / seen.height;
  put(corner.north - y * (corner.north - corner.south), corner.west + x * (corner.east - corner.west), "已在示意图上选点。");
});
plane.addEventListener("keydown", (event) => {
  const step = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = point() || [(corner.north + corner.south) / 2, (corner.west + corner.east) / 2];
  const size = event.shiftKey ? 0.0001 : 0.001;
  put(at[0] + step[0] * size, at[1] + step[1] * size, "已用方向键移动。");
});
form.addEventListener("input", () => { draw(); preview(); });
form.addEventListener("submit", async (event) => {
  if (event.submitter?.value !== "read") return;
  event.preventDefault();
  const fields = new URLSearchParams({ paste: form.paste.value });
  if (form.wgs84.checked) fields.set("wgs84", "1");
  try {
    const reply = await send("/point", fields);
    const found = await reply.json();
    if (found.error) { said.textContent = found.error; return; }
    form.paste.value = "";
    put(found.latitude, found.longitude, found.said);
  } catch { said.textContent = "网络断了，没有读到。请稍后再试。"; }
});
if (navigator.geolocation && window.isSecureContext) {
  locate.hidden = false;
  locate.addEventListener("click", () => {
    said.textContent = "正在取位置……";
    navigator.geolocation.getCurrentPosition(async (place) => {
      try {
        const reply = await send("/point", { lat: place.coords.latitude, lon: place.coords.longitude });
        const found = await reply.json();
        if (found.error) said.textContent = found.error;
        else put(found.latitude, found.longitude, `${found.said}误差约 ${Math.round(place.coords.accuracy)} 米。`);
      } catch { said.textContent = "网络断了，没有换算。请稍后再试。"; }
    }, () => { said.textContent = "没有取到位置。请允许浏览器使用位置，或改用粘贴。"; }, { enableHighAccuracy: true, timeout: 15000 });
  });
}
