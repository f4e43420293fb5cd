import { mapAt } from "../../../formats/kubernetes/kube-node.ts";
import { oncePer } from "../../../text/once-per.ts";
import { groupOf, type ObjectsFact } from "../../pod-security/object-set.ts";
import { findSecretValues } from "./find-secret-values.ts";
import type { SecretValue } from "./secret-value.ts";

/** Secrets of a manifest: all that a Secret holds, whatever it is called, and those of its text. */
export const secretsInObjects = oncePer(({ text, own }: ObjectsFact): readonly SecretValue[] => [
  ...findSecretValues(text),
  ...own
    .filter((one) => one.kind === "Secret" && groupOf(one) === "")
    .flatMap(({ node }) =>
      ["data", "stringData"].flatMap((key) =>
        [...(mapAt(node, key)?.entries ?? [])].flatMap(([name, { value }]) =>
          value.kind === "scalar"
            ? [
                { value: value.written, behind: name },
                { value: String(value.value), behind: name },
              ]
            : [],
        ),
      ),
    ),
]);
