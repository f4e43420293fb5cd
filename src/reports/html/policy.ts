import { createHash } from "node:crypto";
import type { Html } from "./html.ts";

/**
 * What a browser may do for the page: apply this style, run this script, and nothing else. Nothing is loaded or sent, and the script itself can make no
 * markup out of a text (trusted types), whatever slipped into the page. `more`: what a page may do besides.
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

/** A browser hashes every character between the tags, so nothing may be put beside the text: https://www.w3.org/TR/CSP3/#match-element-to-source-list */
export function inline(tag: "script" | "style", text: string): Html {
  return { markup: `<${tag}>${text}</${tag}>` };
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
