// Copies the address of this page; the button only shows where a browser can do so.
for (const button of document.querySelectorAll("[data-copy-address]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(window.location.href);
    button.textContent = "Link gekopieerd";
  });
}
