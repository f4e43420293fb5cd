import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import { defined } from "../../../text/defined.ts";
import { emptyLists } from "../../values/empty-lists.ts";
import { keyPlace, saidReader, type SaidReader } from "./said-reader.ts";

/** Commands around a service's start and stop run as their own user, and privileged if they set it. */
export function hooksOf(
  name: string,
  { items }: SaidReader,
  texts: ReadonlyMap<string, string>,
): readonly ContainerSpec[] {
  return (["pre_start", "post_start", "pre_stop"] as const).flatMap((when) =>
    items(when).flatMap((node, index): ContainerSpec[] => {
      if (node.kind !== "map") return [];
      const path = `services.${name}.${when}[${index}]`;
      const { text, flag } = saidReader(node, path, texts);
      return [
        {
          dialect: "compose",
          name,
          at: keyPlace(node, texts, path),
          serves: false,
          fragment: true,
          ...defined({ image: text("image"), user: text("user"), privileged: flag("privileged") }),
          ...emptyLists,
        },
      ];
    }),
  );
}
