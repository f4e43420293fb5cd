import { execFileSync } from "node:child_process";
import type { AnswerBasis, ImageAnswer, VulnerabilityAnswer } from "../../../src/domain/fleet/answers.ts";
import type { Report } from "../../../src/domain/report/report.ts";
import type { Query } from "../../../src/sources/fleet/database.ts";
import {
  advisoryBound,
  advisoryId,
  layerOf,
  layersOf,
  packagesOf,
  versions,
  type FleetPlan,
  type ModelLayer,
} from "./model.ts";

type Ask = <T>(path: string) => Promise<T>;

interface AnswerCheck {
  readonly plan: FleetPlan;
  /** `ID part-NUMBER FIXED` */
  readonly advisories: readonly string[];
  /** Name that the late advisory is about, with all of its versions. */
  readonly lateName: number;
  readonly ask: Ask;
}

interface ComputedAnswers {
  readonly answers: number;
  readonly refused: number;
  /** Images that the late advisory is about. */
  readonly late: number;
}

/** The longest list that is counted. */
const maxCount = 10_000;

/** Compares what the lists say with the arithmetic of the model. Throws where they differ. */
export async function checkAnswers({ plan, advisories, lateName, ask }: AnswerCheck): Promise<ComputedAnswers> {
  const some = advisories.flatMap((line, at) => (at % 100 === 0 ? [numberOf(line.split(" ")[1] ?? "")] : []));
  const bounds = new Map(some.map((name) => [name, advisoryBound(name) ?? 0]));
  bounds.set(lateName, versions);
  const { images, refused } = countImages(plan, bounds);
  for (const name of some) {
    const { images: counted } = await ask<VulnerabilityAnswer>(`/vulnerabilities/${advisoryId(name)}`);
    const computed = Math.min(maxCount, images.get(name) ?? 0);
    if (counted.count !== computed)
      throw new Error(`${advisoryId(name)}: ${counted.count} images, by the model ${computed}`);
  }
  const { coverage } = await ask<AnswerBasis>("/summary");
  if (coverage.images.refused !== refused)
    throw new Error(`${coverage.images.refused} images are refused, by the model ${refused}`);
  return { answers: some.length, refused, late: Math.min(maxCount, images.get(lateName) ?? 0) };
}

/** Images that have a version of a name below its bound, and those with a damaged layer. */
function countImages(plan: FleetPlan, bounds: ReadonlyMap<number, number>) {
  const known = new Map<number, ModelLayer>();
  const layer = (at: number): ModelLayer => {
    const one = known.get(at) ?? layerOf(plan, at);
    if (at >= 0) known.set(at, one);
    return one;
  };
  const images = new Map<number, number>();
  let refused = 0;
  for (let image = 0; image < plan.images; image++) {
    const packages = packagesOf(layersOf(plan, image).map(layer));
    if (packages === undefined) refused++;
    const affected = (packages ?? []).flatMap(({ type, name, version }) => {
      const bound = type === "npm" ? (bounds.get(numberOf(name)) ?? 0) : 0;
      return Number(version.split(".")[1]) < bound ? [numberOf(name)] : [];
    });
    for (const name of new Set(affected)) images.set(name, (images.get(name) ?? 0) + 1);
  }
  return { images, refused };
}

/** A name that images have and no advisory is about. */
export function findLateName(plan: FleetPlan): number {
  for (let image = 0; ; image++) {
    const packages = packagesOf(layersOf(plan, image).map((at) => layerOf(plan, at))) ?? [];
    const name = packages
      .map((one) => numberOf(one.name))
      .find((at) => !Number.isNaN(at) && advisoryBound(at) === undefined);
    if (name !== undefined) return name;
  }
}

function numberOf(name: string): number {
  return Number(/^part-(\d+)$/.exec(name)?.[1]);
}

interface ScanCheck {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly host: string;
  readonly count: number;
  readonly query: Query;
  readonly ask: Ask;
}

/** Scans some images one by one, and compares with their pages, byte for byte. Returns seconds an image. Throws where they differ. */
export async function checkScans({ program, env, host, count, query, ask }: ScanCheck): Promise<number> {
  const rows = await query<{ digest: string; repository: string }>(
    `select 'sha256:' || encode(image.digest, 'hex') as digest, repository.name as repository from image
     join manifest_image on image = image.id join tag on tag.manifest = manifest_image.manifest join repository on repository.id = repository
     where state = 'read' order by md5(image.digest::text) limit $1`,
    [count],
  );
  let milliseconds = 0;
  for (const { digest, repository } of rows) {
    const begin = performance.now();
    const reference = `registry:${host}/${repository}@${digest}`;
    const text = execFileSync(
      process.execPath,
      [program, "scan", "--updates", "none", "--format", "json", "--fail-on", "never", reference],
      { env, encoding: "utf8", maxBuffer: 1e8, stdio: ["ignore", "pipe", "ignore"] },
    );
    milliseconds += performance.now() - begin;
    const { vulnerabilities } = await ask<ImageAnswer>(`/images/${digest}`);
    if (JSON.stringify(vulnerabilities) !== JSON.stringify((JSON.parse(text) as Report).vulnerabilities))
      throw new Error(`${digest}: its page shows other vulnerabilities than a scan`);
  }
  return milliseconds / 1_000 / Math.max(1, rows.length);
}
