import type { HttpStep, Step } from "../../../domain/workload/step.ts";
import { fillPlaceholders, placeholderNames } from "../../../text/fill-captures.ts";
import type { Client, TrialCaptures } from "./client.ts";

/** Fills the request of a step with the values of its client; returns the reason if one is missing. */
export function fillRequest(
  step: HttpStep,
  steps: readonly Step[],
  { client, trial }: { readonly client: Client; readonly trial: TrialCaptures },
): HttpStep | { readonly problem: string } {
  const unique = client.nextUnique();
  let problem: string | undefined;
  const valueOf = (name: string): string | undefined => {
    if (name === "unique") return unique;
    if (name === "client") return client.digits;
    const captured = client.captures.get(name) ?? trial.once.get(name);
    if (captured !== undefined && "value" in captured) return captured.value;
    if (captured !== undefined) problem ??= captured.problem;
    else if (captures(steps, name)) problem ??= `{{${name}}} was not captured`;
    return undefined;
  };
  const filled = fill(step, valueOf);
  return problem === undefined ? filled : { problem: `not sent: ${problem}` };
}

/** Names that the step uses and other steps capture. */
export function neededCaptures(step: Step): string[] {
  if (step.kind !== "http") return [];
  const names: string[] = [];
  fill(step, (name) => {
    names.push(name);
    return undefined;
  });
  return names;
}

function captures(steps: readonly Step[], name: string): boolean {
  return steps.some((step) => step.kind === "http" && step.capture !== undefined && Object.hasOwn(step.capture, name));
}

function fill(step: HttpStep, valueOf: (name: string) => string | undefined): HttpStep {
  const plain = (text: string) => fillPlaceholders(text, valueOf);
  const encoded = (text: string, encode: (value: string) => string) =>
    fillPlaceholders(text, (name) => {
      const value = valueOf(name);
      return value === undefined ? undefined : encode(value);
    });
  const headers = Object.fromEntries(
    Object.entries(step.headers).map(([name, text]) => [
      name,
      encoded(text, (value) => value.replaceAll(/[\r\n]/gu, " ")),
    ]),
  );
  const { path, body, multipart } = step;
  return {
    ...step,
    // A complete path, such as a `Location`, keeps its slashes.
    path:
      /^\{\{\w+\}\}/u.test(path.slice(1)) && placeholderNames(path).length === 1
        ? ofLocation(path, plain)
        : encoded(path, toPath),
    headers,
    ...(body !== undefined && { body: encoded(body, encoderOf(headers, body)) }),
    ...(multipart && {
      multipart: multipart.map((part) => (part.value === undefined ? part : { ...part, value: plain(part.value) })),
    }),
  };
}

/** `/{{location}}`: the captured value may be a URL, or a path with a leading slash. */
function ofLocation(path: string, plain: (text: string) => string): string {
  const text = plain(path).replace(/^\/(?:https?:\/\/[^/?#]*)?(?=\/)/u, "");
  return toPath(text.startsWith("/") ? text : `/${text}`);
}

/** Encodes only characters that are invalid in a request line: a captured path contains slashes. */
function toPath(value: string): string {
  return value.replaceAll(/[^\x21-\x7E]/gu, (letter) =>
    letter.isWellFormed() ? encodeURIComponent(letter) : "%EF%BF%BD",
  );
}

function encoderOf(headers: Readonly<Record<string, string>>, body: string): (value: string) => string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/^application\/x-www-form-urlencoded\b/iu.test(type)) return encodeForm;
  return /[/+]json\b/iu.test(type) || /^\s*[[{]/u.test(body)
    ? (value) => JSON.stringify(value).slice(1, -1)
    : (value) => value;
}

function encodeForm(value: string): string {
  return new URLSearchParams({ "": value }).toString().slice(1);
}
