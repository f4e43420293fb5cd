import type { Db as IDatabase } from "pg-boss";

/** Runs one statement. Digests are bytes, times are `Date`s, counts are numbers, on every database. */
export type Query = <T>(sql: string, values?: readonly unknown[]) => Promise<readonly T[]>;

/** Runs statements of one transaction; pg-boss joins it by `queue`. */
export interface Transaction {
  readonly query: Query;
  readonly queue: IDatabase;
}

/** The database of a fleet: PostgreSQL, or PGlite in a thread. */
export interface FleetDatabase extends AsyncDisposable {
  readonly backend: "postgres" | "pglite";
  readonly query: Query;
  readonly queue: IDatabase;
  /** Runs several statements without parameters: a migration. */
  script(sql: string): Promise<void>;
  /** Commits what `action` did, or nothing of it if it throws. */
  transaction<T>(action: (transaction: Transaction) => Promise<T>): Promise<T>;
}

/** Whether the database is away or full: what failed works later. */
export function isOutage(error: unknown): boolean {
  const { code = "", message = "" } = error as { readonly code?: string; readonly message?: string };
  // SQLSTATE classes of connections, of resources and of the server's end.
  return /^(?:host-trouble$|08|53|57P|E[A-Z]+$)/.test(code) || /connect/i.test(message);
}

/** Schema of our tables, and of the queue's. */
export const [tableSchema, queueSchema] = ["hullproof", "hullproof_queue"] as const;

/**
 * JSON for a parameter. PostgreSQL's text has no NUL, and its JSON no half of a surrogate pair: foreign text may have both. Keys have to be our own.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (typeof field === "string" ? storedText(field) : field));
}

/** Text as PostgreSQL can store it. */
export function storedText(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** Bytes of `sha256:...` or `sha512:...`, whose algorithm their length tells. */
export function digestBytes(digest: string): Buffer {
  return Buffer.from(digest.slice(digest.indexOf(":") + 1), "hex");
}

export function digestText(bytes: Uint8Array): string {
  return `${bytes.length === 64 ? "sha512" : "sha256"}:${Buffer.from(bytes).toString("hex")}`;
}
