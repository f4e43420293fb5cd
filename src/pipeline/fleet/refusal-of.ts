import type { ReadRefusal } from "../../domain/fleet/image-record.ts";
import type { Failure } from "../../domain/failure.ts";
import { Transient } from "../../sources/http/transient.ts";

/** Pause for a registry that says that there were too many requests, and not how long to wait. */
const defaultPauseMs = 60_000;

/** What a failure of a registry or an image means for a fleet. */
export function refusalOf(failure: Failure): ReadRefusal {
  const reason = failure.message;
  const { cause } = failure;
  if (cause instanceof Transient && (cause.status === 429 || cause.waitMs !== undefined))
    return { kind: "limited", reason, waitMs: cause.waitMs ?? defaultPauseMs };
  if ((cause as { readonly status?: number } | undefined)?.status === 404) return { kind: "gone", reason };
  return { kind: failure.code === "bad-image" || failure.code === "unreadable" ? "damaged" : "trouble", reason };
}
