import type { LayerProbe } from "../../domain/image/layer-probe.ts";
import { broughtSbomProbe } from "../packages/embedded-sboms.ts";
import { ecosystems } from "../packages/ecosystems/index.ts";
import { accountsProbe } from "./accounts-probe.ts";
import { osReleaseProbe } from "./os-release-probe.ts";
import { sshdProbe } from "./sshd-probe.ts";

/** The probes that the facts of an image need; pass them to `readImage`. */
export const imageProbes: readonly LayerProbe[] = [
  ...ecosystems,
  osReleaseProbe,
  accountsProbe,
  sshdProbe,
  broughtSbomProbe,
];
