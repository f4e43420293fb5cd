import { PgBoss, type JobWithMetadata } from "pg-boss";
import { Failure } from "../../domain/failure.ts";
import { queueSchema, type FleetDatabase, type Transaction } from "./database.ts";

/** `sweep`: a repository by its id. `image`: an image by its id. `refuse`: images whose reader ended three times. */
export type QueueName = "sweep" | "image" | "refuse";

/** Of people, of sweeps, and of images that only newer code reads again: higher is first. */
export const priorities = { person: 200, sweep: 0, renewal: -10 } as const;

/** An attempt at a job, which only its own holder can complete. */
export interface Attempt {
  readonly name: QueueName;
  /** Id of the repository or the image. */
  readonly subject: number;
  readonly id: string;
  readonly priority: number;
  /** Attempts before this one that ended with their process. */
  readonly retryCount: number;
}

export interface FleetQueue extends AsyncDisposable {
  readonly boss: PgBoss;
  /** Queues those subjects that are not queued or in work. */
  add(name: QueueName, subjects: readonly number[], priority: number, transaction?: Transaction): Promise<void>;
  take(name: QueueName): Promise<Attempt | undefined>;
  /** Takes no more of what is read again by newer code: this process has older. */
  leaveRenewals(): void;
  /** Completes it, in the transaction of its effects. Throws if the attempt was given to another process meanwhile. */
  complete(attempt: Attempt, transaction?: Transaction): Promise<void>;
  /** Returns it to the queue for the next attempt. */
  fail(attempt: Attempt, reason: string): Promise<void>;
  /** Tells that the attempt still runs. */
  touch(attempt: Attempt): Promise<void>;
}

/** Jobs that may wait: a sweep is a cursor in our own tables, which feeds them. */
export const maxWaiting = 5_000;
/** Seconds without a sign of life, after which a reader counts as ended. */
export const heartbeatSeconds = 60;

interface QueueOptions {
  /** Makes or upgrades the queue's own tables. */
  readonly migrate: boolean;
  /** Looks after expired jobs; one process at least has to. */
  readonly supervise: boolean;
  readonly report: (message: string) => void;
  readonly boss?: Partial<ConstructorParameters<typeof PgBoss>[0] & object>;
}

/** Starts pg-boss on the fleet's database. Throws `Failure` (`bad-usage`) if its schema is older or newer. */
export async function openQueue(
  database: FleetDatabase,
  { migrate, supervise, report, boss: bossOptions }: QueueOptions,
): Promise<FleetQueue> {
  const boss = new PgBoss({
    db: database.queue,
    backend: database.backend,
    schema: queueSchema,
    migrate,
    createSchema: migrate,
    supervise,
    schedule: false,
    superviseIntervalSeconds: 30,
    maintenanceIntervalSeconds: 3_600,
    ...bossOptions,
  });
  boss.on("error", (error) => report(`the queue: ${error.message}`));
  await checkQueueSchema(boss, migrate);
  await boss.start();
  if (migrate) await createQueues(boss);
  let minPriority: number = priorities.renewal;
  return {
    boss,
    async add(name, subjects, priority, transaction) {
      if (subjects.length === 0) return;
      const jobs = subjects.map((subject) => ({ data: { subject }, singletonKey: String(subject), priority }));
      await boss.insert(name, jobs, transaction && { db: transaction.queue });
    },
    async take(name) {
      const options = { includeMetadata: true, minPriority } as const;
      const [job] = (await boss.fetch(name, options)) as JobWithMetadata<{ subject: number }>[];
      if (job === undefined) return undefined;
      const { id, priority, retryCount, data } = job;
      return { name, subject: data.subject, id, priority, retryCount };
    },
    leaveRenewals() {
      minPriority = priorities.sweep;
    },
    async complete({ name, id, retryCount }, transaction) {
      const options = transaction && { db: transaction.queue };
      const response = await boss.complete(name, { id, retryCount }, null, options);
      // The published type is empty (12.38).
      if ((response as { affected?: number }).affected === 0) throw new LostAttempt();
    },
    async fail({ name, id, retryCount }, reason) {
      await boss.fail(name, { id, retryCount }, { reason });
    },
    async touch({ name, id, retryCount }) {
      await boss.touch(name, { id, retryCount });
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false, close: false }),
  };
}

/** The job went to another process, which counts instead: nothing of this attempt may be written. */
export class LostAttempt extends Error {
  constructor() {
    super("the attempt was given to another process");
    this.name = "LostAttempt";
  }
}

async function createQueues(boss: PgBoss): Promise<void> {
  const existing = new Set((await boss.getQueues()).map(({ name }) => name));
  const add = async (name: QueueName, options: Parameters<PgBoss["createQueue"]>[1]) => {
    if (!existing.has(name)) await boss.createQueue(name, options);
  };
  const shared = { policy: "exclusive", retryBackoff: true, retryDelay: 5, deleteAfterSeconds: 3_600 } as const;
  await add("refuse", { ...shared, retryLimit: 10 });
  await add("sweep", { ...shared, retryLimit: 2, expireInSeconds: 3_600, heartbeatSeconds });
  await add("image", { ...shared, retryLimit: 2, expireInSeconds: 3_600, heartbeatSeconds, deadLetter: "refuse" });
}

async function checkQueueSchema(boss: PgBoss, migrate: boolean): Promise<void> {
  const { schema: current } = (await import("pg-boss/package.json", { with: { type: "json" } })).default.pgboss;
  const version = (await boss.isInstalled()) ? await boss.schemaVersion() : null;
  if ((version ?? 0) > current)
    throw new Failure(
      "bad-usage",
      `the queue in the database is of a newer hullproof (schema ${version}, here ${current})`,
      {
        hint: "Update hullproof here to the release that the other processes of this fleet have.",
      },
    );
  if (!migrate && version !== current)
    throw new Failure("bad-usage", "the queue in the database is missing or older than this release", {
      hint: "Prepare it with the role that may change the schema: hullproof fleet migrate --database URL",
    });
}
