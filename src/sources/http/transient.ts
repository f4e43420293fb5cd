import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../../domain/failure.ts";
import type { Peer } from "./peer.ts";

/** Trouble that may pass: a lost connection, a server that has too much to do. It becomes a `Failure` when it does not. */
export class Transient extends Error {
  /** How long the server asks to be left alone, in milliseconds. */
  readonly waitMs: number | undefined;
  /** What to do when it does not pass. */
  readonly hint: string;

  constructor(
    message: string,
    options: { readonly waitMs?: number | undefined; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Transient";
    this.waitMs = options.waitMs;
    this.hint = options.hint ?? "Check the network and try again later.";
  }
}

/** Attempts in all, unless something came in between. */
export const maxAttempts = 5;
const firstDelayMs = 250;
/** A server that wants a longer break is not waited for: its wish is reported instead. */
const longestWaitMs = 30_000;

/** Wait before attempt `failed` + 1: 250 ms, then twice as long each time, or as long as the server said. Throws what will not pass. */
export async function backOff(
  trouble: unknown,
  failed: number,
  signal: AbortSignal | undefined,
  peer: Pick<Peer, "unreachable">,
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

/** Do it again while its trouble may pass. Throws `Failure` (the peer's `unreachable` when it did not). */
export async function retrying<T>(
  action: () => Promise<T>,
  signal: AbortSignal | undefined,
  peer: Pick<Peer, "unreachable">,
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

function unreachable(trouble: Transient, attempts: number, peer: Pick<Peer, "unreachable">): Failure {
  const tried = attempts > 1 ? ` (tried ${attempts} times)` : "";
  return new Failure(peer.unreachable, `${trouble.message}${tried}.`, { hint: trouble.hint, cause: trouble });
}
