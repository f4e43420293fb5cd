import type { InDockerfile } from "../peer.ts";
import { textCall, type TextCall } from "../shared/text-calls.ts";
import { valuesRead } from "./text-read.ts";

// It searches the text, knows no shell, and names a RUN once.
export const unpinnedPip = unpinned("pip", pipReports);
export const unpinnedNpm = unpinned("npm", npmReports);
export const unpinnedGem = unpinned("gem", gemReports);

function unpinned(manager: string, reports: (values: readonly string[]) => boolean) {
  return ({ dockerfile, instruction, about: { call, firstInRun } }: InDockerfile): boolean =>
    !instruction.onbuild &&
    call?.manager === manager &&
    firstInRun === true &&
    reports(valuesRead(dockerfile, instruction));
}

const withVersion = /[\w\\+-](?:[-:]\$.|[:-]\d+.\d|~?=.)/;

function pipReports(values: readonly string[]): boolean {
  const exec = values.length > 1;
  const words = exec ? values : behindFirst(values, "pip install");
  if (!exec && words.some((word) => word === "-r" || word === "-c")) return false;
  return words.some(
    (word, at) =>
      /^[a-zA-Z]/.test(word) &&
      !/^(?:install|pip|pip3)$/.test(exec ? word : "") &&
      !word.includes("/") &&
      !(words[at - 1]?.startsWith("-") === true && /[.:/]/.test(word)) &&
      !withVersion.test(word),
  );
}

function gemReports(values: readonly string[]): boolean {
  if (values.length > 1)
    return values.some((word) => /^[a-zA-Z]/.test(word) && !/^(?:gem|install)$/.test(word) && !withVersion.test(word));
  const words = behindFirst(values, "gem install");
  return words.some((word, at) => /^[a-zA-Z]/.test(word) && words[at + 1] !== "-v" && !withVersion.test(word));
}

function npmReports(values: readonly string[]): boolean {
  return values
    .join(" ")
    .split(/&& | \|\| | \| | & | ;/)
    .filter((part) => /npm (?:install|i|add) /.test(part))
    .some((part) =>
      part.split(" ").some((word) => {
        if (word === "" || word === "npm" || word === "install" || /^(?:git|-)/.test(word)) return false;
        return !(isScoped(word) ? word.slice(word.indexOf("/") + 1) : word).includes("@");
      }),
    );
}

/** Words between the first match and the end of its command. */
function behindFirst([body = ""]: readonly string[], call: TextCall): readonly string[] {
  const match = textCall(body, call);
  if (match === undefined) return [];
  const tail = body.slice(match.end);
  const end = tail.includes(";") ? tail.indexOf(";") : tail.indexOf("&&");
  return tail
    .slice(0, end === -1 ? tail.length : end)
    .split(" ")
    .filter((word) => word !== "");
}

/** `@scope/name`, as far as the text tells. */
function isScoped(word: string): boolean {
  const at = word.indexOf("@");
  return at !== -1 && word.lastIndexOf("/") > at + 1;
}
