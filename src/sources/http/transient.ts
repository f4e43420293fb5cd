import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { RemoteErrors } from "./remote-errors.ts";

/** A transient error: a lost connection, a busy server. It becomes a `Failure` if it persists. */
export class Transient extends Error {
  /** Delay requested by the server, in milliseconds. */
  readonly waitMs: number | undefined;
  /** HTTP status of the answer, if there was one. */
  readonly status: number | undefined;
  /** Hint if it persists. */
  readonly hint: string;

  constructor(
    message: string,
    options: {
      readonly waitMs?: number | undefined;
      readonly status?: number;
      readonly hint?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Transient";
    this.waitMs = options.waitMs;
    this.status = options.status;
    this.hint = options.hint ?? "Check the network and try again later.";
  }
}

/** Total attempts, unless progress was made in between. */
export const maxAttempts = 5;
const firstDelayMs = 250;
/** Maximum delay: a longer one is reported instead. */
const longestWaitMs = 30_000;

/** Waits before attempt `failed` + 1: 250 ms, then twice as long each time, or the server's delay. Throws permanent errors. */
export async function backOff(
  trouble: unknown,
  failed: number,
  signal: AbortSignal | undefined,
  peer: Pick<RemoteErrors, "unreachable">,
): Promise<void> {
  if (!(trouble instanceof Transient)) throw trouble;
  const delay = trouble.waitMs ?? firstDelayMs * 2 ** (failed - 1);
  if (failed >= maxAttempts || delay > longestWaitMs) throw unreachable(trouble, failed, peer);
  try {
    await wait(delay, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw interrupted();
  }
}

/** Retries after transient errors. Throws `Failure` (the peer's `unreachable` if they persist). */
export async function retrying<T>(
  action: () => Promise<T>,
  signal: AbortSignal | undefined,
  peer: Pick<RemoteErrors, "unreachable">,
): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await action();
    } catch (error) {
      await backOff(error, failed, signal, peer);
    }
  }
}

export function interrupted(): Failure {
  return new Failure("interrupted", "The download was interrupted.", { hint: "Run it again." });
}

function unreachable(trouble: Transient, attempts: number, peer: Pick<RemoteErrors, "unreachable">): Failure {
  const tried = attempts > 1 ? ` (tried ${attempts} times)` : "";
  return new Failure(peer.unreachable, `${trouble.message}${tried}.`, { hint: trouble.hint, cause: trouble });
}
