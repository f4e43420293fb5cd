import type { RequestedSettings } from "../../domain/container/requested-settings.ts";
import type { PrintedSpec } from "./printed-spec.ts";
import type { ShownValues } from "../emitter.ts";

/** The settings that an existing container was created with. Hidden values are supplied under their own names. */
export function ofContainer(settings: RequestedSettings, envValues: ShownValues): PrintedSpec {
  const { compose: _, notes: __, seccomp, ...others } = settings;
  const hasSeccompFile = ownSeccomp(settings) !== undefined;
  return {
    ...others,
    env: [...envValues].map(([name, value]) => (value === undefined ? { name, supplier: name } : { name, value })),
    seccomp: hasSeccompFile ? undefined : seccomp,
    hasSeccompFile,
    exists: true,
  };
}

/** The container's own seccomp profile as JSON; undefined without one, and for a name. */
export function ownSeccomp({ seccomp }: RequestedSettings): string | undefined {
  return seccomp?.trimStart().startsWith("{") === true ? seccomp : undefined;
}
