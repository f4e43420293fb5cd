import { lastLines, maxLineChars, keptWords, type BuildOutput } from "./build-output.ts";

interface Step {
  name: string;
  error?: string;
  log: string[];
}

/**
 * Parses BuildKit's `--progress=plain` output (moby/buildkit, util/progress/progressui): `#5 [2/3] RUN make` starts a
 * step, `#5 0.315 text` is its output, and `#5 DONE 1.2s`, `#5 CACHED` or `#5 ERROR: why` ends it. Lines without a
 * number are the client's own. Chunks may be split anywhere.
 */
export function readPlainOutput(
  onStep: (name: string, end?: { seconds: number; cached: boolean }) => void,
): BuildOutput {
  const steps = new Map<string, Step>();
  const words: string[] = [];
  let piece = "";
  let failed: Step | undefined;
  const line = (text: string) => {
    const [, number = "", stepText] = /^#(\d{1,6}) (.*)$/s.exec(text) ?? [];
    if (stepText === undefined) {
      if (text.trim() !== "") words.push(text.trimEnd().slice(0, maxLineChars));
      if (words.length > keptWords) words.shift();
      return;
    }
    const step = steps.get(number);
    if (step === undefined) {
      steps.set(number, { name: stepText, log: [] });
      onStep(stepText);
      return;
    }
    const [, seconds] = /^DONE (\d{1,9}\.\d)s$/.exec(stepText) ?? [];
    if (seconds !== undefined) onStep(step.name, { seconds: Number(seconds), cached: false });
    else if (stepText === "CACHED") onStep(step.name, { seconds: 0, cached: true });
    else if (stepText.startsWith("ERROR: ")) {
      step.error = stepText.slice("ERROR: ".length);
      // The others were canceled because of it.
      if (failed === undefined && !/context canceled/.test(stepText)) failed = step;
    } else {
      const [, logLine] = /^\d{1,9}\.\d{1,6} (.*)$/s.exec(stepText) ?? [];
      if (logLine !== undefined) step.log = [...step.log, logLine.slice(0, maxLineChars)].slice(-keptWords);
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
