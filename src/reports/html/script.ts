import { copyButtons } from "../../browser/copy-buttons.ts";
import { startPage } from "../../browser/start-page.ts";

/**
 * The script of the page: functions of ours as text. Each is closed, so that its text means the same in a page as here; what it needs of another one is
 * handed to it.
 */
export const pageScript = `"use strict";
(${textOf(startPage)})(globalThis, [${textOf(copyButtons)}]);
`;

/** In a script, `<` before `/script`, `!--` or `script` would end or change it: https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements */
function textOf(part: (...given: never[]) => unknown): string {
  return String(part).replaceAll(/<(?=\/script|!--|script)/gi, String.raw`\x3C`);
}
