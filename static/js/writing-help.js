// While somebody writes: asks the server how complete the case is and which texts are hard to read.
(() => {
  const panel = document.querySelector("[data-writing-help]");
  const form = panel && panel.closest("form");
  if (!form) return;
  let timer = 0;
  let asked = null;
  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const fields = new FormData(form);
    const sent = new URLSearchParams();
    // Files stay here: only words are looked at.
    fields.forEach((value, name) => { if (typeof value === "string") sent.append(name, value); });
    try {
      const answer = await fetch(panel.dataset.writingHelp, {
        method: "POST", body: sent, credentials: "same-origin", signal: asked.signal,
      });
      if (answer.ok && !answer.redirected) panel.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") panel.removeAttribute("data-writing-help");
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 1500);
  });
})();
