import { html, type Content } from "./html.ts";

/** Renders backticks in messages as code. */
export function withCode(message: string): Content {
  return message.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}
