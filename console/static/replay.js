// Looks again at a shadow replay until it is done.

const EVERY_MS = 2000;

async function look() {
  const box = document.querySelector("[data-replay][data-running]");
  if (!box) return;
  try {
    const reply = await fetch(box.dataset.replay, { credentials: "same-origin" });
    if (!reply.ok) return;
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[data-replay]");
    if (fresh) box.replaceWith(fresh);
  } catch {
    // away for a moment: look again
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
