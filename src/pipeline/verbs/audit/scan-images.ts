import type { AuditedImage } from "../../../domain/report/audit.ts";
import type { AdvisoriesInfo } from "../../../domain/advisory/advisories-info.ts";
import { Failure } from "../../../domain/failure.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import type { Report } from "../../../domain/report/report.ts";
import type { Config } from "../../../domain/settings/config.ts";
import type { Engine } from "../../../sources/engine/types.ts";
import { openEngineImage } from "../../../sources/image/engine/engine-image.ts";
import { openPrivateFolder } from "../../../sources/leftovers/private-folder.ts";
import { compareText } from "../../../text/compare-text.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import type { Context } from "../../context.ts";
import { readInfo } from "../../image/read-info.ts";
import { askAdvisories } from "../../vulnerabilities/ask-advisories.ts";
import { judgeScan } from "../../vulnerabilities/judge-inventory.ts";
import { mergeVulnerabilities, applySuppressions } from "../../vulnerabilities/known-vulnerabilities.ts";
import type { JudgedContainer } from "./judge-container.ts";

/** Vulnerabilities of running images. */
export interface ScannedImages {
  readonly checked: readonly TargetResult[];
  readonly images: readonly AuditedImage[];
  readonly advisories?: AdvisoriesInfo;
  /** Limits of the result; sentences without their full stop. */
  readonly notes: readonly string[];
  readonly unread: NonNullable<Report["unread"]>;
}

/** Scans the images of containers. Each image id is read once. */
export type ScanImages = (judged: readonly JudgedContainer[], config: Config) => Promise<ScannedImages>;

const noUpdates = "its package sources were not asked, since that runs programs of the image: hullproof scan does it";

/**
 * `audit --scan`: starts and fetches nothing, each engine call is a GET, and no image is exported where the engine's storage is readable. Sequential, since
 * each scan may take as much memory as `scan`. Throws `no-advisories`.
 */
export function imageScanner(engine: Engine, context: Context): ScanImages {
  const infoById = new Map<string, Promise<ImageInfo>>();
  return async (containers, config) => {
    const images = [...Map.groupBy(containers, ({ container }) => container.imageId)].map(([id, group]) =>
      imageOf(id, group),
    );
    const imagesByName = Map.groupBy(images, ({ name }) => name);
    const scannedImages: Scanned[] = [];
    const unread: { path: string; reason: string }[] = [];
    for (const image of images.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id))) {
      // A moved tag names two images while containers of both run.
      const idSuffix =
        (imagesByName.get(image.name)?.length ?? 0) > 1 ? `@${image.id.replace(/^sha256:/, "").slice(0, 12)}` : "";
      context.progress({ stage: "scan", message: `scanning ${image.name}` });
      try {
        const read = infoById.get(image.id) ?? contentsOf(engine, image.id, context);
        infoById.set(image.id, read);
        scannedImages.push(
          await scanImage({ ...image, target: `image:${image.name}${idSuffix}` }, await read, config, context),
        );
      } catch (error) {
        infoById.delete(image.id);
        context.signal?.throwIfAborted();
        if (!(error instanceof Failure) || error.code === "no-advisories") throw error;
        unread.push({
          path: image.name,
          reason: `its packages could not be read: ${error.message.replace(/\.$/, "")}`,
        });
      }
    }
    const infos = scannedImages.flatMap(({ info }) => info ?? []);
    return {
      checked: scannedImages.map(({ checked }) => checked),
      images: scannedImages.map(({ image }) => image),
      ...(infos.length > 0 && { advisories: mergeAdvisories(infos) }),
      notes: [...new Set(scannedImages.flatMap(({ notes }) => notes))],
      unread,
    };
  };
}

interface Scanned {
  readonly checked: TargetResult;
  readonly image: AuditedImage;
  readonly info?: AdvisoriesInfo;
  readonly notes: readonly string[];
}

type Running = Pick<AuditedImage, "name" | "id" | "containers">;

function imageOf(id: string, containers: readonly JudgedContainer[]): Running {
  const names = containers.map(({ container }) => container.name).sort(compareText);
  // A container created by image id has only the id; another container may have the name.
  const called = containers.map(({ container }) => container.image);
  return { id, name: called.find((name) => !isId(name)) ?? called[0] ?? id, containers: names };
}

function isId(name: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{12,64}$/.test(name);
}

async function contentsOf(engine: Engine, id: string, context: Context): Promise<ImageInfo> {
  const { cacheFolder, signal = new AbortController().signal, progress } = context;
  await using folder = openPrivateFolder("audit");
  const run = { engine, folder: folder.path, signal, defer: (_: string, remove: () => Promise<void>) => remove };
  await using image = await openEngineImage(run, id, progress);
  return await readInfo(image, {}, { cacheFolder, signal });
}

async function scanImage(
  image: Running & { readonly target: string },
  info: ImageInfo,
  config: Config,
  context: Context,
): Promise<Scanned> {
  const { today, cwd, advisoriesFolder } = context;
  const advisories = await askAdvisories(info, { folder: advisoriesFolder, named: false, asOf: undefined, today });
  if ("missing" in advisories && info.packages.length > 0)
    throw new Failure(
      "no-advisories",
      "--scan compares what runs with advisories, and there are none on this machine.",
      {
        hint: "`hullproof advisories update` downloads them, once for this machine; HULLPROOF_DATA names another store.",
      },
    );
  const updates = { missing: noUpdates };
  const { vulnerabilities } = applySuppressions(mergeVulnerabilities(info, updates, advisories).flaws, config, {
    today,
    cwd,
  });
  const open = vulnerabilities.filter(({ suppressed }) => suppressed === undefined);
  const target = { id: image.target, kind: "image", name: image.name, digest: image.id } as const;
  const gaps = "info" in advisories ? advisories.info.gaps : [advisories.missing];
  const run = judgeScan(
    { target, os: info.os, packages: info.packages, image: info, updates },
    {
      vulnerabilities,
      gaps,
      support: "info" in advisories ? advisories.support : [],
      lifeCycles: "info" in advisories ? advisories.lifeCycles : [],
      ...("missing" in advisories && { missing: advisories.missing }),
    },
    config,
    today,
  );
  const ids = (of: typeof open) => new Set(of.map(({ id }) => id)).size;
  return {
    checked: { target, config, run },
    image: {
      ...image,
      packages: info.packages.length,
      vulnerabilities: {
        critical: ids(open.filter(({ severity }) => severity === "critical")),
        high: ids(open.filter(({ severity }) => severity === "high")),
        all: ids(open),
        fixed: ids(open.filter(({ status }) => status === "fixed")),
      },
    },
    ...("info" in advisories && { info: advisories.info }),
    notes: [...("notes" in advisories ? advisories.notes : []), ...gaps.map((gap) => `${image.name}: ${gap}`)],
  };
}

/** Merges the advisory data of all images: the oldest date limits the result. */
function mergeAdvisories(infos: readonly AdvisoriesInfo[]): AdvisoriesInfo {
  const date = infos.flatMap((info) => info.date ?? []).sort()[0];
  const sources = new Map(infos.flatMap((info) => info.sources).map((source) => [source.name, source]));
  return {
    ...(date !== undefined && { date }),
    sources: [...sources.values()].sort((a, b) => compareText(a.name, b.name)),
    gaps: [...new Set(infos.flatMap(({ gaps }) => gaps))].sort(compareText),
  };
}
