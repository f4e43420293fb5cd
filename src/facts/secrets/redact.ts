import { partsOfStep } from "./history-step.ts";
import { secretsInSetting } from "./named-value.ts";
import { scan } from "./scan.ts";
import { settingsInWords } from "./settings-in-words.ts";

const stars = "***";

/**
 * `NAME=value` of the environment, or of a label, as a report may show it. A report that mentions a secret must not hold it in
 * another place; what is public stays as it is.
 */
export function redactSetting(name: string, value: string): string {
  const hidden = hideForms(value);
  if (hidden !== value) return hidden;
  return secretsInSetting(name, value).length > 0 ? stars : value;
}

/** A `created_by` of the history, or a command, as a report may show it. */
export function redactCommand(text: string): string {
  const { settings, rest } = partsOfStep(text);
  const named = [...settings, ...settingsInWords(rest.split(/\s+/).slice(0, 10_000))];
  let hidden = hideForms(text);
  for (const { name, value } of named) {
    // What has a form is hidden already; a value of three letters would hide half of the text.
    if (value.length > 3 && secretsInSetting(name, value).length > 0) hidden = hidden.replaceAll(value, stars);
  }
  return hidden;
}

/** Of a key the start alone is found: all behind it goes. */
function hideForms(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  let shown = "";
  let from = 0;
  for (const { at, end, form } of scan(bytes, undefined)) {
    shown += decoder.decode(bytes.subarray(from, at)) + stars;
    from = form === "key" ? bytes.length : end;
    if (form === "key") break;
  }
  return from === 0 ? text : shown + decoder.decode(bytes.subarray(from));
}
