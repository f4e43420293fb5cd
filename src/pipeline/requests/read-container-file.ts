import { basename } from "node:path";
import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { isTextDialect } from "../../domain/container/text-dialects.ts";
import { Failure } from "../../domain/failure.ts";
import { readCompose } from "../../dialects/compose/project/read-compose.ts";
import { loadTextDialect } from "../../dialects/text-dialects.ts";
import { imageReference } from "../../facts/container-spec/image-reference.ts";
import { dockerfileFact } from "../../facts/dockerfile/stages.ts";
import type { ReadSource } from "../../facts/requests/own-requests.ts";
import { readDockerfile } from "../../formats/dockerfile/parse.ts";
import { requestSources } from "../../formats/requests/index.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import { namedStep } from "../../facts/requests/named-step.ts";
import type { Context } from "../context.ts";
import { readText } from "../host/read-text.ts";
import { withAllFiles } from "../judge/compose/judge-compose.ts";
import { composeWork } from "../judge/compose/work-of.ts";
import { dialectWork } from "../judge/dialect-work-of.ts";
import { configFor } from "../settings/settings.ts";
import { readHead } from "../targets/search/read-head.ts";
import { searchTargets, type CheckTarget } from "../targets/targets.ts";
import { probeSteps } from "./probe-steps.ts";

/** Which container of a file with several is meant. */
export interface WantedContainer {
  /** Its name there: of a service, of a container of a pod. */
  readonly names: readonly string[];
  readonly image?: string;
}

type TextTarget = Extract<CheckTarget, { readonly path: string }>;

const readMs = 30_000;

/**
 * Health checks of a Compose file, a manifest, a Quadlet unit or a Dockerfile; undefined for files of other kinds. Throws `Failure`: `bad-usage` where it is
 * not known which container is meant, `unreadable`.
 */
export async function readContainerFile(
  file: string,
  wanted: WantedContainer,
  context: Context,
): Promise<ReadSource | undefined> {
  const target = await targetOf(file, context);
  if (target === undefined) return undefined;
  if (target.kind === "dockerfile") return ofDockerfile(file, await readText(file, context.cwd));
  const specs =
    target.kind === "compose" ? await composeSpecs(target, context) : await dialectSpecs(target.kind, file, context);
  const probes = wantedSpecs(file, specs, wanted).flatMap((spec) => spec.probes ?? []);
  const unique = new Map(probes.map(({ value }) => [JSON.stringify(value), value]));
  const source = probeSteps(file, [...unique.values()]);
  return unique.size > 0 ? source : { ...source, notes: ["it has no health check of this container"] };
}

/** A file of requests stays one, whatever else it looks like. */
async function targetOf(file: string, { cwd }: Context): Promise<TextTarget | undefined> {
  const head = atNamed(file, cwd, readHead);
  if ("refused" in head || head.isTar || file.endsWith(".gz")) return undefined;
  if (requestSources.some((source) => source.isVague !== true && source.recognizes(basename(file), head.text)))
    return undefined;
  try {
    const [target] = (await searchTargets([file], cwd)).found;
    if (target === undefined || target.kind === "image") return undefined;
    return ["dockerfile", "compose"].includes(target.kind) || isTextDialect(target.kind) ? target : undefined;
  } catch (error) {
    // No known kind: the formats of requests say so.
    if (error instanceof Failure && error.code === "bad-usage") return undefined;
    throw error;
  }
}

function ofDockerfile(file: string, text: string): ReadSource | undefined {
  const { parsed } = withinTime(readMs, file, () => readDockerfile(file, text));
  const { stages } = parsed === undefined ? { stages: [] } : dockerfileFact(parsed);
  if (stages.length === 0) return undefined;
  let stage = stages.at(-1);
  while (stage !== undefined) {
    const check = stage.instructions.findLast(({ keyword, onbuild }) => keyword === "HEALTHCHECK" && !onbuild);
    if (check !== undefined)
      return /^NONE$/iu.test(check.words[0]?.text ?? "")
        ? { file, requests: [], notes: ["its HEALTHCHECK is switched off"] }
        : { file, requests: [], steps: [namedStep({ kind: "health" })], notes: [] };
    const { kind, text: name } = stage.base;
    stage = kind === "stage" ? stages.find((one) => one.name?.toLowerCase() === name.toLowerCase()) : undefined;
  }
  return { file, requests: [], notes: ["it has no HEALTHCHECK"] };
}

async function composeSpecs(target: TextTarget, context: Context): Promise<readonly ContainerSpec[]> {
  const work = await composeWork(target, context);
  const { answer } = withAllFiles(work, (files) => withinTime(readMs, target.path, () => readCompose(files)));
  if (answer.containers === undefined) throw unreadable(target.path, answer.unread ?? "it has no service");
  return answer.containers.containers;
}

async function dialectSpecs(kind: string, file: string, context: Context): Promise<readonly ContainerSpec[]> {
  if (!isTextDialect(kind)) return [];
  const read = { path: file, text: await readText(file, context.cwd), config: await configFor(".", context) };
  const work = await dialectWork(kind, read, context);
  const dialect = await loadTextDialect(kind);
  const { containers, template, missing } = withinTime(readMs, file, () => dialect.read(work));
  if (containers !== undefined) return containers.containers;
  throw unreadable(file, template === undefined ? (missing?.["containers"] ?? "it has no container") : template);
}

function unreadable(file: string, reason: string): Failure {
  return new Failure("bad-usage", `${file} gives no health check: ${reason}`, {
    hint: "Name what the engine or the cluster is given: a rendered manifest, a Compose file with its variables set.",
  });
}

/** By name, else by image, else the only one that has health checks. */
function wantedSpecs(file: string, specs: readonly ContainerSpec[], { names, image }: WantedContainer) {
  const serving = specs.filter((spec) => spec.fragment !== true);
  const named = serving.filter(({ name }) => names.includes(name));
  if (named.length > 0) return named;
  const repository = imageReference(image ?? "")?.name;
  const sameImage = serving.filter(
    (spec) => repository !== undefined && imageReference(spec.image?.value ?? "")?.name === repository,
  );
  if (sameImage.length > 0) return sameImage;
  const checked = serving.filter(({ probes = [] }) => probes.length > 0);
  const checkedNames = [...new Set(checked.map(({ name }) => name))];
  if (checkedNames.length < 2) return checked;
  throw new Failure("bad-usage", `${file} has health checks of several containers: ${checkedNames.join(", ")}`, {
    hint: `Name the one that is meant: --host ${checkedNames[0]}`,
  });
}
