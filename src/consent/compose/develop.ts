import { isOff, item, asList, shortText, type Ask } from "./asks.ts";
import { isRecord } from "../../domain/is-record.ts";

/** Keys of a rule of `develop.watch` (compose-spec, develop.md) that only map paths into the container. */
const plain = /^(?:action|target|ignore|include|initial_sync|x-.*)$/u;

/** What `docker compose watch` would copy into a container and execute there. */
export function developAsks(value: unknown): readonly Ask[] {
  const rules = isRecord(value) ? asList(value["watch"]) : [];
  return rules.flatMap((rule) =>
    isRecord(rule) ? Object.entries(rule).flatMap(([key, inner]) => (plain.test(key) ? [] : ruleAsks(key, inner))) : [],
  );
}

function ruleAsks(key: string, value: unknown): readonly Ask[] {
  if (key === "path")
    return [{ path: shortText(value), kind: "folder", what: "brings files into a container (develop.watch)" }];
  if (key === "exec") {
    const privileged = isRecord(value) && !isOff(value["privileged"]);
    return privileged
      ? [item("setting", "develop.watch.exec.privileged", "executes a command with every privilege")]
      : [];
  }
  return [item("setting", `develop.watch.${key}`, `sets ${shortText(value)}`)];
}
