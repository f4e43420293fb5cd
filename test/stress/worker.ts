import { emptyConfig } from "../../src/domain/settings/config.ts";
import { Failure } from "../../src/domain/failure.ts";
import { checkDockerfile, checkDocument } from "../../src/pipeline/judge/check-text.ts";
import { checkCompose } from "../../src/pipeline/judge/compose/check-compose.ts";
import { fixText } from "../../src/pipeline/fix-plan/fix.ts";
import { constructs, textOf } from "./inputs.ts";

const day = { today: "2026-01-01", cwd: "/w" };

/** Milliseconds of processor time, which a busy machine does not stretch as it does those of a clock. */
function cost(work: () => void): number {
  const before = process.cpuUsage();
  try {
    work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1_000);
}

process.on("message", ({ name, bytes }: { readonly name: string; readonly bytes: number }) => {
  const construct = constructs[name];
  if (construct === undefined) throw new Error(`there is no construct ${name}`);
  const text = textOf(construct, bytes);
  if (construct.kind === "compose") {
    const files = new Map([
      ["/w/compose.yaml", { text }],
      ["/w/.env", { refused: "it is not there", missing: true }],
    ]);
    const project = {
      kind: "compose",
      path: "compose.yaml",
      layers: [],
      files,
      root: "/w",
      config: emptyConfig,
      ...day,
    } as const;
    const work = (): void => {
      // What needs one more file has read nothing yet.
      if ("needs" in checkCompose(project)) throw new Error(`${name} needs another file`);
    };
    process.send?.({ name, bytes, ms: cost(work) });
    return;
  }
  const file = construct.kind === "document" ? "README.md" : construct.kind === "shell" ? "run.sh" : "Dockerfile";
  const check = construct.kind === "dockerfile" ? checkDockerfile : checkDocument;
  const work = (): void => {
    check(file, text, emptyConfig, day);
    if (construct.kind !== "dockerfile") return;
    const again = (next: string) => checkDockerfile(file, next, emptyConfig, day);
    fixText(text, { kind: "dockerfile", allowed: ["safe", "proven"], check: again });
  };
  process.send?.({ name, bytes, ms: cost(work) });
});
