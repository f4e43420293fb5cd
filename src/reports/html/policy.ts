import { createHash } from "node:crypto";
import type { Html } from "./html.ts";

/**
 * The content security policy: the browser may apply this style and run this script. Nothing is loaded or sent, and
 * the script itself cannot create markup from text (trusted types), whatever text the page contains. `more`:
 * additional directives.
 */
export function pagePolicy(style: string, script: string, ...more: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    ...more,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** A browser hashes every character between the tags, so nothing may surround the text: https://www.w3.org/TR/CSP3/#match-element-to-source-list */
export function inline(tag: "script" | "style", text: string): Html {
  return { markup: `<${tag}>${text}</${tag}>` };
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
