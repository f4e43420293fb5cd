import { mapIn, type ComposeNode } from "./compose-node.ts";
import { refuseAt } from "./refuse-at.ts";

/** Throws `bad-config` where services depend on one another in a circle. */
export function refuseCircles(services: ReadonlyMap<string, ComposeNode>): void {
  const visitedServices = new Set<string>();
  for (const start of services.keys()) {
    const path: { name: string; rest: string[] }[] = [];
    const within = new Set<string>();
    const enter = (name: string): void => {
      within.add(name);
      path.push({ name, rest: [...mapIn(services.get(name), "depends_on").keys()] });
    };
    if (!visitedServices.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.pop();
      const service = services.get(next ?? top.name);
      if (next === undefined) {
        visitedServices.add(top.name);
        within.delete(top.name);
        path.pop();
      } else if (within.has(next) && service !== undefined)
        throw refuseAt(
          service.place,
          `dependency cycle detected: ${[...path.map(({ name }) => name), next].join(" -> ")}`,
          "Remove one of these dependencies.",
        );
      else if (service !== undefined && !visitedServices.has(next)) enter(next);
    }
  }
}
