// Asks again by itself while a draft is being learned.

const form = document.querySelector("form[data-again]");
if (form) setTimeout(() => form.requestSubmit(), 2000);
