/**
 * Functions from text. What is made is kept: every donor and replicate of an arm shares one function, and with it what the
 * host learnt of it.
 */
const made = new Map<string, unknown>();

/** The function with these parameters and this body, which may use what the library names. */
export function compile<T>(parameters: string, body: string, library: Readonly<Record<string, unknown>>): T {
  const names = Object.keys(library).join(", ");
  const text = `"use strict"; return (${parameters}) => {\n${body}\n};`;
  const known = `${names}\n${text}`;
  if (!made.has(known)) made.set(known, new Function(names, text)(...Object.values(library)));
  return made.get(known) as T;
}
