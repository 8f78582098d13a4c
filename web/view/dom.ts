/** Elements from plain calls: text is always text, never markup. */

type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: never) => void)>>;

/** An element with attributes, listeners (`onclick`) and children. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value as EventListener);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  fill(element, ...children);
  return element;
}

/** Replaces all that is in an element. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
}

/** A labelled field. */
export const field = (label: string, control: HTMLElement, more?: Child): HTMLElement =>
  h("label", { class: "field" }, h("span", {}, label), control, more);

/** A choice; what was chosen stays chosen where it is still there. */
export function choices(
  select: HTMLSelectElement,
  options: readonly (readonly [value: string, label: string])[],
  chosen: string,
): void {
  const key = JSON.stringify(options);
  if (select.dataset.key !== key) fill(select, ...options.map(([value, label]) => h("option", { value }, label)));
  select.dataset.key = key;
  select.value = chosen;
}

/** Offers a file to be saved. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Address of a worker whose source stands in the page as text. */
export function embedded(name: string): string {
  const source = [...document.querySelectorAll(`script.${name}`)].map(({ textContent }) => textContent ?? "");
  return URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
}
