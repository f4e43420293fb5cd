import { lastLines, maxLineChars, keptWords, type BuildOutput } from "./build-output.ts";

interface Step {
  name: string;
  error?: string;
  log: string[];
}

/**
 * What BuildKit prints with `--progress=plain` (moby/buildkit, util/progress/progressui): `#5 [2/3] RUN make` begins a step, `#5 0.315 text` is what it
 * says, and `#5 DONE 1.2s`, `#5 CACHED` or `#5 ERROR: why` is its end. What has no number is the client's own. The output cut anywhere.
 */
export function readPlainOutput(
  onStep: (name: string, end?: { seconds: number; cached: boolean }) => void,
): BuildOutput {
  const steps = new Map<string, Step>();
  const words: string[] = [];
  let piece = "";
  let failed: Step | undefined;
  const line = (text: string) => {
    const [, number = "", rest] = /^#(\d{1,6}) (.*)$/s.exec(text) ?? [];
    if (rest === undefined) {
      if (text.trim() !== "") words.push(text.trimEnd().slice(0, maxLineChars));
      if (words.length > keptWords) words.shift();
      return;
    }
    const step = steps.get(number);
    if (step === undefined) {
      steps.set(number, { name: rest, log: [] });
      onStep(rest);
      return;
    }
    const [, seconds] = /^DONE (\d{1,9}\.\d)s$/.exec(rest) ?? [];
    if (seconds !== undefined) onStep(step.name, { seconds: Number(seconds), cached: false });
    else if (rest === "CACHED") onStep(step.name, { seconds: 0, cached: true });
    else if (rest.startsWith("ERROR: ")) {
      step.error = rest.slice("ERROR: ".length);
      // Others were stopped because of it.
      if (failed === undefined && !/context canceled/.test(rest)) failed = step;
    } else {
      const [, said] = /^\d{1,9}\.\d{1,6} (.*)$/s.exec(rest) ?? [];
      if (said !== undefined) step.log = [...step.log, said.slice(0, maxLineChars)].slice(-keptWords);
    }
  };
  return {
    add(text) {
      const lines = (piece + text).split("\n");
      piece = (lines.pop() ?? "").slice(0, maxLineChars * 4);
      for (const each of lines) line(each.replace(/\r$/, ""));
    },
    failed: () =>
      failed === undefined
        ? undefined
        : { name: failed.name, error: failed.error ?? "", log: lastLines(failed.log.join("\n")) },
    words() {
      if (piece !== "") line(piece);
      piece = "";
      return words;
    },
  };
}
