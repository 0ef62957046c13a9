// Shown only by browsers without module support: tells the reader plainly.
document.getElementById('old').hidden = false;
