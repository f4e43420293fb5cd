import type { Breach, PodSecurityCheck } from "../pod-security-check.ts";
import type { PodView } from "../pod-view.ts";
import { wrongSeccomp } from "./wrong-seccomp.ts";

const podAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
const containerAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

/** Before 1.19 it looked at annotations, which mean nothing since 1.27. */
export const seccompBaseline: PodSecurityCheck = {
  id: "seccompProfile_baseline",
  level: "baseline",
  since: 0,
  breaches: (pod, minor) => (minor >= 19 ? wrongSeccomp(pod) : annotated(pod)),
};

function annotated({ annotations, containers }: PodView): Breach[] {
  const keys = [podAnnotation, ...containers.map(({ container }) => `${containerAnnotation}${container.name}`)];
  return [...new Set(keys)].flatMap((key) => {
    const setting = annotations.text(key);
    if (setting === undefined || /^(?:runtime\/default|docker\/default)$|^localhost\//.test(setting.value)) return [];
    return [{ ...setting, says: `an annotation sets the seccomp profile ${setting.value}` }];
  });
}
