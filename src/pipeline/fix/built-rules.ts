import type { Config } from "../../domain/settings/config.ts";

/**
 * Settings under which rules speak whose findings most people want on request only, but whose fixes make an image smaller: a build decides on each. Lists that a later
 * RUN deletes leave the image only once both are one. A setting of the user holds.
 */
export function withBuiltRules(config: Config): Config {
  return { ...config, rules: { "layers/consecutive-runs": config.rules["layers/*"] ?? "warning", ...config.rules } };
}
