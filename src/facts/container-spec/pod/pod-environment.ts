import type { Said, WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import { expand } from "../../../formats/kubernetes/expand.ts";
import { expansionBudget } from "../../../text/expansion-limit.ts";
import type { SaidIn } from "./said-in.ts";

/** `env`, `envFrom`, `command` and `args` as the container gets them: `$(NAME)` expanded, `$$` as `$`. */
export function podEnvironment(
  container: SaidIn,
): Pick<WrittenContainer, "env" | "envFiles" | "entrypoint" | "command"> {
  const known = new Map<string, string | undefined>();
  const spend = expansionBudget("the variables of a container");
  const env = container.each("env").flatMap((one): WrittenContainer["env"] => {
    const name = one.text("name");
    if (name === undefined) return [];
    const written = one.text("value");
    // Neither a value nor where it comes from is an empty one.
    const value = one.any("valueFrom") === undefined ? expand(written?.value ?? "", known) : undefined;
    spend(value?.length ?? 0);
    known.set(name.value, value);
    const said = { name: name.value, ...(value !== undefined && { value }) };
    const literal = value?.includes("$") === true && !value.includes("$(");
    return [{ ...(written ?? name), value: said, ...(literal && { literal }) }];
  });
  const entrypoint = words(container, "command", known);
  const command = words(container, "args", known);
  return {
    env,
    envFiles: container.each("envFrom").flatMap((from): Said<string>[] => {
      const map = from.text("configMapRef", "name");
      const secret = from.text("secretRef", "name");
      return [
        map && { ...map, value: `configmap/${map.value}` },
        secret && { ...secret, value: `secret/${secret.value}` },
      ].filter((one) => one !== undefined);
    }),
    ...(entrypoint && { entrypoint }),
    ...(command && { command }),
  };
}

function words(
  container: SaidIn,
  key: string,
  known: ReadonlyMap<string, string | undefined>,
): Said<readonly string[]> | undefined {
  const list = container.any(key);
  if (list?.value.kind !== "list") return undefined;
  const all = container.texts(key).map((word) => expand(word.value, known) ?? word.value);
  return { value: all, at: list.at, pointer: list.pointer };
}
