import { Failure } from "../../../domain/failure.ts";
import type { Report } from "../../../domain/report/report.ts";
import { holesOf } from "../../../proof/observe/engine-holes.ts";
import { engineSettings } from "../../../sources/engine/client/engine-settings.ts";
import { connect } from "../../../sources/engine/client/connect.ts";
import { imageTags } from "../../../sources/engine/containers/read-container.ts";
import type { Engine } from "../../../sources/engine/types.ts";
import { compareText } from "../../../text/compare-text.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { toReport } from "../../findings/check.ts";
import { configFor } from "../../settings/settings.ts";
import type { Context } from "../../context.ts";
import { lazyCustomJudge } from "../../custom-rules/lazy-custom-judge.ts";
import { refuseUnloaded } from "../../custom-rules/refuse-unloaded.ts";
import { toProofDays } from "../../profiles/to-proof-days.ts";
import { selectContainers, type Selection } from "./select-containers.ts";
import { countedEngine } from "../../containers/counted-engine.ts";
import { judgeContainer, judgeEngine, type AuditInput, type JudgedContainer } from "./judge-container.ts";
import { snapshotContainer, type KnownImages } from "../../containers/snapshot-container.ts";
import { loadProfiles } from "../../profiles/load-profiles.ts";

export interface AuditOptions extends Selection {
  /** Profile files; empty: those of `.hullproof`. */
  readonly profiles: readonly string[];
  /** `30d`, or `due`: by a profile's own date alone. */
  readonly expiredAfter?: string;
  /** Include the vulnerabilities of running images. */
  readonly scan?: boolean;
}

/** An engine that can be audited repeatedly. It keeps no resource of the engine's open between requests. */
export interface OpenAudit {
  readonly engine: Engine;
  /** Report of all selected containers. */
  report(): Promise<Report>;
  /** Report of one container and the engine; undefined where it is gone or not selected. */
  reportOf(id: string): Promise<Report | undefined>;
  /** Whether a container that may be gone was selected, as far as its name shows. */
  isMeant(container: { readonly id: string; readonly name: string }): boolean;
}

/** Parallel requests; an engine answers them one by one. */
const maxConcurrentContainers = 8;

/** Connects and reads the input that every report needs. Throws `engine-unreachable`, `bad-usage`, `bad-profile`. */
export async function openAudit(options: AuditOptions, context: Context): Promise<OpenAudit> {
  const { cwd, env, pathRules: rules, signal, today, version, allRules = false } = context;
  const { expiredAfter: age } = options;
  const expiredAfter = age === undefined || age === "due" ? age : toProofDays(age, "--expired-after");
  const { profiles, unread } = await loadProfiles(options.profiles, { cwd });
  const config = await configFor(".", context);
  const connected = await connect({ ...(env && { env }), ...(rules && { rules }), ...(signal && { signal }) });
  const { engine, calls } = countedEngine(connected);
  const images: KnownImages = new Map();
  const scan = options.scan === true ? (await import("./scan-images.ts")).imageScanner(engine, context) : undefined;
  const { found: holes } = await holesOf(engine.info);

  const prepare = async (): Promise<AuditInput> => ({
    engine: await engineSettings(engine, signal),
    holes,
    tags: await imageTags(engine, signal),
    profiles,
    config,
    today,
    allRules,
    ...(expiredAfter !== undefined && { expiredAfter }),
  });
  const judge = async (ref: string, bench: AuditInput): Promise<JudgedContainer | undefined> => {
    const snapshot = await snapshotContainer(engine, ref, bench.engine, images, signal);
    return snapshot && judgeContainer(snapshot, bench);
  };
  const assembleReport = async (
    judgedContainers: readonly JudgedContainer[],
    bench: AuditInput,
    notes: readonly string[],
  ): Promise<Report> => {
    const sorted = [...judgedContainers].sort((a, b) => compareText(a.container.name, b.container.name));
    // Sequential: they share a thread.
    const custom = lazyCustomJudge(context);
    const checked: TargetResult[] = [];
    for (const { work, checked: judgedChecked } of sorted) checked.push(await custom(work, judgedChecked));
    refuseUnloaded(context, checked);
    const scanned = await scan?.(sorted, config);
    checked.push(...(scanned?.checked ?? []), judgeEngine(bench));
    const auditNotes = [...notes, ...(scanned?.notes ?? [])];
    const notChecked = [...unread, ...auditNotes, ...checked.flatMap((targetResult) => targetResult.notChecked ?? [])];
    const notRead = [...(scanned?.unread ?? []), ...checked.flatMap((targetResult) => targetResult.unread ?? [])];
    return {
      ...toReport(checked, version),
      ...(scanned?.advisories && { advisories: scanned.advisories }),
      ...(notRead.length > 0 && { unread: notRead }),
      ...(notChecked.length > 0 && { notChecked }),
      audit: {
        engine: bench.engine,
        containers: sorted.map(({ container }) => container),
        ...(scanned && { images: scanned.images }),
        calls: calls(),
      },
    };
  };

  return {
    engine,
    async report() {
      const bench = await prepare();
      const refs = await selectContainers(engine, options, signal);
      const judgedContainers: JudgedContainer[] = [];
      const goneRefs: string[] = [];
      for (let at = 0; at < refs.length; at += maxConcurrentContainers) {
        const some = refs.slice(at, at + maxConcurrentContainers);
        const answers = await Promise.all(some.map((ref) => judge(ref, bench)));
        answers.forEach((answer, index) =>
          answer === undefined ? goneRefs.push(some[index] ?? "") : judgedContainers.push(answer),
        );
      }
      if (options.names.length > 0 && goneRefs.length > 0) throw noContainer(goneRefs);
      return assembleReport(judgedContainers, bench, [
        ...(refs.length === 0 ? [noContainerText(options)] : []),
        ...goneRefs.map((ref) => `container ${ref.slice(0, 12)} ended while it was looked at`),
      ]);
    },
    async reportOf(id) {
      const bench = await prepare();
      // Includes stopped containers: one that has just ended shows the reason.
      const chosenRefs = await selectContainers(engine, { ...options, stopped: true }, signal);
      const answer = await judge(id, bench);
      if (answer === undefined) return undefined;
      if (![answer.container.id, answer.container.name].some((ref) => chosenRefs.includes(ref))) return undefined;
      return assembleReport([answer], bench, []);
    },
    isMeant: ({ id, name }) =>
      options.names.length > 0
        ? options.names.some((ref) => ref === name || id.startsWith(ref))
        : options.filters.length === 0,
  };
}

function noContainer(names: readonly string[]): Failure {
  return new Failure("no-such-image", `The engine has no container ${names.join(", ")}.`, {
    hint: "`docker ps --all` lists those that it has.",
  });
}

function noContainerText({ filters, stopped }: Selection): string {
  if (filters.length > 0) return `no container fits ${filters.join(" and ")}${stopped ? "" : ", of those that run"}`;
  return stopped ? "the engine has no container" : "no container is running; --stopped looks at those that have ended";
}
