// Says how many characters are left below a long text field; without this script the field works the same.
for (const area of document.querySelectorAll("textarea[maxlength]")) {
  const limit = Number(area.getAttribute("maxlength"));
  const note = document.createElement("p");
  note.className = "kw-field__hint";
  note.setAttribute("aria-live", "polite");
  area.after(note);
  const tell = () => {
    const left = limit - area.value.length;
    note.textContent = left <= limit / 5 ? `Nog ${left} tekens` : "";
  };
  area.addEventListener("input", tell);
  tell();
}
