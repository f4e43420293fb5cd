import type { SecretFound } from "../../domain/image/image-info.ts";
import type { ImageConfig } from "../../domain/image/image-config.ts";
import { configSecrets } from "../secrets/config-secrets.ts";
import { fileSecrets } from "../secrets/file-secrets.ts";
import { secretsProbe } from "../secrets/secrets-probe.ts";
import type { Tree } from "../tree/tree.ts";
import { hidings, valuesOf } from "../tree/values.ts";

/** Secrets in files, shown or only hidden by a later layer, and in the configuration with its history. */
export function imageSecrets(tree: Tree, config: ImageConfig): SecretFound[] {
  const hiddenBy = hidings(tree);
  const extracts = valuesOf(tree, secretsProbe).map(({ layer, path, value, shown, entry }) => {
    const by = shown ? undefined : hiddenBy.get(layer * 2 ** 32 + entry);
    return { layer, path, value, ...(by === undefined ? {} : { hiddenBy: by }) };
  });
  return [...fileSecrets(extracts), ...configSecrets(config)];
}
