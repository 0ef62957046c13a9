// Courtesies of the entries' pages: preview and hints while typing, counts, rows of sources.
const PAUSE_MS = 400;
const HAN = /[\u3400-\u9fff\uf900-\ufaff]/g;
const form = document.getElementById("entry-form");
const csrf = document.querySelector("meta[name=csrf-token]").content;

if (form) {
  begin();
}

function begin() {
  let timer = 0;
  let running = null;
  let isDirty = Boolean(document.querySelector(".rival, .flash.error"));
  const state = document.getElementById("live-state");

  form.addEventListener("input", () => {
    isDirty = true;
    count();
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE_MS);
  });
  form.addEventListener("submit", () => { isDirty = false; });
  addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
  form.addEventListener("click", rows);
  count();
  land();
  if (isTyped()) form.dispatchEvent(new Event("input"));

  async function refresh() {
    if (running) running.abort();
    running = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    const call = { method: "POST", body, headers: { "X-CSRF-Token": csrf }, signal: running.signal };
    try {
      const [preview, hints] = await Promise.all([fetched("preview", call), fetched("hints", call)]);
      document.getElementById("preview").innerHTML = preview;
      document.getElementById("hints").innerHTML = hints;
      state.textContent = "";
    } catch (problem) {
      if (problem.name !== "AbortError") state.textContent = problem.said || "预览没有更新，网络好了会自动再试。";
    }
  }

  // Adding or taking away a source needs no round trip; without scripts the server does it.
  function rows(event) {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    if (button.value === "add_source") {
      event.preventDefault();
      add();
    } else if (button.value.startsWith("remove_source:") && form.querySelectorAll(".source").length > 1) {
      event.preventDefault();
      button.closest(".source").remove();
      number();
      form.dispatchEvent(new Event("input"));
    }
  }
}

// Whether somebody wrote before this script came, as on a slow network.
function isTyped() {
  return [...form.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value !== one.defaultValue);
}

async function fetched(what, call) {
  const answer = await fetch("/console/entries/" + what, call);
  if (answer.ok) return answer.text();
  const problem = new Error(what);
  if ((answer.headers.get("Content-Type") || "").includes("json")) problem.said = (await answer.json()).error;
  throw problem;
}

function add() {
  const known = form.querySelectorAll(".source");
  const last = known[known.length - 1];
  const fresh = last.cloneNode(true);
  for (const input of fresh.querySelectorAll("input")) input.value = "";
  last.after(fresh);
  number();
  fresh.querySelector("input").focus();
}

function number() {
  form.querySelectorAll(".source").forEach((row, place) => {
    row.querySelector("legend").textContent = `第 ${place + 1} 条`;
    row.querySelector("button").value = `remove_source:${place}`;
    for (const field of row.querySelectorAll(".field")) {
      const input = field.querySelector("input");
      input.id = `s${place}-${input.name}`;
      field.querySelector("label").htmlFor = input.id;
    }
  });
}

function count() {
  for (const line of form.querySelectorAll("[data-count]")) {
    const text = document.getElementById(line.dataset.of).value;
    if (line.dataset.count === "lines") {
      line.textContent = `现有 ${text.split("\n").filter((one) => one.trim()).length} 个`;
      continue;
    }
    const length = (text.match(HAN) || []).length;
    const limit = Number(line.dataset.limit);
    line.textContent = length > limit ? `${length} 个汉字，超出 ${length - limit} 个` : `${length} / ${limit} 个汉字`;
    line.classList.toggle("over", length > limit);
  }
}

// After a button that changed the form, show the place it changed.
function land() {
  const places = { source: "f-sources", related: "f-related", preview: "f-preview" };
  const place = document.getElementById(places[form.dataset.at] || "");
  if (place) place.scrollIntoView({ block: "start" });
}
