import { existsSync } from "node:fs";
import { join } from "node:path";

/** `harden` starts what it hardens, and nothing of Kubernetes is started here. */
export const ofManifests =
  "Of what Kubernetes runs, the image is learned: `hullproof learn --profile profile.json IMAGE`. Then `hullproof emit profile.json --to kubernetes --into FILE` edits a manifest, and `--to kubernetes-patch` prints a patch for the `patches` of a kustomization; in a chart, set the same values.";

/** The folder of a chart or a kustomization, which deploys an image and makes none. */
export function isDeployed(folder: string): boolean {
  return ["Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization"].some((name) =>
    existsSync(join(folder, name)),
  );
}
