import type { AuditedImage } from "../../domain/report/audit.ts";
import type { AdvisoriesInfo } from "../../domain/advisory/advisories-info.ts";
import { Failure } from "../../domain/failure.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Engine } from "../../sources/engine/types.ts";
import { openEngineImage } from "../../sources/image/engine/engine-image.ts";
import { openPrivateFolder } from "../../sources/leftovers/private-folder.ts";
import { compareText } from "../../text/compare-text.ts";
import type { Checked } from "../check/checked.ts";
import type { Context } from "../context.ts";
import { readInfo } from "../image/read-info.ts";
import { askAdvisories } from "../scan/ask-advisories.ts";
import { judgeScan } from "../scan/judge.ts";
import { bothSides, withIgnores } from "../scan/known-vulnerabilities.ts";
import type { Judged } from "./judge-container.ts";

/** What the advisories say of the images that run. */
export interface ScannedImages {
  readonly checked: readonly Checked[];
  readonly images: readonly AuditedImage[];
  readonly advisories?: AdvisoriesInfo;
  /** What limits the answer; sentences without their full stop. */
  readonly notes: readonly string[];
  readonly unread: NonNullable<Report["unread"]>;
}

/** Scans the images of containers. What an image holds is read once: an id never means another one. */
export type ScanImages = (judged: readonly Judged[], config: Config) => Promise<ScannedImages>;

const noUpdates = "its package sources were not asked, since that runs programs of the image: hullproof scan does it";

/**
 * `audit --scan`: nothing is started and nothing fetched, each call of the engine's is a GET, and where its storage is at hand no image is exported. One image after the other, as
 * each may take as much memory as `scan` does. Throws `no-advisories`.
 */
export function imageScanner(engine: Engine, context: Context): ScanImages {
  const known = new Map<string, Promise<ImageInfo>>();
  return async (judged, config) => {
    const images = [...Map.groupBy(judged, ({ container }) => container.imageId)].map(([id, own]) => imageOf(id, own));
    const taken = Map.groupBy(images, ({ name }) => name);
    const all: Scanned[] = [];
    const unread: { path: string; reason: string }[] = [];
    for (const image of images.sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id))) {
      // A tag that moved on stands for two images while containers of both run.
      const more = (taken.get(image.name)?.length ?? 0) > 1 ? `@${image.id.replace(/^sha256:/, "").slice(0, 12)}` : "";
      context.progress({ stage: "scan", message: `scanning ${image.name}` });
      try {
        const read = known.get(image.id) ?? contentsOf(engine, image.id, context);
        known.set(image.id, read);
        all.push(await scanned({ ...image, target: `image:${image.name}${more}` }, await read, config, context));
      } catch (error) {
        known.delete(image.id);
        context.signal?.throwIfAborted();
        if (!(error instanceof Failure) || error.code === "no-advisories") throw error;
        unread.push({
          path: image.name,
          reason: `its packages could not be read: ${error.message.replace(/\.$/, "")}`,
        });
      }
    }
    const infos = all.flatMap(({ info }) => info ?? []);
    return {
      checked: all.map(({ checked }) => checked),
      images: all.map(({ image }) => image),
      ...(infos.length > 0 && { advisories: merged(infos) }),
      notes: [...new Set(all.flatMap(({ notes }) => notes))],
      unread,
    };
  };
}

interface Scanned {
  readonly checked: Checked;
  readonly image: AuditedImage;
  readonly info?: AdvisoriesInfo;
  readonly notes: readonly string[];
}

type Running = Pick<AuditedImage, "name" | "id" | "containers">;

function imageOf(id: string, own: readonly Judged[]): Running {
  const names = own.map(({ container }) => container.name).sort(compareText);
  // One that was made by the image's id calls it by that; another may know its name.
  const called = own.map(({ container }) => container.image);
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

async function scanned(
  image: Running & { readonly target: string },
  info: ImageInfo,
  config: Config,
  context: Context,
): Promise<Scanned> {
  const { today, cwd, advisoriesFolder } = context;
  const asked = await askAdvisories(info, { folder: advisoriesFolder, named: false, asOf: undefined, today });
  if ("missing" in asked && info.packages.length > 0)
    throw new Failure(
      "no-advisories",
      "--scan compares what runs with advisories, and there are none on this machine.",
      {
        hint: "`hullproof advisories update` downloads them, once for this machine; HULLPROOF_DATA names another store.",
      },
    );
  const updates = { missing: noUpdates };
  const { vulnerabilities } = withIgnores(bothSides(info, updates, asked).flaws, config, { today, cwd });
  const open = vulnerabilities.filter(({ suppressed }) => suppressed === undefined);
  const target = { id: image.target, kind: "image", name: image.name, digest: image.id } as const;
  const gaps = "info" in asked ? asked.info.gaps : [asked.missing];
  const run = judgeScan(
    { target, os: info.os, packages: info.packages, image: info, updates },
    {
      vulnerabilities,
      gaps,
      support: "info" in asked ? asked.support : [],
      lifeCycles: "info" in asked ? asked.lifeCycles : [],
      ...("missing" in asked && { missing: asked.missing }),
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
    ...("info" in asked && { info: asked.info }),
    notes: [...("notes" in asked ? asked.notes : []), ...gaps.map((gap) => `${image.name}: ${gap}`)],
  };
}

/** Of all images together: the oldest data decides what can be missing. */
function merged(infos: readonly AdvisoriesInfo[]): AdvisoriesInfo {
  const date = infos.flatMap((one) => one.date ?? []).sort()[0];
  const sources = new Map(infos.flatMap((one) => one.sources).map((one) => [one.name, one]));
  return {
    ...(date !== undefined && { date }),
    sources: [...sources.values()].sort((a, b) => compareText(a.name, b.name)),
    gaps: [...new Set(infos.flatMap(({ gaps }) => gaps))].sort(compareText),
  };
}
