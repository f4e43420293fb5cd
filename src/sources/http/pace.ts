import { Failure } from "../../domain/failure.ts";
import type { RemoteErrors } from "./remote-errors.ts";

export interface Pace {
  /** Maximum idle time, in milliseconds. */
  readonly stallMs: number;
  /** Waiting time that is free, in milliseconds: at the start, and again after bytes that came faster than required. */
  readonly patienceMs: number;
  /** Minimum average rate beyond that. */
  readonly bytesPerSecond: number;
}

/** A modem of 1998 transfers 7,000 bytes a second; slower transfers are treated as stalling. A body of N bytes has `patienceMs` and N / rate. */
export const usualPace: Pace = { stallMs: 30_000, patienceMs: 60_000, bytesPerSecond: 4_096 };

/**
 * Balances waiting time against bytes. `waited` throws `Failure` (the peer's `unreachable`) once the budget is used
 * up; only waiting counts, so a slow reader costs nothing.
 */
export function pacer(
  { patienceMs, bytesPerSecond }: Pace,
  host: string,
  peer: Pick<RemoteErrors, "unreachable">,
): { readonly leftMs: () => number; waited(ms: number, bytes: number): void; tooSlow(): Failure } {
  let leftMs = patienceMs;
  const tooSlow = () =>
    new Failure(peer.unreachable, `${host} sends less than ${bytesPerSecond} bytes a second.`, {
      hint: "Try again later, or use another mirror.",
    });
  return {
    leftMs: () => leftMs,
    tooSlow,
    waited(ms, bytes) {
      leftMs = Math.min(patienceMs, leftMs - ms + (bytes / bytesPerSecond) * 1000);
      if (leftMs <= 0) throw tooSlow();
    },
  };
}
