// A new page saves itself for the first time while somebody writes. Sent in that very moment it would be there twice, or be refused
// because its address is taken: so sending waits until that save has come back, and nothing is saved any more once it was sent.
(() => {
  const LONGEST_WAIT = 10000;
  let saving = false;
  let waiting = null;
  let sent = false;
  const isEditor = (event) => event.target instanceof HTMLFormElement && event.target.matches("[data-edit-form]");
  const go = () => {
    if (!waiting) return;
    const { form, button, timer } = waiting;
    window.clearTimeout(timer);
    waiting = null;
    saving = false;
    // Wagtail turns a button off once it was pressed, and what is off is not sent along.
    if (button) button.disabled = false;
    form.requestSubmit(button);
  };
  // On the document, and before Wagtail hears of it: this script may be read before the form is there.
  const listen = (name, act) => document.addEventListener(name, (event) => { if (isEditor(event)) act(event); }, { capture: true });
  listen("w-autosave:save", (event) => {
    if (sent) event.preventDefault();
    else saving = true;
  });
  for (const end of ["success", "error"]) {
    listen(`w-autosave:${end}`, () => {
      saving = false;
      if (!waiting) return;
      // Wagtail would begin the next save at once.
      sent = true;
      // After the listeners of Wagtail: by then the form knows the address and the rows of the page that was made.
      window.setTimeout(go, 0);
    });
  }
  listen("submit", (event) => {
    if (waiting || saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!waiting) waiting = { form: event.target, button: event.submitter, timer: window.setTimeout(go, LONGEST_WAIT) };
      return;
    }
    sent = true;
    // Whoever stays on the page after all, as with an answer that is a file, may go on writing.
    window.setTimeout(() => { sent = false; }, LONGEST_WAIT);
  });
})();
