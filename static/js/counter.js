// Says how many characters are left in a text field, counted as the reader sees them; without this script the field works
// the same, and the server counts alike (core/text/visible.py).
const letters = "Segmenter" in Intl ? new Intl.Segmenter("nl") : null;
const count = (text) => (letters ? [...letters.segment(text)].length : [...text].length);

for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(area.dataset.limit);
  const note = document.createElement("p");
  note.className = "kw-field__hint";
  note.setAttribute("aria-live", "polite");
  area.after(note);
  const tell = () => {
    const left = limit - count(area.value);
    const over = left === -1 ? "1 teken te veel" : `${-left} tekens te veel`;
    const room = left === 1 ? "Nog 1 teken" : `Nog ${left} tekens`;
    note.textContent = left < 0 ? `Uw tekst is te lang: ${over}` : left <= limit / 5 ? room : "";
  };
  area.addEventListener("input", tell);
  tell();
}
