import type { Engine } from "../../sources/engine/types.ts";
import { compareText } from "../../text/compare-text.ts";

/** An engine that counts its requests and refuses all but read-only ones. */
export interface CountedEngine {
  readonly engine: Engine;
  /** Requests since the start, by kind: `GET /containers/{id}/json`. */
  readonly calls: () => readonly { readonly call: string; readonly times: number }[];
}

export function countedEngine(engine: Engine): CountedEngine {
  const times = new Map<string, number>();
  const count = ({ method, path }: { readonly method: string; readonly path: string }) => {
    // Guards against a bug that would change a user's container.
    if (method !== "GET") throw new Error(`audit only looks, and this would not: ${method} ${path}`);
    const call = `${method} ${kindOf(path)}`;
    times.set(call, (times.get(call) ?? 0) + 1);
  };
  return {
    engine: {
      ...engine,
      call: (request) => {
        count(request);
        return engine.call(request);
      },
      open: (request) => {
        count(request);
        return engine.open(request);
      },
    },
    calls: () =>
      [...times].map(([call, count]) => ({ call, times: count })).sort((a, b) => compareText(a.call, b.call)),
  };
}

function kindOf(path: string): string {
  return path.replace(/^\/(containers|images)\/[^/]+\/(json|get)$/, "/$1/{id}/$2");
}
