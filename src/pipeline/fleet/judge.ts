import { Failure } from "../../domain/failure.ts";
import type { AdvisoryStore } from "../../sources/advisories/store/advisory-store.ts";
import { readStoreMark } from "../../sources/advisories/store/store-mark.ts";
import { openStore } from "../../sources/advisories/store/open-store.ts";
import {
  lockJudging,
  readNewPackages,
  readPackagesOf,
  readShards,
  recordJudgements,
  recordShards,
} from "../../sources/fleet/record-judgement.ts";
import { readNames, recordPredictions } from "../../sources/fleet/predictions.ts";
import type { Fleet } from "./fleet.ts";
import { codeStamp } from "../image/code-stamps.ts";
import { judgePackages, predictionOf, type Advisories } from "./judge-packages.ts";

const batchSize = 5_000;

export interface Judge {
  /** Judges new packages, and all packages of shards that changed. Returns whether anything was done. */
  run(): Promise<boolean>;
}

/** No store, or none yet: everything is not judged, and says so. */
const noAdvisories: Advisories = {
  open: () => undefined,
  vulnerabilityFacts: () => ({ kev: () => undefined, epss: () => undefined }),
};

/** Judges with the advisory store of the folder, which it opens again when it changed. */
export function createJudge({ database, context }: Fleet): Judge {
  let store: AdvisoryStore | undefined;
  let storeMark = "";
  let outdated: string | undefined;
  let arePredictionsDue = false;

  function renewStore(): void {
    const { advisoriesFolder: folder } = context;
    if (folder === undefined) return;
    const mark = readStoreMark(folder);
    if (mark === storeMark) return;
    try {
      store = openStore(folder);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== "no-advisories") throw error;
      store = undefined;
    }
    storeMark = mark;
    arePredictionsDue = true;
  }

  /** Packages of shards that differ from those recorded are judged again, all of them: no difference between shards has to be right. */
  async function judgeChangedShards(opened: AdvisoryStore): Promise<boolean> {
    const recordedShards = new Map((await readShards(database.query)).map((shard) => [shard.name, shard]));
    const current = opened.shards.map(({ name, sha256 }) => ({
      name,
      sha256: `${sha256} ${codeStamp("matching")}`,
      serial: opened.serial,
    }));
    const names = new Set(current.map(({ name }) => name));
    const removed = [...recordedShards.values()].filter(({ name }) => !names.has(name));
    const changed = current.filter(({ name, sha256 }) => recordedShards.get(name)?.sha256 !== sha256);
    const due = [...changed, ...removed].map(({ name }) => name);
    if (due.length === 0) return false;
    const newer = due.filter((name) => (recordedShards.get(name)?.serial ?? 0) > opened.serial);
    if (newer.length > 0) {
      const message = `the advisories of ${opened.folder} are older than those this fleet was judged with (${newer.join(", ")}): nothing is judged with them; \`hullproof advisories update\``;
      if (outdated !== message) context.report(message);
      outdated = message;
      return false;
    }
    outdated = undefined;
    for (let after = 0, more = true; more && !context.signal.aborted;) {
      more = await database.transaction(async (transaction) => {
        await lockJudging(transaction);
        const packages = await readPackagesOf(transaction.query, due, after, batchSize);
        await recordJudgements(transaction, judgePackages(packages, opened));
        after = packages.at(-1)?.id ?? after;
        return packages.length === batchSize;
      });
    }
    if (context.signal.aborted) return false;
    await recordShards(
      database.query,
      changed,
      removed.map(({ name }) => name),
    );
    return true;
  }

  async function judgeNew(advisories: Advisories): Promise<boolean> {
    if ((await readNewPackages(database.query, 1)).length === 0) return false;
    return database.transaction(async (transaction) => {
      await lockJudging(transaction);
      const packages = await readNewPackages(transaction.query, batchSize);
      await recordJudgements(transaction, judgePackages(packages, advisories));
      return true;
    });
  }

  async function renewPredictions(opened: AdvisoryStore): Promise<void> {
    const facts = opened.vulnerabilityFacts();
    const rows = await readNames(database.query);
    const changed = rows.flatMap(({ id, names, exploited, epss }) => {
      const prediction = predictionOf(names, facts);
      const isSame = prediction.exploited === exploited && Math.fround(prediction.epss ?? 0) === Math.fround(epss ?? 0);
      return isSame ? [] : [{ id, ...prediction }];
    });
    await recordPredictions(database.query, changed);
  }

  return {
    async run() {
      renewStore();
      const hasChanged = store !== undefined && (await judgeChangedShards(store));
      if (outdated !== undefined) return hasChanged;
      const hasNew = await judgeNew(store ?? noAdvisories);
      if (arePredictionsDue && store !== undefined) await renewPredictions(store);
      arePredictionsDue = false;
      return hasNew || hasChanged;
    },
  };
}
