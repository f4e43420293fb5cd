import { Transient } from "../../http/transient.ts";
import type { Transport } from "../../http/transport.ts";

/** Counts a request before it is sent; returns how long it has to wait, in milliseconds. */
export type CountRequest = () => Promise<number>;

/** Requests that have to wait fail as those of a registry that asks to wait. */
export function countedTransport(send: Transport, count: CountRequest): Transport {
  return async (request) => {
    const waitMs = await count();
    if (waitMs === 0) return send(request);
    throw new Transient(`The budget of requests to it is spent for another ${Math.ceil(waitMs / 1_000)} s`, { waitMs });
  };
}
