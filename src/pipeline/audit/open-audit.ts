import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { holesOf } from "../../proof/observe/engine-holes.ts";
import { engineSettings } from "../../sources/engine/client/engine-settings.ts";
import { connect } from "../../sources/engine/client/connect.ts";
import { imageTags } from "../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../sources/engine/types.ts";
import { compareText } from "../../text/compare-text.ts";
import type { Checked } from "../check/checked.ts";
import { toReport } from "../check/check.ts";
import { configFor } from "../check/settings.ts";
import type { Context } from "../context.ts";
import { lazyCustomJudge } from "../custom-rules/lazy-custom-judge.ts";
import { refuseUnloaded } from "../custom-rules/refuse-unloaded.ts";
import { toProofDays } from "../profile/to-proof-days.ts";
import { chosenContainers, type Choice } from "./chosen.ts";
import { countedEngine } from "./counted-engine.ts";
import { judgeContainer, judgeEngine, type Bench, type Judged } from "./judge-container.ts";
import { lookAt, type KnownImages } from "./look-at.ts";
import { profilesHere } from "./profiles-here.ts";

export interface AuditOptions extends Choice {
  /** Files of profiles; none: those of `.hullproof`. */
  readonly profiles: readonly string[];
  /** `30d`, or `due`: by a profile's own date alone. */
  readonly expiredAfter?: string;
  /** What advisories say of the images that run, as well. */
  readonly scan?: boolean;
}

/** One engine that can be looked at again and again. Nothing of it holds anything of the engine's but a connection that ends with each answer. */
export interface OpenAudit {
  readonly engine: Engine;
  /** All that are meant, as they are now. */
  report(): Promise<Report>;
  /** One container and the engine; undefined where it is gone or was not meant. */
  reportOf(id: string): Promise<Report | undefined>;
  /** Whether a container that may be gone is one of those that are meant, as far as its name tells. */
  isMeant(container: { readonly id: string; readonly name: string }): boolean;
}

/** So many containers are asked for at once: an engine answers them one after the other anyway. */
const atOnce = 8;

/** Connects and reads what every look needs. Throws `engine-unreachable`, `bad-usage`, `bad-profile`. */
export async function openAudit(options: AuditOptions, context: Context): Promise<OpenAudit> {
  const { cwd, env, pathRules: rules, signal, today, version, allRules = false } = context;
  const { expiredAfter: age } = options;
  const expiredAfter = age === undefined || age === "due" ? age : toProofDays(age, "--expired-after");
  const { profiles, unread } = await profilesHere(options.profiles, { cwd });
  const config = await configFor(".", context);
  const connected = await connect({ ...(env && { env }), ...(rules && { rules }), ...(signal && { signal }) });
  const { engine, calls } = countedEngine(connected);
  const images: KnownImages = new Map();
  const scan = options.scan === true ? (await import("./scan-images.ts")).imageScanner(engine, context) : undefined;
  const { found: holes } = await holesOf(engine.info);

  const prepare = async (): Promise<Bench> => ({
    engine: await engineSettings(engine, signal),
    holes,
    tags: await imageTags(engine, signal),
    profiles,
    config,
    today,
    allRules,
    ...(expiredAfter !== undefined && { expiredAfter }),
  });
  const judge = async (ref: string, bench: Bench): Promise<Judged | undefined> => {
    const looked = await lookAt(engine, ref, bench.engine, images, signal);
    return looked && judgeContainer(looked, bench);
  };
  const together = async (judged: readonly Judged[], bench: Bench, notes: readonly string[]): Promise<Report> => {
    const own = [...judged].sort((a, b) => compareText(a.container.name, b.container.name));
    // One after the other: they share a thread.
    const custom = lazyCustomJudge(context);
    const checked: Checked[] = [];
    for (const { work, checked: one } of own) checked.push(await custom(work, one));
    refuseUnloaded(context, checked);
    const scanned = await scan?.(own, config);
    checked.push(...(scanned?.checked ?? []), judgeEngine(bench));
    const said = [...notes, ...(scanned?.notes ?? [])];
    const notChecked = [...unread, ...said, ...checked.flatMap((one) => one.notChecked ?? [])];
    const notRead = [...(scanned?.unread ?? []), ...checked.flatMap((one) => one.unread ?? [])];
    return {
      ...toReport(checked, version),
      ...(scanned?.advisories && { advisories: scanned.advisories }),
      ...(notRead.length > 0 && { unread: notRead }),
      ...(notChecked.length > 0 && { notChecked }),
      audit: {
        engine: bench.engine,
        containers: own.map(({ container }) => container),
        ...(scanned && { images: scanned.images }),
        calls: calls(),
      },
    };
  };

  return {
    engine,
    async report() {
      const bench = await prepare();
      const refs = await chosenContainers(engine, options, signal);
      const judged: Judged[] = [];
      const gone: string[] = [];
      for (let at = 0; at < refs.length; at += atOnce) {
        const some = refs.slice(at, at + atOnce);
        const answers = await Promise.all(some.map((ref) => judge(ref, bench)));
        answers.forEach((answer, index) => (answer === undefined ? gone.push(some[index] ?? "") : judged.push(answer)));
      }
      if (options.names.length > 0 && gone.length > 0) throw noContainer(gone);
      return together(judged, bench, [
        ...(refs.length === 0 ? [nothingThere(options)] : []),
        ...gone.map((ref) => `container ${ref.slice(0, 12)} ended while it was looked at`),
      ]);
    },
    async reportOf(id) {
      const bench = await prepare();
      // One that has just ended is looked at for why.
      const meant = await chosenContainers(engine, { ...options, stopped: true }, signal);
      const answer = await judge(id, bench);
      if (answer === undefined) return undefined;
      if (![answer.container.id, answer.container.name].some((one) => meant.includes(one))) return undefined;
      return together([answer], bench, []);
    },
    isMeant: ({ id, name }) =>
      options.names.length > 0
        ? options.names.some((one) => one === name || id.startsWith(one))
        : options.filters.length === 0,
  };
}

function noContainer(names: readonly string[]): Failure {
  return new Failure("no-such-image", `The engine has no container ${names.join(", ")}.`, {
    hint: "`docker ps --all` lists those that it has.",
  });
}

function nothingThere({ filters, stopped }: Choice): string {
  if (filters.length > 0) return `no container fits ${filters.join(" and ")}${stopped ? "" : ", of those that run"}`;
  return stopped ? "the engine has no container" : "no container is running; --stopped looks at those that have ended";
}
