/// <reference lib="dom" />
/**
 * Elements of the page, made and found. Texts go in as texts, never as markup: a run's keys and
 * reasons may hold anything.
 */

/** Attributes by name; true: there without a value, false and undefined: not there. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** A new element with attributes and what is in it. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  inside: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  element.append(...inside)
  return element
}

function setAttribute(
  element: Element,
  name: string,
  value: string | number | boolean | undefined,
): void {
  if (value === undefined || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

/** The element of the page's markup with this id. */
export function find<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id)
  if (element instanceof type) return element
  throw new Error(`the page has no ${id}`)
}
