import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Config } from "../../domain/config.ts";
import type { DockerfileFact } from "../../facts/dockerfile.ts";
import type { RefusalsFact } from "../../facts/refusals.ts";
import type { ShellCheckFact } from "../../facts/shell-scripts.ts";
import { dockerfileFact } from "../../facts/stages.ts";
import { readDockerfile } from "../../sources/dockerfile/parse.ts";
import { checkDocument, judgeDockerfile, withRefusals } from "./check-text.ts";
import type { Checked } from "./checked.ts";
import type { Context } from "../context.ts";
import { readText } from "../read-text.ts";
import { configFor } from "./settings.ts";
import { lookAround } from "./surroundings.ts";
import type { Found } from "./targets.ts";

const notBuilt =
  "not built here; `hullproof harden` builds and checks the image, `hullproof check IMAGE` checks one that exists";

/** A text that was read, or why it could not be taken for what it is. */
type Read =
  | {
      readonly kind: "dockerfile";
      readonly dockerfile: DockerfileFact;
      readonly config: Config;
      readonly refused?: RefusalsFact;
    }
  | { readonly kind: "done"; readonly checked: Checked };

/**
 * Reads all targets first, so that one process of ShellCheck serves them all; then judges each. `built`: the image is checked
 * as a target of its own, so its rules are not listed as skipped.
 */
export async function* checkAll(
  found: readonly Found[],
  context: Context,
  built: boolean,
): AsyncGenerator<Checked, void, void> {
  const reads: Read[] = [];
  for (const one of found) {
    reads.push(await read(one, context));
    if (reads.length % breath === 0) await breathe(context);
  }
  const dockerfiles = reads.flatMap((one) => (one.kind === "dockerfile" ? [one.dockerfile] : []));
  const asked = await shellChecked(dockerfiles, context);
  const around = lookAround(context);
  for (const [index, one] of reads.entries()) {
    if (index % breath === breath - 1) {
      context.progress({ stage: "check", message: `${index + 1} of ${reads.length}` });
      await breathe(context);
    }
    if (one.kind === "done") yield one.checked;
    else {
      const { dockerfile, config, refused } = one;
      const { found: shellcheck, missing } = asked(dockerfile);
      const known = {
        ...(await around(dockerfile.file, dockerfile.text, config)),
        ...(shellcheck && { shellcheck }),
        missing: { ...(built ? {} : { image: notBuilt, updates: notBuilt }), ...missing },
      };
      const judged = judgeDockerfile(dockerfile, config, context, known);
      yield refused === undefined ? judged : withRefusals(judged, refused, dockerfile);
    }
  }
}

/** Files between two looks at what else goes on: Ctrl-C is heard, and progress is drawn. */
const breath = 64;

async function breathe({ signal }: Context): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

async function read(found: Found, context: Context): Promise<Read> {
  if (found.kind === "image" || found.kind === "archive") {
    // Texts need neither the engine's client nor the image reader.
    const { checkImage } = await import("../image.ts");
    return { kind: "done", checked: await checkImage(found.kind === "image" ? found.ref : found.path, context) };
  }
  const { path } = found;
  const config = await configFor(dirname(path), context);
  const text = await readText(path, context.cwd);
  if (found.kind === "document") return { kind: "done", checked: checkDocument(path, text, config, context) };
  const { parsed, refusals } = readDockerfile(path, text);
  const refused = refusals.length === 0 ? undefined : { file: path, text, refusals };
  if (parsed !== undefined)
    return { kind: "dockerfile", dockerfile: dockerfileFact(parsed), config, ...(refused && { refused }) };
  const nothing = { target: { id: path, kind: "dockerfile" as const, name: path }, run: noRun };
  return { kind: "done", checked: refused === undefined ? nothing : withRefusals(nothing, refused) };
}

const noRun = { results: [], findings: [], fixes: [] };

type Asked = (dockerfile: DockerfileFact) => {
  readonly found?: ShellCheckFact;
  readonly missing?: { readonly shellcheck: string };
};

async function shellChecked(dockerfiles: readonly DockerfileFact[], { shellcheck }: Context): Promise<Asked> {
  if (shellcheck === undefined || dockerfiles.length === 0) return () => ({});
  const { askShellCheck } = await import("./ask-shellcheck.ts");
  const answers = await askShellCheck(dockerfiles, shellcheck.signal);
  if (answers === undefined) {
    const missing = { shellcheck: "ShellCheck is not installed; with it on PATH every RUN is read by it as well" };
    return () => ({ missing });
  }
  const byFile = new Map(dockerfiles.map((dockerfile, index) => [dockerfile, answers[index] ?? []] as const));
  return (dockerfile) => ({ found: byFile.get(dockerfile) ?? [] });
}
