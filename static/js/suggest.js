// Suggestions below a search box (the combobox pattern of ARIA 1.2). Without this script the box is a plain box.
const WAIT = 180;
const SHORTEST = 2;
const known = new Map();

function make(tag, attributes, text) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

class Suggest {
  constructor(input) {
    this.input = input;
    this.address = input.dataset.suggest;
    this.options = [];
    this.active = -1;
    this.timer = 0;
    const id = `${input.id}-suggesties`;
    this.list = make("ul", { id, role: "listbox", "aria-label": "Suggesties", class: "kw-suggest", hidden: "" });
    this.status = make("p", { role: "status", class: "kw-visually-hidden" });
    input.closest("[data-suggest-place]").append(this.list, this.status);
    // A search field may have no other role; a text field may.
    for (const [name, value] of Object.entries({
      type: "text", inputmode: "search", enterkeyhint: "search", role: "combobox", autocomplete: "off",
      spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
  }

  later() {
    clearTimeout(this.timer);
    if (this.input.value.trim().length < SHORTEST) return this.close();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim().slice(0, 100);
    this.running?.abort();
    if (!known.has(text)) {
      this.running = new AbortController();
      try {
        const answer = await fetch(`${this.address}?q=${encodeURIComponent(text)}`, {
          headers: { Accept: "application/json" }, signal: this.running.signal,
        });
        if (!answer.ok) return this.close();
        if (known.size > 200) known.clear();
        known.set(text, await answer.json());
      } catch {
        return; // Typed on, or no connection: the box still searches.
      }
    }
    if (document.activeElement === this.input && this.input.value.trim().slice(0, 100) === text) this.show(known.get(text));
  }

  show({ groups, total }) {
    this.options = [];
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...groups.map((group, number) => this.group(group, number)));
    this.open(total > 0);
    this.status.textContent = total === 0 ? "Geen suggesties."
      : `${total} ${total === 1 ? "suggestie" : "suggesties"}. Kies met de pijltjes omhoog en omlaag.`;
  }

  group({ label, items }, number) {
    const id = `${this.list.id}-groep-${number}`;
    const inner = make("ul", { role: "group", "aria-labelledby": id, class: "kw-suggest__items" });
    for (const item of items) {
      const option = make("li", {
        role: "option", id: `${this.list.id}-${this.options.length}`, "aria-selected": "false", class: "kw-suggest__item",
      }, item.text);
      // The field keeps the focus, so that the list is still there at the click.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => this.go(item.url));
      this.options.push({ option, item });
      inner.append(option);
    }
    const outer = make("li", { role: "presentation", class: "kw-suggest__group" });
    outer.append(make("span", { id, class: "kw-suggest__label" }, label), inner);
    return outer;
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!isOpen) this.ask();
      else this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active].item.url);
    }
  }

  // From the last to the field and from there to the first, and back.
  move(step) {
    const places = this.options.length + 1;
    this.options[this.active]?.option.setAttribute("aria-selected", "false");
    this.active = ((this.active + 1 + step + places) % places) - 1;
    const chosen = this.options[this.active]?.option;
    if (!chosen) return this.input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  open(visible) {
    this.list.hidden = !visible;
    this.input.setAttribute("aria-expanded", String(visible));
  }

  close() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
    this.open(false);
  }

  go(address) {
    this.close();
    window.location.assign(address);
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggest(input);
