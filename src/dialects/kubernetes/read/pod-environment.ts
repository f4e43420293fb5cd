import type { Located, ContainerSpec } from "../../../domain/container/container-spec.ts";
import { expand } from "../../../formats/kubernetes/expand.ts";
import { expansionBudget } from "../../../text/expansion-limit.ts";
import type { SaidIn } from "../../../facts/pod-security/node-reader.ts";

/** `env`, `envFrom`, `command` and `args` as the container gets them: `$(NAME)` expanded, `$$` as `$`. */
export function podEnvironment(container: SaidIn): Pick<ContainerSpec, "env" | "envFiles" | "entrypoint" | "command"> {
  const variables = new Map<string, string | undefined>();
  const spend = expansionBudget("the variables of a container");
  const env = container.each("env").flatMap((envEntry): ContainerSpec["env"] => {
    const name = envEntry.text("name");
    if (name === undefined) return [];
    const valueField = envEntry.text("value");
    // Without value and source, the value is empty.
    const value = envEntry.any("valueFrom") === undefined ? expand(valueField?.value ?? "", variables) : undefined;
    spend(value?.length ?? 0);
    variables.set(name.value, value);
    const variable = { name: name.value, ...(value !== undefined && { value }) };
    const literal = value?.includes("$") === true && !value.includes("$(");
    return [{ ...(valueField ?? name), value: variable, ...(literal && { literal }) }];
  });
  const entrypoint = words(container, "command", variables);
  const command = words(container, "args", variables);
  return {
    env,
    envFiles: container.each("envFrom").flatMap((from): Located<string>[] => {
      const map = from.text("configMapRef", "name");
      const secret = from.text("secretRef", "name");
      return [
        map && { ...map, value: `configmap/${map.value}` },
        secret && { ...secret, value: `secret/${secret.value}` },
      ].filter((envFile) => envFile !== undefined);
    }),
    ...(entrypoint && { entrypoint }),
    ...(command && { command }),
  };
}

function words(
  container: SaidIn,
  key: string,
  variables: ReadonlyMap<string, string | undefined>,
): Located<readonly string[]> | undefined {
  const list = container.any(key);
  if (list?.value.kind !== "list") return undefined;
  const expandedWords = container.texts(key).map((word) => expand(word.value, variables) ?? word.value);
  return { value: expandedWords, at: list.at, pointer: list.pointer };
}
